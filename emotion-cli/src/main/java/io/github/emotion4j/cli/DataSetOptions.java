// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.PersonFold;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name the data sets to measure on. */
final class DataSetOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--data",
      required = true,
      paramLabel = "[NAME=]PATH",
      description = {
        "A data set: a folder or zip of pictures in folders named by emotion, or fer2013.csv; may"
            + " be given several times.",
        "Crops of 48x48 are taken as they are; of other pictures the largest face is cut out."
      })
  private List<String> data = List.of();

  @Mixin private FaceOptions faceOptions = new FaceOptions();

  @Option(
      names = "--people",
      paramLabel = "PART/PARTS",
      description =
          "Of pictures whose faces are cut out, only those of a part of the people, by their names:"
              + " 0/10 are those whom the embedded models were not trained on.")
  private @Nullable String people;

  DataSetOptions() {}

  /** Reads all data sets, by name; the name of one without is the end of its path. */
  Map<String, Fer2013> load(PrintWriter err) {
    Map<String, Fer2013> sets = new LinkedHashMap<>();
    for (String argument : data) {
      int equals = argument.indexOf('=');
      Path path = Path.of(argument.substring(equals + 1));
      String name = equals > 0 ? argument.substring(0, equals) : String.valueOf(path.getFileName());
      Fer2013 faces = faceOptions.load(path, chosen());
      DataOptions.tellSkipped(name + ": ", faces, err);
      if (sets.put(name, faces) != null) {
        throw wrong("two data sets are called " + name + "; give one another name: NAME=PATH");
      }
    }
    return sets;
  }

  private Predicate<String> chosen() {
    if (people == null) {
      return name -> true;
    }
    try {
      return PersonFold.parse(people);
    } catch (IllegalArgumentException e) {
      throw wrong("--people: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
