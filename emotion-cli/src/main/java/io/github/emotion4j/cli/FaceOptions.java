// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.classify.ModelFormat;
import io.github.emotion4j.djl.detect.FaceDetectors;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledPictures;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the faces of a data set are read. */
final class FaceOptions {

  @Option(
      names = "--skip-bad",
      description = "Count files and rows that can't be used instead of failing.")
  private boolean skipBad;

  @Option(
      names = "--cut-out",
      paramLabel = "DETECTOR",
      converter = FaceDetectorArgument.Description.class,
      description =
          "The detector, as for analyze, that finds the face to cut out of each picture; default"
              + " embedded, and crops of 48x48 are taken as they are.")
  private @Nullable String cutOut;

  @Option(
      names = "--face-cache",
      paramLabel = "DIR",
      description =
          "Keep the faces that are cut out in this folder; by default in a hidden file in that of"
              + " the pictures.")
  private @Nullable Path cache;

  FaceOptions() {}

  /**
   * Reads faces; if they must be cut out, a bar shows how far that is.
   *
   * @param path a folder, a zip or a CSV file
   * @param chosen tells which pictures to cut faces out of
   */
  Fer2013 load(Path path, Predicate<String> chosen) {
    boolean csv = path.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    if (cutOut == null && (csv || LabelledPictures.areCrops(path))) {
      return Fer2013.load(path, skipBad);
    }
    String description = cutOut == null ? FaceDetectors.EMBEDDED : cutOut;
    try (FaceDetector detector = FaceDetectors.open(description);
        ProgressBar bar =
            new ProgressBarBuilder()
                .setTaskName("faces of " + path.getFileName())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .build()) {
      return LabelledPictures.of(path, detector)
          .skipBad(skipBad)
          .only(chosen)
          .keptIn(cacheOf(path), FaceDetectors.fingerprint(description))
          .progress((done, all) -> bar.maxHint(all).stepTo(done))
          .load();
    }
  }

  private Path cacheOf(Path path) {
    if (cache == null) {
      return LabelledPictures.besideData(path);
    }
    Path whole = path.toAbsolutePath().normalize();
    String hash = ModelFormat.sha256(whole.toString().getBytes(UTF_8)).substring(0, 8);
    return cache.resolve(whole.getFileName() + "-" + hash + ".zip");
  }
}
