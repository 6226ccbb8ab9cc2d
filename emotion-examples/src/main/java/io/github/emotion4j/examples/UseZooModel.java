// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.LabelMapping;
import java.nio.file.Path;
import java.util.List;

/** Classifies with another model of a DJL model zoo. */
public final class UseZooModel {

  private UseZooModel() {}

  /**
   * Prints the faces of a picture.
   *
   * @param arguments the group and the artifact of the model, such as {@code io.github.emotion4j
   *     fer2013}, and a picture
   */
  public static void main(String[] arguments) {
    System.out.println(analyze(arguments[0], arguments[1], Path.of(arguments[2])));
  }

  /** Analyzes a picture with a model whose labels are those of the seven emotions, or these two. */
  static List<EmotionResult> analyze(String group, String artifact, Path picture) {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optGroupId(group)
            .optArtifactId(artifact)
            .build();
    LabelMapping labels = LabelMapping.standard().map("joy", Emotion.HAPPY).ignore("contempt");
    // A model of a zoo may hold code that runs: load only what you trust.
    try (EmotionDetector detector =
        DjlEmotionDetector.builder().model(EmotionModel.fromTrustedZoo(criteria, labels)).build()) {
      return detector.analyze(picture);
    }
  }
}
