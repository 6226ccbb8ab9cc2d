// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.Split;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name a data set. */
public final class DataOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "ZIP|DIR|CSV",
      description =
          "FER2013: Kaggle's folder, a zip of it, or fer2013.csv; or any pictures in folders named by"
              + " emotion, or a zip of them, whose faces are cut out.")
  private Path data = Path.of("");

  @Mixin private FaceOptions faces = new FaceOptions();

  /** Makes the options; picocli calls this through a mixin. */
  public DataOptions() {}

  /**
   * Reads the data set.
   *
   * @param err told how many files could not be used
   * @return the faces
   */
  public Fer2013 load(PrintWriter err) {
    Fer2013 loaded = faces.load(data, name -> true);
    tellSkipped("", loaded, err);
    return loaded;
  }

  /** Where the data set is to be found. */
  Path path() {
    return data;
  }

  /** Tells how many files could not be used, and why not the first, if there are any. */
  static void tellSkipped(String before, Fer2013 faces, PrintWriter err) {
    if (!faces.skipped().isEmpty()) {
      err.println(
          before + "skipped " + faces.skipped().size() + ", first: " + faces.skipped().get(0));
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
