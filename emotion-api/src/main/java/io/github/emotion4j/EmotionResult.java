// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was seen in one face. Values are immutable.
 *
 * <p>A probability says how sure the model is about the expression that is shown; it says nothing
 * about what the person feels.
 */
public sealed interface EmotionResult permits ImmutableEmotionResult {

  /** How far the sum of the probabilities may be from 1, for rounding in 32-bit arithmetic. */
  double SUM_TOLERANCE = 1e-3;

  /**
   * Makes a result.
   *
   * @param region where the face is
   * @param faceConfidence how sure the detector is that it is a face, 0 to 1
   * @param probabilities a probability for each of the seven emotions, 0 to 1, summing to 1 within
   *     {@link #SUM_TOLERANCE}; copied
   * @return the result
   * @throws IllegalArgumentException if an emotion is missing or a number is out of its range
   */
  static EmotionResult of(
      FaceRegion region, double faceConfidence, Map<Emotion, Double> probabilities) {
    return ImmutableEmotionResult.of(region, faceConfidence, probabilities);
  }

  /**
   * Returns where the face is.
   *
   * @return the region, in pixels of the upright picture
   */
  FaceRegion region();

  /**
   * Returns how sure the face detector is that this is a face.
   *
   * @return 0 to 1; 1 where the whole picture was declared to be a face
   */
  double faceConfidence();

  /**
   * Returns how the head is turned.
   *
   * @return the pose, or empty when the face detector gives no {@linkplain FaceRegion#landmarks()
   *     landmarks}
   */
  Optional<HeadPose> headPose();

  /**
   * Returns how far the picture of the face lets its emotions be read: one number made of
   * sharpness, exposure, size and pose. It says nothing about the emotions themselves; readings of
   * faces with a low one are wrong more often (docs/face-detector.md has the curve).
   *
   * @return 0 to 1, 1 for a sharp, well lit, large face that looks into the camera; empty when it
   *     was not measured
   */
  OptionalDouble faceQuality();

  /**
   * Returns what a foreign model knows beside the seven, such as contempt. The seven sum to 1
   * without them.
   *
   * @return an unmodifiable map from the model's labels to their probabilities among all that it
   *     knows, 0 to 1; empty for the models of this SDK
   */
  Map<String, Double> otherLabels();

  /**
   * Returns valence and arousal.
   *
   * @return the pair, or empty where the model does not give it
   */
  Optional<Affect> affect();

  /**
   * Returns what this result was made by.
   *
   * @return the provenance, or empty where the detector was not told to add it
   */
  Optional<Provenance> provenance();

  /**
   * Returns this result with labels beside the seven.
   *
   * @param labels their probabilities, 0 to 1; copied
   * @return another result
   * @throws IllegalArgumentException if a number is out of its range
   */
  EmotionResult withOtherLabels(Map<String, Double> labels);

  /**
   * Returns this result with valence and arousal.
   *
   * @param affect the pair
   * @return another result
   */
  EmotionResult withAffect(Affect affect);

  /**
   * Returns this result with a provenance.
   *
   * @param provenance what it was made by
   * @return another result
   */
  EmotionResult withProvenance(Provenance provenance);

  /**
   * Returns this result with a head pose.
   *
   * @param pose how the head is turned
   * @return another result
   */
  EmotionResult withHeadPose(HeadPose pose);

  /**
   * Returns this result with a face quality.
   *
   * @param quality 0 to 1
   * @return another result
   * @throws IllegalArgumentException if it is not in 0 to 1
   */
  EmotionResult withFaceQuality(double quality);

  /**
   * Returns the probability of every emotion.
   *
   * @return an unmodifiable map with all seven, in the order of {@link Emotion}, summing to 1
   */
  Map<Emotion, Double> probabilities();

  /**
   * Returns the probability of one emotion.
   *
   * @param emotion the emotion
   * @return 0 to 1
   */
  default double probability(Emotion emotion) {
    Double probability = probabilities().get(emotion);
    if (probability == null) {
      throw new IllegalStateException("No probability for " + emotion);
    }
    return probability;
  }

  /**
   * Returns the emotions, likeliest first.
   *
   * @return all seven; among equals the order of {@link Emotion}
   */
  List<Emotion> ranking();

  /**
   * Returns the likeliest emotion.
   *
   * @return the first of the {@link #ranking()}
   */
  default Emotion dominantEmotion() {
    return ranking().get(0);
  }

  /**
   * Returns how far the likeliest emotion is ahead of the second.
   *
   * @return difference of the two probabilities, 0 to 1
   */
  default double margin() {
    return probability(ranking().get(0)) - probability(ranking().get(1));
  }

  /**
   * Tells whether the dominant emotion should not be relied on.
   *
   * @param threshold the least margin that counts as certain, 0 to 1; 0.2 is a good start
   * @return whether {@link #margin()} is below the threshold
   * @throws IllegalArgumentException if the threshold is not in 0 to 1
   */
  default boolean isUncertain(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("The threshold must be in 0 to 1, not " + threshold);
    }
    return margin() < threshold;
  }
}
