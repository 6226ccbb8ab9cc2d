// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.dataset.LabelSource;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * Opens the model that an argument names: one embedded in the jar, or a folder or zip. As a part of
 * a command, it adds the option that such a folder may hold a program.
 */
public final class ModelArgument {

  /** The name of the default model in the jar. */
  public static final String EMBEDDED = "embedded";

  @Option(
      names = "--trust-model",
      description =
          "Load a model on a TorchScript backbone too, and let its code run: for models that you"
              + " trust as you trust a program.")
  private boolean trusted;

  ModelArgument() {}

  /** Opens the model that an argument names; the embedded one is that of the labels asked for. */
  EmotionModel open(String argument, LabelSource labels, DeviceChoice device) {
    return argument.equals(EMBEDDED) && EmbeddedModels.names().contains(labels.label())
        ? EmotionModel.of(EmbeddedModels.read(labels.label()), device)
        : openChosen(argument, device);
  }

  EmotionModel openChosen(String argument, DeviceChoice device) {
    return trusted && !argument.equals(EMBEDDED) && !EmbeddedModels.names().contains(argument)
        ? EmotionModel.of(ModelFile.readTrusted(Path.of(argument)), device)
        : open(argument, device);
  }

  /**
   * Opens a model that runs no code of its own.
   *
   * @param argument a folder or zip, the name of an embedded model, or {@code embedded}
   * @return the model; the caller closes it
   */
  public static EmotionModel open(String argument) {
    return open(argument, DeviceChoice.AUTO);
  }

  static EmotionModel open(String argument, DeviceChoice device) {
    if (argument.equals(EMBEDDED) || EmbeddedModels.names().contains(argument)) {
      return EmotionModel.of(read(argument), device);
    }
    ModelFile file = ModelFile.readTrusted(Path.of(argument));
    if (file.card().network().architecture().runsCode()) {
      throw new ModelException(
          "The model "
              + argument
              + " is a TorchScript backbone, whose file holds code that runs; if you trust where it"
              + " comes from, add --trust-model");
    }
    return EmotionModel.of(file, device);
  }

  /**
   * Reads the card and weights of the same model.
   *
   * @param argument a folder or zip, the name of an embedded model, or {@code embedded}
   * @return what the files hold
   */
  public static ModelFile read(String argument) {
    if (argument.equals(EMBEDDED)) {
      return EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL);
    }
    if (EmbeddedModels.names().contains(argument)) {
      return EmbeddedModels.read(argument);
    }
    return ModelFile.read(Path.of(argument));
  }
}
