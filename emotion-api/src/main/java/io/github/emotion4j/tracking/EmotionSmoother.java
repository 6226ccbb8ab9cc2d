// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a face shows over time: a mean of its readings in which those of the last moments count
 * most, and the emotion that has lasted.
 *
 * <p>Probabilities are averaged as they are, not their logarithms: the readings of one face err
 * together, so that multiplying them, as if each were news, would end far too sure. A mean of
 * calibrated probabilities is never surer than they are (Ranjan and Gneiting, 2010).
 */
final class EmotionSmoother {

  /** By how much another emotion must be ahead of the one that is shown to take its place. */
  private static final double LEAD = 0.1;

  /** What a reading counts for that tells nothing, or of a face that can't be read. */
  private static final double LEAST_WEIGHT = 0.05;

  /** How long the first reading counts as having lasted. */
  private static final double FIRST_STEP = 0.04;

  private final double timeConstant;
  private final double leastDuration;
  private final double[] sums = new double[Emotion.values().length];
  private final double began;
  private double weights;
  private double time;
  private Emotion shown = Emotion.NEUTRAL;
  private double shownSince;
  private Emotion coming = Emotion.NEUTRAL;
  private double comingSince;

  /** A change of what a face shows. */
  record Change(Emotion from, Emotion to, double since) {}

  EmotionSmoother(double timeConstant, double leastDuration, double began) {
    this.timeConstant = timeConstant;
    this.leastDuration = leastDuration;
    this.began = began;
    this.time = began - FIRST_STEP;
    this.shownSince = began;
  }

  /** Takes a reading, and tells whether the face now shows something else than before. */
  Optional<Change> add(EmotionResult reading, double now) {
    double step = Math.min(now - time, Math.max(timeConstant, FIRST_STEP));
    double kept = timeConstant > 0 ? Math.exp(-(now - time) / timeConstant) : 0;
    double weight = step * weight(reading);
    weights = kept * weights + weight;
    for (Emotion emotion : Emotion.values()) {
      int i = emotion.index();
      sums[i] = kept * sums[i] + weight * reading.probability(emotion);
    }
    time = now;
    return decide(now);
  }

  private Optional<Change> decide(double now) {
    Emotion likeliest = likeliest();
    if (now - began < leastDuration || now == began) { // too early to call anything a change
      shown = likeliest;
      return Optional.empty();
    }
    if (likeliest == shown || probability(likeliest) - probability(shown) < LEAD) {
      coming = shown;
      return Optional.empty();
    }
    if (likeliest != coming) {
      coming = likeliest;
      comingSince = now;
    }
    if (now - comingSince < leastDuration) {
      return Optional.empty();
    }
    Change change = new Change(shown, coming, comingSince);
    shown = coming;
    shownSince = comingSince;
    return Optional.of(change);
  }

  private Emotion likeliest() {
    Emotion best = Emotion.ofIndex(0);
    for (Emotion emotion : Emotion.values()) {
      if (sums[emotion.index()] > sums[best.index()]) {
        best = emotion;
      }
    }
    return best;
  }

  /** What a reading counts for: how good the picture of the face is, and how much it tells. */
  private static double weight(EmotionResult reading) {
    double uncertainty = 0;
    for (double probability : reading.probabilities().values()) {
      if (probability > 0) {
        uncertainty -= probability * Math.log(probability);
      }
    }
    double certainty = 1 - uncertainty / Math.log(Emotion.values().length);
    double quality = reading.faceQuality().orElse(1) * reading.faceConfidence();
    return (LEAST_WEIGHT + quality) * (LEAST_WEIGHT + Math.sqrt(Math.max(0, certainty)));
  }

  private double probability(Emotion emotion) {
    return sums[emotion.index()] / weights;
  }

  Map<Emotion, Double> probabilities() {
    Map<Emotion, Double> means = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      means.put(emotion, Math.min(1, probability(emotion)));
    }
    return means;
  }

  Emotion shown() {
    return shown;
  }

  double shownSince() {
    return shownSince;
  }
}
