// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of a trainer's settings is missing or does not go together, all of it at once. */
final class SettingsCheck {

  private final EmotionTrainerBuilder builder;
  private final List<String> missing = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final Optional<ModelCard.NetworkSettings> network;

  SettingsCheck(EmotionTrainerBuilder builder) {
    this.builder = builder;
    requireSet("an outputDirectory", builder.outputDirectory);
    if (builder.labels.needsVotes()) {
      requireSet("votes, FerPlus.load(...), for the labels " + builder.labels, builder.votes);
    }
    this.network = builder.backbone == null ? ownNetwork() : Optional.of(onBackbone());
    network.ifPresent(this::checkCropSize);
    require(
        builder.folds == 0 || builder.patience == 0,
        "Choose folds or patience: with folds no epoch is chosen by its accuracy");
    requireAtMostAllEpochs("warmUpEpochs", builder.warmUpEpochs);
    requireAtMostAllEpochs("headEpochs", builder.headEpochs);
    try {
      new Teachers(builder.teachers, builder.teacherShare).requireHeadsOf(builder.labels);
    } catch (IllegalArgumentException e) {
      wrong.add(e.getMessage());
    }
  }

  /** What is trained; empty if that is not clear. */
  Optional<ModelCard.NetworkSettings> network() {
    return network;
  }

  /** All that is wrong or missing but the data. */
  List<String> problems() {
    return Stream.concat(wrong.stream(), missing.stream()).toList();
  }

  /**
   * Checks that nothing is wrong.
   *
   * @throws IllegalArgumentException if settings don't go together
   * @throws IllegalStateException if what is required, data included, was not set
   */
  void requireAll() {
    requireSet("a dataset", builder.dataset);
    require(
        builder.folds == 0
            || builder.dataset == null
            || builder.dataset.split(Split.PUBLIC_TEST).faces().isEmpty(),
        "The data set has validation faces of its own (PublicTest); folds are for one without");
    String problems = String.join("; ", problems());
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(problems);
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(problems);
    }
  }

  /** Does what {@link EmotionTrainerBuilder#check} says. */
  static void requireAllButData(EmotionTrainerBuilder builder) {
    SettingsCheck check = new SettingsCheck(builder);
    List<String> ofOutput = new ArrayList<>();
    if (builder.outputDirectory != null && check.network().isPresent()) {
      NetworkStart start =
          new NetworkStart(
              check.network().get(),
              Optional.ofNullable(builder.initialModel),
              Optional.ofNullable(builder.backbone));
      ofOutput.addAll(OutputCheck.of(builder, start).problems());
      if (!builder.resume && Checkpoint.existsIn(builder.outputDirectory)) {
        ofOutput.add(NetworkInTraining.refusal(builder.outputDirectory));
      }
    }
    String all =
        Stream.concat(check.problems().stream(), ofOutput.stream())
            .collect(Collectors.joining("; "));
    if (!check.problems().isEmpty()) {
      throw new IllegalArgumentException(all);
    }
    if (!ofOutput.isEmpty()) {
      throw new TrainingException(all);
    }
  }

  /** What {@link #requireAll} found to be set. */
  static <T> T given(@Nullable T value) {
    return Objects.requireNonNull(value, "checked before");
  }

  private void requireSet(String what, @Nullable Object value) {
    if (value == null) {
      missing.add("EmotionTrainer needs " + what);
    }
  }

  private void require(boolean good, String otherwise) {
    if (!good) {
      wrong.add(otherwise);
    }
  }

  private void requireAtMostAllEpochs(String argument, Number given) {
    int epochs =
        builder.dataset == null // without data nobody knows their default
            ? builder.epochs
            : DataDefaults.epochs(builder, builder.dataset);
    require(
        epochs == 0 || given.doubleValue() <= epochs,
        argument + " must be at most the epochs, " + epochs + ", not " + given);
  }

  private void checkCropSize(ModelCard.NetworkSettings settings) {
    int cropSize = builder.cropSize == 0 ? settings.cropSize() : builder.cropSize;
    boolean anySize =
        settings instanceof ModelCard.ArchitectureSettings own && own.name().anySize();
    if (cropSize != settings.cropSize() && !anySize) {
      wrong.add(
          "cropSize can't be "
              + cropSize
              + ": "
              + settings.label()
              + " takes "
              + settings.cropSize()
              + " pixels only");
    } else {
      require(
          cropSize <= settings.cropSize(),
          "cropSize must be at most " + settings.cropSize() + ", not " + cropSize);
    }
  }

  private ModelCard.NetworkSettings onBackbone() {
    require(builder.initialModel == null, "Start from a backbone or an initialModel, not both");
    require(
        builder.architecture == null,
        "Train on a backbone or the architecture "
            + builder.architecture
            + " (which may come from a recipe), not both");
    require(
        builder.arithmetic == Arithmetic.FLOAT32,
        "A backbone is trained in FLOAT32, not " + builder.arithmetic);
    return given(builder.backbone).settings(builder.dropout);
  }

  private Optional<ModelCard.NetworkSettings> ownNetwork() {
    ModelFile initial = builder.initialModel;
    Architecture architecture =
        builder.architecture != null ? builder.architecture : Architecture.COMPACT_RESNET;
    if (initial != null) {
      if (!(initial.card().network().architecture()
          instanceof ModelCard.ArchitectureSettings own)) {
        wrong.add(
            "initialModel can't be a TorchScript backbone; give the TorchScript file to backbone");
        return Optional.empty();
      }
      require(
          builder.architecture == null || builder.architecture == own.name(),
          "initialModel is a "
              + own.name()
              + ", but the architecture to train is "
              + builder.architecture);
      architecture = own.name();
    }
    return Optional.of(new ModelCard.ArchitectureSettings(architecture, builder.dropout));
  }
}
