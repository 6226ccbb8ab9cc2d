package io.github.emotion4j.djl.classify;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes an {@link EmotionTranslator} for a model from elsewhere, from arguments in DJL's {@code
 * Criteria} or in a {@code serving.properties} beside the model:
 *
 * <pre>
 * translatorFactory=io.github.emotion4j.djl.classify.EmotionTranslatorFactory
 * labels=angry,disgust,fear,happy,sad,surprise,neutral
 * size=48
 * colour=grey
 * mean=0.5
 * std=0.25
 * softmax=true
 * temperature=1
 * </pre>
 *
 * <p>Only {@code labels} is required; the values above are the defaults of the others.
 */
public final class EmotionTranslatorFactory implements TranslatorFactory {

  /** Makes a factory; DJL calls this by reflection. */
  public EmotionTranslatorFactory() {}

  @Override
  public Set<Pair<Type, Type>> getSupportedTypes() {
    return Set.of(new Pair<>(Image.class, Classifications.class));
  }

  @Override
  public boolean isSupported(Class<?> input, Class<?> output) {
    return input == Image.class && output == Classifications.class;
  }

  /**
   * Makes a translator.
   *
   * @param input must be {@code Image}
   * @param output must be {@code Classifications}
   * @param model not looked at
   * @param arguments the arguments above, as text or numbers
   * @throws IllegalArgumentException if an argument is missing or can't be used
   */
  @Override
  @SuppressWarnings("unchecked") // the classes are checked first
  public <I, O> Translator<I, O> newInstance(
      Class<I> input, Class<O> output, Model model, Map<String, ?> arguments) {
    if (!isSupported(input, output)) {
      throw new IllegalArgumentException(
          "EmotionTranslatorFactory translates Image to Classifications, not "
              + input
              + " to "
              + output);
    }
    Object labels = arguments.get("labels");
    if (labels == null) {
      throw new IllegalArgumentException(
          "EmotionTranslatorFactory needs the argument \"labels\", for example"
              + " labels=angry,disgust,fear,happy,sad,surprise,neutral");
    }
    List<String> names = Arrays.stream(labels.toString().split(",")).map(String::trim).toList();
    ModelCard.Input description =
        new ModelCard.Input(
            Integer.parseInt(text(arguments, "size", "48")),
            ModelCard.Colour.valueOf(text(arguments, "colour", "grey").toUpperCase(Locale.ROOT)),
            Double.parseDouble(text(arguments, "mean", "0.5")),
            Double.parseDouble(text(arguments, "std", "0.25")));
    return (Translator<I, O>)
        new EmotionTranslator(
            names,
            description,
            Double.parseDouble(text(arguments, "temperature", "1")),
            Boolean.parseBoolean(text(arguments, "softmax", "true")));
  }

  private static String text(Map<String, ?> arguments, String name, String otherwise) {
    Object value = arguments.get(name);
    return value == null ? otherwise : value.toString().trim();
  }
}
