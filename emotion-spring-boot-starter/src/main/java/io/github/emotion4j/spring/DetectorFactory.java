// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.detect.FaceDetectors;
import java.nio.file.Path;

/** Makes detectors as the settings say, also for an application with several. */
public final class DetectorFactory {

  private DetectorFactory() {}

  /**
   * Makes a detector.
   *
   * @param properties the settings
   * @param observer who is told what it does
   * @return a new detector; close it
   * @throws IllegalArgumentException if a setting is out of its range
   * @throws io.github.emotion4j.EmotionException if a model can't be loaded
   */
  public static EmotionDetector make(EmotionProperties properties, AnalysisObserver observer) {
    DjlEmotionDetector.Builder builder =
        DjlEmotionDetector.builder()
            .observer(observer)
            .decoder(decoder(properties))
            .flip(properties.flip())
            .requireFace(properties.face().required())
            .maxWait(properties.limits().maxWait());
    Integer threads = properties.limits().threads();
    if (threads != null) {
      builder.predictors(threads);
    }
    Double neutralPrior = properties.neutralPrior();
    if (neutralPrior != null) {
      builder.neutralPrior(neutralPrior);
    }
    Double minConfidence = properties.face().minConfidence();
    if (minConfidence != null) {
      builder.minFaceConfidence(minConfidence);
    }
    FaceDetectors.check(properties.face().detector());
    EmotionModel model = model(properties.model());
    try {
      if (!properties.face().detector().equals(FaceDetectors.EMBEDDED)) {
        builder.faceDetector(
            minConfidence == null
                ? FaceDetectors.open(properties.face().detector())
                : FaceDetectors.open(properties.face().detector(), minConfidence));
      }
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
    return builder.model(model).build();
  }

  private static EmotionModel model(String name) {
    return EmbeddedModels.names().contains(name)
        ? EmotionModel.embedded(name)
        : EmotionModel.load(Path.of(name));
  }

  private static ImageDecoder decoder(EmotionProperties properties) {
    EmotionProperties.Addresses addresses = properties.addresses();
    return ImageDecoder.builder()
        .maxPixels(properties.limits().maxPixels())
        .maxBytes(properties.limits().maxBytes().toBytes())
        .maxWait(properties.limits().maxWait())
        .timeout(addresses.timeout())
        .allowHttp(addresses.http())
        .allowPrivateAddresses(addresses.privateHosts())
        .allowFileAddresses(addresses.files())
        .build();
  }
}
