// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of what measures models: which faces, whose labels, how, and how it is told. */
final class MeasureOptions {

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = "--split",
      defaultValue = "PublicTest",
      converter = DataOptions.SplitConverter.class,
      description = "Training, PublicTest (default) or PrivateTest.")
  private Split split = Split.PUBLIC_TEST;

  @Option(
      names = "--reduce-to",
      paramLabel = "PIXELS",
      description =
          "Reduce the crops to so many pixels, and enlarge them again: how well small faces are"
              + " read. A face has about four fifths of its crop's side.")
  private @Nullable Integer side;

  @Option(
      names = "--flip",
      description = "Classify each face mirrored too and average, for twice the time.")
  private boolean flip;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  MeasureOptions() {}

  /**
   * What models are measured on.
   *
   * @param faces the faces of the split
   * @param training those of the training split, to leave out what stands in both; empty where that
   *     is the split itself
   */
  record Faces(List<LabelledFace> faces, List<LabelledFace> training) {}

  Faces load(PrintWriter err) {
    if (side != null && (side < 1 || side > LabelledFace.SIDE)) {
      throw new IllegalArgumentException(
          "--reduce-to must be in 1 to " + LabelledFace.SIDE + ", not " + side);
    }
    Fer2013 whole = data.load(err);
    Fer2013 dataset = side == null ? whole : whole.reducedTo(side);
    return new Faces(
        labels.apply(dataset.split(split)).faces(),
        split == Split.TRAINING ? List.of() : dataset.split(Split.TRAINING).faces());
  }

  LabelSource labels() {
    return labels.orFer2013();
  }

  Split split() {
    return split;
  }

  boolean flip() {
    return flip;
  }

  boolean json() {
    return json;
  }
}
