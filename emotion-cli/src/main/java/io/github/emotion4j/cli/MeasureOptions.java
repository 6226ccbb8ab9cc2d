// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of what measures models: which faces, whose labels, how, and how it is told. */
final class MeasureOptions {

  @Mixin private DataSetOptions data = new DataSetOptions();

  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      converter = DataOptions.SplitConverter.class,
      description =
          "Training, PublicTest or PrivateTest; default PublicTest, or the whole of a data set that"
              + " has no splits.")
  private @Nullable Split split;

  @Option(
      names = "--reduce-to",
      paramLabel = "PIXELS",
      description =
          "Reduce the crops to PIXELS a side, and enlarge them again: how well small faces are"
              + " read. A face has about four fifths of its crop's side.")
  private @Nullable Integer side;

  @Option(
      names = "--flip",
      description = "Classify each face mirrored too and average, for twice the time.")
  private boolean flip;

  @Option(
      names = "--neutral-prior",
      paramLabel = "SHARE",
      description =
          "The share of neutral faces to assume, above 0 and below 1; default: the model's own.")
  private @Nullable Double neutralPrior;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  MeasureOptions() {}

  /**
   * What models are measured on.
   *
   * @param name what the data set is called
   * @param split the split that was chosen; empty where it is the whole of a set without splits
   * @param faces the faces
   * @param training those of the training split, to leave out what stands in both; empty where that
   *     is the split itself
   */
  record Faces(
      String name, Optional<Split> split, List<LabelledFace> faces, List<LabelledFace> training) {

    /** The split, or the name of a set that has none. */
    String title() {
      return split.map(Split::label).orElse(name);
    }

    /** The emotions that no face shows. */
    List<Emotion> missing() {
      return Arrays.stream(Emotion.values())
          .filter(emotion -> faces.stream().noneMatch(face -> face.emotion() == emotion))
          .toList();
    }
  }

  List<Faces> load(PrintWriter err) {
    if (side != null && (side < 1 || side > LabelledFace.SIDE)) {
      throw new IllegalArgumentException(
          "--reduce-to must be in 1 to " + LabelledFace.SIDE + ", not " + side);
    }
    return data.load(err).entrySet().stream()
        .map(set -> choose(set.getKey(), set.getValue()))
        .toList();
  }

  private Faces choose(String name, Fer2013 whole) {
    Fer2013 dataset = side == null ? whole : whole.reducedTo(side);
    boolean hasSplits = dataset.faces().stream().anyMatch(face -> face.split() != Split.TRAINING);
    if (split == null && !hasSplits) {
      return new Faces(name, Optional.empty(), labels.apply(dataset).faces(), List.of());
    }
    Split chosen = split == null ? Split.PUBLIC_TEST : split;
    return new Faces(
        name,
        Optional.of(chosen),
        labels.apply(dataset.split(chosen)).faces(),
        chosen == Split.TRAINING ? List.of() : dataset.split(Split.TRAINING).faces());
  }

  LabelSource labels() {
    return labels.orFer2013();
  }

  ModelEvaluator.Conditions conditions(int batchSize) {
    return new ModelEvaluator.Conditions(
        batchSize,
        flip,
        neutralPrior == null ? OptionalDouble.empty() : OptionalDouble.of(neutralPrior));
  }

  boolean json() {
    return json;
  }
}
