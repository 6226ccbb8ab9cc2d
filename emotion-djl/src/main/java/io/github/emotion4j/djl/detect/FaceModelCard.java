// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.djl.classify.ModelCard;
import java.time.Instant;
import java.util.Map;

/**
 * All that is needed to use a face detector's network, and to trust it: the content of {@value
 * FaceModelFile#CARD_FILE}.
 *
 * @param name short name of the model, for reports
 * @param weights the file of the network: TorchScript, its numbers rounded to the precision
 * @param parameters how many numbers it learned
 * @param calibration makes a probability of what it says
 * @param thresholds which of its boxes are faces
 * @param training where the weights come from
 * @param figures how good it is, by name of the figure
 */
public record FaceModelCard(
    String name,
    ModelCard.Weights weights,
    int parameters,
    Calibration calibration,
    Thresholds thresholds,
    Training training,
    Map<String, Double> figures) {

  /** The version of the format that this SDK reads. */
  public static final int FORMAT_VERSION = 5;

  /**
   * Makes a card.
   *
   * @param name short name of the model
   * @param weights the file of the network
   * @param parameters how many numbers it learned
   * @param calibration makes a probability
   * @param thresholds which boxes are faces
   * @param training where the weights come from
   * @param figures how good it is
   */
  public FaceModelCard {
    figures = Map.copyOf(figures);
  }

  /**
   * Which of a network's boxes are faces, unless the user says otherwise.
   *
   * @param minFaceConfidence from which probability on a face is reported, 0 to 1; chosen on
   *     photographs that were not trained on
   * @param mostOverlap intersection over union from which on two boxes are of one face, 0 to 1
   */
  public record Thresholds(double minFaceConfidence, double mostOverlap) {

    /**
     * Makes thresholds.
     *
     * @param minFaceConfidence least probability
     * @param mostOverlap of two faces
     * @throws IllegalArgumentException if one is not in 0 to 1
     */
    public Thresholds {
      requireFraction("minFaceConfidence", minFaceConfidence);
      requireFraction("mostOverlap", mostOverlap);
    }

    private static void requireFraction(String name, double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(name + " " + value + " is not in 0 to 1");
      }
    }
  }

  /**
   * Where a network's weights come from.
   *
   * @param data what it was trained on, in words
   * @param terms under which those data came, and what they may mean for a user
   * @param teacher what it learned to answer like
   * @param machine what it was trained on, and for how long
   * @param recipe settings of the training, by name
   * @param finished when training ended
   */
  public record Training(
      String data,
      String terms,
      String teacher,
      String machine,
      Map<String, String> recipe,
      Instant finished) {

    /**
     * Makes a provenance.
     *
     * @param data what it was trained on
     * @param terms of those data
     * @param teacher what it learned from
     * @param machine where, and for how long
     * @param recipe settings of the training
     * @param finished when training ended
     */
    public Training {
      recipe = Map.copyOf(recipe);
    }
  }
}
