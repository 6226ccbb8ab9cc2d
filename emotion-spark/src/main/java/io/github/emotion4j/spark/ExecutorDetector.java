// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.detect.FaceDetectors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/** The one detector of this JVM. Safe to share between threads. */
final class ExecutorDetector {

  private static final String SETTINGS = "spark.emotion4j.";

  /** A task waits for its turn as long as it takes: there are as many as Spark was told to run. */
  private static final Duration LONG = Duration.ofDays(1);

  private static Optional<EmotionDetector> detector = Optional.empty();
  private static int opened;

  private ExecutorDetector() {}

  /**
   * Returns the detector, and opens it at the first call.
   *
   * @throws io.github.emotion4j.EmotionException if it can't be opened
   * @throws IllegalArgumentException if a setting is wrong
   */
  static synchronized EmotionDetector get() {
    if (detector.isEmpty()) {
      EmotionDetector made = open(SparkEnv.get().conf());
      Runtime.getRuntime().addShutdownHook(new Thread(made::close, "emotion4j-close"));
      detector = Optional.of(made);
      opened++;
    }
    return detector.get();
  }

  /** Returns how many detectors this JVM has opened. */
  static synchronized int opened() {
    return opened;
  }

  /**
   * Opens a detector.
   *
   * @param settings those of an application
   */
  static EmotionDetector open(SparkConf settings) {
    ImageDecoder.Builder decoder = ImageDecoder.builder();
    setting(settings, "maxPixels").map(Long::parseLong).ifPresent(decoder::maxPixels);
    DjlEmotionDetector.Builder builder =
        DjlEmotionDetector.builder().maxWait(LONG).decoder(decoder.build());
    Optional<Double> confidence = setting(settings, "minFaceConfidence").map(Double::parseDouble);
    confidence.ifPresent(builder::minFaceConfidence);
    setting(settings, "faceDetector")
        .map(
            description ->
                confidence
                    .map(least -> FaceDetectors.open(description, least))
                    .orElseGet(() -> FaceDetectors.open(description)))
        .ifPresent(builder::faceDetector);
    setting(settings, "neutralPrior").map(Double::parseDouble).ifPresent(builder::neutralPrior);
    setting(settings, "model").map(ExecutorDetector::model).ifPresent(builder::model);
    return builder.build();
  }

  private static EmotionModel model(String nameOrPath) {
    return EmbeddedModels.names().contains(nameOrPath)
        ? EmotionModel.embedded(nameOrPath)
        : EmotionModel.load(Path.of(nameOrPath));
  }

  private static Optional<String> setting(SparkConf settings, String name) {
    return settings.contains(SETTINGS + name)
        ? Optional.of(settings.get(SETTINGS + name))
        : Optional.empty();
  }
}
