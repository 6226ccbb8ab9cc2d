// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say whose labels the faces have. */
final class LabelOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      converter = LabelSourceConverter.class,
      description = "Whose labels: fer2013, ferplus, or (to train) mixed; default fer2013.")
  private @Nullable LabelSource labels;

  @Option(
      names = "--votes",
      paramLabel = "CSV",
      description = "FER+'s votes for the faces; needed by the labels ferplus and mixed.")
  private @Nullable Path votes;

  LabelOptions() {}

  Optional<LabelSource> labels() {
    return Optional.ofNullable(labels);
  }

  LabelSource orFer2013() {
    return labels().orElse(LabelSource.FER2013);
  }

  Optional<FerPlus> votes() {
    if (votes == null && labels != null && labels != LabelSource.FER2013) {
      throw new IllegalArgumentException("--labels " + labels.label() + " needs --votes");
    }
    return Optional.ofNullable(votes).map(FerPlus::load);
  }

  /** The faces with the labels to measure on. */
  Fer2013 apply(Fer2013 faces) {
    if (labels == null || labels == LabelSource.FER2013) {
      return faces;
    }
    if (labels == LabelSource.MIXED) {
      throw wrong("faces are measured on one label each: --labels fer2013 or ferplus");
    }
    return votes().orElseThrow().relabel(faces);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Reads the name of a source of labels. */
  static final class LabelSourceConverter implements ITypeConverter<LabelSource> {

    LabelSourceConverter() {}

    @Override
    public LabelSource convert(String value) {
      return Arrays.stream(LabelSource.values())
          .filter(source -> source.label().equals(value))
          .findAny()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "\"" + value + "\" is none of fer2013, ferplus, mixed"));
    }
  }
}
