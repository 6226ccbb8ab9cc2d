// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
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
import java.util.function.Function;

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
    return (Translator<I, O>)
        new EmotionTranslator(
            names(labels.toString()),
            new ModelCard.Input(
                argument(arguments, "size", "48", EmotionTranslatorFactory::size),
                argument(arguments, "colour", "grey", EmotionTranslatorFactory::colour),
                argument(arguments, "mean", "0.5", EmotionTranslatorFactory::number),
                argument(arguments, "std", "0.25", EmotionTranslatorFactory::positive)),
            argument(arguments, "temperature", "1", EmotionTranslatorFactory::positive),
            argument(arguments, "softmax", "true", EmotionTranslatorFactory::bool));
  }

  private static List<String> names(String labels) {
    List<String> names = Arrays.stream(labels.split(",", -1)).map(String::trim).toList();
    if (names.contains("")) {
      throw new IllegalArgumentException("One of the labels is empty: \"" + labels + "\"");
    }
    return names;
  }

  private static <T> T argument(
      Map<String, ?> arguments, String name, String otherwise, Function<String, T> parse) {
    Object value = arguments.get(name);
    String text = value == null ? otherwise : value.toString().trim();
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The argument " + name + "=" + text + " of EmotionTranslatorFactory can't be used", e);
    }
  }

  private static int size(String text) {
    return new ModelCard.Input(Integer.parseInt(text), ModelCard.Colour.GREY, 0, 1).size();
  }

  private static ModelCard.Colour colour(String text) {
    return ModelCard.Colour.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static double number(String text) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a finite number");
    }
    return value;
  }

  private static double positive(String text) {
    double value = number(text);
    if (value <= 0) {
      throw new IllegalArgumentException("not positive");
    }
    return value;
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
