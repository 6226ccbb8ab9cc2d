// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import java.util.Map;

/** Results of the same face at another place or with other probabilities. */
final class Regions {

  private Regions() {}

  static EmotionResult at(EmotionResult result, FaceRegion region) {
    return with(result, region, result.probabilities());
  }

  static EmotionResult with(
      EmotionResult result, FaceRegion region, Map<Emotion, Double> probabilities) {
    EmotionResult other =
        EmotionResult.of(region, result.faceConfidence(), probabilities)
            .withOtherLabels(result.otherLabels());
    other = result.headPose().map(other::withHeadPose).orElse(other);
    other = result.affect().map(other::withAffect).orElse(other);
    other = result.provenance().map(other::withProvenance).orElse(other);
    return result.faceQuality().isPresent()
        ? other.withFaceQuality(result.faceQuality().getAsDouble())
        : other;
  }

  /** Returns the share of the smaller region that lies within the other. */
  static double shared(FaceRegion one, FaceRegion other) {
    double areas = area(one) + area(other);
    double overlap = one.overlap(other);
    return areas * overlap / (1 + overlap) / Math.min(area(one), area(other));
  }

  private static double area(FaceRegion region) {
    return (double) region.width() * region.height();
  }
}
