// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
    FaceReading more)
    implements EmotionResult {

  static ImmutableEmotionResult of(
      FaceRegion region, double faceConfidence, Map<Emotion, Double> probabilities) {
    Map<Emotion, Double> copy = copyOf(probabilities);
    return new ImmutableEmotionResult(
        region,
        requireProbability("face confidence", faceConfidence),
        copy,
        rank(copy),
        FaceReading.NONE);
  }

  private EmotionResult with(FaceReading reading) {
    return new ImmutableEmotionResult(region, faceConfidence, probabilities, ranking, reading);
  }

  @Override
  public Optional<HeadPose> headPose() {
    return more.headPose();
  }

  @Override
  public OptionalDouble faceQuality() {
    return more.faceQuality();
  }

  @Override
  public Map<String, Double> otherLabels() {
    return more.otherLabels();
  }

  @Override
  public Optional<Affect> affect() {
    return more.affect();
  }

  @Override
  public Optional<Provenance> provenance() {
    return more.provenance();
  }

  @Override
  public EmotionResult withHeadPose(HeadPose pose) {
    return with(
        new FaceReading(Optional.of(pose), faceQuality(), otherLabels(), affect(), provenance()));
  }

  @Override
  public EmotionResult withFaceQuality(double quality) {
    OptionalDouble checked = OptionalDouble.of(requireProbability("face quality", quality));
    return with(new FaceReading(headPose(), checked, otherLabels(), affect(), provenance()));
  }

  @Override
  public EmotionResult withOtherLabels(Map<String, Double> labels) {
    Map<String, Double> copy = new LinkedHashMap<>();
    labels.forEach(
        (label, probability) ->
            copy.put(label, requireProbability("probability of " + label, probability)));
    return with(
        new FaceReading(
            headPose(), faceQuality(), Collections.unmodifiableMap(copy), affect(), provenance()));
  }

  @Override
  public EmotionResult withAffect(Affect affect) {
    return with(
        new FaceReading(
            headPose(), faceQuality(), otherLabels(), Optional.of(affect), provenance()));
  }

  @Override
  public EmotionResult withProvenance(Provenance provenance) {
    return with(
        new FaceReading(
            headPose(), faceQuality(), otherLabels(), affect(), Optional.of(provenance)));
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
