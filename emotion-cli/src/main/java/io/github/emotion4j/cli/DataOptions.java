// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledPictures;
import io.github.emotion4j.training.dataset.Split;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name a data set. */
public final class DataOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "ZIP|DIR|CSV",
      description =
          "FER2013: Kaggle's folder, a zip of it, or fer2013.csv; with --cut-out, any folder of"
              + " pictures in folders named by emotion.")
  private Path data = Path.of("");

  @Option(
      names = "--skip-bad",
      description = "Count files and rows that can't be used instead of failing.")
  private boolean skipBad;

  @Option(
      names = "--cut-out",
      paramLabel = "DETECTOR",
      converter = FaceDetectorArgument.class,
      description =
          "Take pictures of any size, and cut the largest face out of each with this detector, as"
              + " for analyze.")
  private @Nullable Supplier<FaceDetector> cutOut;

  /** Makes the options; picocli calls this through a mixin. */
  public DataOptions() {}

  /**
   * Reads the data set.
   *
   * @param err told how many files could not be used
   * @return the faces
   */
  public Fer2013 load(PrintWriter err) {
    Fer2013 faces = load();
    tellSkipped("", faces, err);
    return faces;
  }

  /** Tells how many files could not be used, and why not the first, if there are any. */
  static void tellSkipped(String before, Fer2013 faces, PrintWriter err) {
    if (!faces.skipped().isEmpty()) {
      err.println(
          before + "skipped " + faces.skipped().size() + ", first: " + faces.skipped().get(0));
    }
  }

  private Fer2013 load() {
    if (cutOut == null) {
      return Fer2013.load(data, skipBad);
    }
    try (FaceDetector detector = cutOut.get()) {
      return LabelledPictures.load(data, detector, skipBad);
    }
  }

  /** Reads the name of a split. */
  static final class SplitConverter implements ITypeConverter<Split> {

    SplitConverter() {}

    @Override
    public Split convert(String value) {
      return Split.ofLabel(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "\"" + value + "\" is none of Training, PublicTest, PrivateTest"));
    }
  }
}
