package io.github.emotion4j.examples;

import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.Split;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name a data set. */
final class DataOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "ZIP|DIR|CSV",
      description = "FER2013: Kaggle's folder, a zip of it, or fer2013.csv.")
  private Path data = Path.of("");

  @Option(
      names = "--skip-bad",
      description = "Count files and rows that can't be used instead of failing.")
  private boolean skipBad;

  DataOptions() {}

  Fer2013 load(PrintWriter err) {
    Fer2013 faces = Fer2013.load(data, skipBad);
    if (!faces.skipped().isEmpty()) {
      err.println("skipped " + faces.skipped().size() + ", first: " + faces.skipped().get(0));
    }
    return faces;
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
