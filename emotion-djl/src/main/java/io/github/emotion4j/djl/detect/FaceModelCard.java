// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.djl.classify.ModelCard;
import java.time.Instant;
import java.util.Map;

/**
 * All that is needed to use a face detector's network, and to trust it: the content of {@value
 * FaceModelFile#CARD_FILE}.
 *
 * @param formatVersion version of this format, {@value #FORMAT_VERSION}
 * @param name short name of the model, for reports
 * @param weights the file of the network: TorchScript, its numbers rounded to the precision
 * @param parameters how many numbers it learned
 * @param calibration makes a probability of what it says
 * @param minFaceConfidence from which probability on a face is reported unless the user says
 *     otherwise, 0 to 1; chosen on photographs that were not trained on
 * @param mostOverlap intersection over union from which on two boxes are of one face, 0 to 1
 * @param data what it was trained on, in words
 * @param terms under which those data came, and what they may mean for a user
 * @param teacher what it learned to answer like
 * @param machine what it was trained on, and for how long
 * @param recipe settings of the training, by name
 * @param figures how good it is, by name of the figure
 * @param finished when training ended
 */
public record FaceModelCard(
    int formatVersion,
    String name,
    ModelCard.Weights weights,
    int parameters,
    Calibration calibration,
    double minFaceConfidence,
    double mostOverlap,
    String data,
    String terms,
    String teacher,
    String machine,
    Map<String, String> recipe,
    Map<String, Double> figures,
    Instant finished) {

  /** The version of the format that this SDK reads. */
  public static final int FORMAT_VERSION = 3;

  /**
   * Makes a card.
   *
   * @param formatVersion version of this format
   * @param name short name of the model
   * @param weights the file of the network
   * @param parameters how many numbers it learned
   * @param calibration makes a probability
   * @param minFaceConfidence least probability
   * @param mostOverlap of two faces
   * @param data what it was trained on
   * @param terms of those data
   * @param teacher what it learned from
   * @param machine where, and for how long
   * @param recipe settings of the training
   * @param figures how good it is
   * @param finished when training ended
   * @throws IllegalArgumentException if the version, the least probability or the overlap can't be
   *     used
   */
  public FaceModelCard {
    if (formatVersion != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "format version " + formatVersion + " is not " + FORMAT_VERSION);
    }
    requireFraction("minFaceConfidence", minFaceConfidence);
    requireFraction("mostOverlap", mostOverlap);
    recipe = Map.copyOf(recipe);
    figures = Map.copyOf(figures);
  }

  private static void requireFraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " " + value + " is not in 0 to 1");
    }
  }
}
