package io.github.emotion4j.examples;

import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.zoo.EmotionZoo;
import io.github.emotion4j.training.dataset.LabelSource;
import java.nio.file.Path;

/** Opens the model that an argument names: one embedded in the jar, or a folder or zip. */
final class ModelArgument {

  /** The name of the default model in the jar. */
  static final String EMBEDDED = "embedded";

  private ModelArgument() {}

  /** Opens the model that an argument names; the embedded one is that of the labels asked for. */
  static EmotionModel open(String argument, LabelSource labels) {
    return argument.equals(EMBEDDED) && EmotionZoo.names().contains(labels.label())
        ? EmotionModel.embedded(labels.label())
        : open(argument);
  }

  static EmotionModel open(String argument) {
    if (argument.equals(EMBEDDED)) {
      return EmotionModel.embedded();
    }
    if (EmotionZoo.names().contains(argument)) {
      return EmotionModel.embedded(argument);
    }
    return EmotionModel.load(Path.of(argument));
  }

  /** Reads the card and weights of the same model. */
  static ModelFile read(String argument) {
    if (argument.equals(EMBEDDED)) {
      return EmotionZoo.read(EmotionZoo.DEFAULT_MODEL);
    }
    if (EmotionZoo.names().contains(argument)) {
      return EmotionZoo.read(argument);
    }
    return ModelFile.read(Path.of(argument));
  }
}
