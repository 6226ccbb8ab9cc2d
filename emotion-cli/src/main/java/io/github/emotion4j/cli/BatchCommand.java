// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.cli.batch.Batch;
import io.github.emotion4j.cli.batch.PictureListing;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.decode.ImageDecoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the emotions in any number of pictures into a file. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    description =
        "Reads the emotions in any number of pictures into a file, and goes on where it was killed:"
            + " run it again, with the same options; others are refused.")
final class BatchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Parameters(
      paramLabel = "DIR|LIST|GLOB",
      arity = "1..*",
      description =
          "Folders with all below them, their zip and tar archives included; patterns in quotes such"
              + " as \"photos/*.jpg\"; files that list paths or https: addresses one a line, - for"
              + " the standard input; archives; pictures.")
  private List<String> pictures = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The results, a line or row a picture: FILE.jsonl, FILE.csv or FILE.parquet. It is there"
              + " when all is done; FILE.part holds what is done until then, FILE.settings.json"
              + " with what.")
  private @Nullable Path out;

  @Option(names = "--retry-failed", description = "Analyze again what failed in an earlier run.")
  private boolean retryFailed;

  @Option(names = "--no-follow-links", description = "Pass over symbolic links in folders.")
  private boolean noFollowLinks;

  @Option(
      names = "--depth",
      paramLabel = "COUNT",
      description = "How many folders deep, 1 for the files of a folder itself; default: all.")
  private int depth = Integer.MAX_VALUE;

  @Mixin private DetectorOptions detectors = new DetectorOptions();

  @Mixin private DecoderOptions decoders = new DecoderOptions();

  BatchCommand() {}

  @Override
  public Integer call() throws IOException {
    if (out == null) {
      throw new IllegalStateException("picocli sets the fields before it calls");
    }
    detectors.check();
    if (depth < 1) {
      throw new IllegalArgumentException("depth must be at least 1, not " + depth);
    }
    PictureListing.missing(pictures)
        .ifPresent(
            missing -> {
              throw new IllegalArgumentException("there is no file or folder " + missing);
            });
    ImageDecoder decoder = decoders.decoder();
    try (EmotionModel model = detectors.openModel()) {
      Batch.Settings settings =
          new Batch.Settings(
              pictures,
              new PictureListing.Options(!noFollowLinks, depth, true, true, decoders.maxBytes()),
              out,
              retryFailed,
              detectors.settings(model),
              message -> OptionNames.in(message, spec));
      try (EmotionDetector detector = detectors.newDetector(decoder, model)) {
        PrintWriter err = spec.commandLine().getErr();
        if (!Batch.run(detector, settings, spec.commandLine().getOut(), err)) {
          err.println("error: no picture could be analyzed; " + out + " says why");
          return 1;
        }
      }
    }
    return 0;
  }
}
