// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

record ImmutableEmotionResult(
    FaceRegion region,
    double faceConfidence,
    Map<Emotion, Double> probabilities,
    List<Emotion> ranking,
    Optional<HeadPose> headPose,
    OptionalDouble faceQuality)
    implements EmotionResult {

  static ImmutableEmotionResult of(
      FaceRegion region, double faceConfidence, Map<Emotion, Double> probabilities) {
    Map<Emotion, Double> copy = copyOf(probabilities);
    return new ImmutableEmotionResult(
        region,
        requireProbability("face confidence", faceConfidence),
        copy,
        rank(copy),
        Optional.empty(),
        OptionalDouble.empty());
  }

  @Override
  public EmotionResult withHeadPose(HeadPose pose) {
    return new ImmutableEmotionResult(
        region, faceConfidence, probabilities, ranking, Optional.of(pose), faceQuality);
  }

  @Override
  public EmotionResult withFaceQuality(double quality) {
    OptionalDouble checked = OptionalDouble.of(requireProbability("face quality", quality));
    return new ImmutableEmotionResult(
        region, faceConfidence, probabilities, ranking, headPose, checked);
  }

  private static Map<Emotion, Double> copyOf(Map<Emotion, Double> probabilities) {
    Map<Emotion, Double> copy = new EnumMap<>(Emotion.class);
    double sum = 0;
    for (Emotion emotion : Emotion.values()) {
      Double probability = probabilities.get(emotion);
      if (probability == null) {
        throw new IllegalArgumentException("No probability was given for " + emotion);
      }
      copy.put(emotion, requireProbability("probability of " + emotion, probability));
      sum += probability;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException("The probabilities must sum to 1, not to " + sum);
    }
    return Collections.unmodifiableMap(copy);
  }

  private static List<Emotion> rank(Map<Emotion, Double> probabilities) {
    return Stream.of(Emotion.values())
        .sorted(Comparator.comparing((Emotion emotion) -> probabilities.get(emotion)).reversed())
        .toList();
  }

  private static double requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("The " + name + " must be in 0 to 1, not " + value);
    }
    return value + 0.0; // a negative zero would rank, and compare, below zero
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%s %.2f at %s (face %.2f)",
        dominantEmotion(),
        probability(dominantEmotion()),
        region,
        faceConfidence);
  }
}
