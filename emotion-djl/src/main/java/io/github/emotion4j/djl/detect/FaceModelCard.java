// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.djl.classify.ModelCard;
import java.time.Instant;
import java.util.Map;

/**
 * All that is needed to use a face detector's weights, and to trust them: the content of {@value
 * FaceModelFile#CARD_FILE}.
 *
 * @param formatVersion version of this format, {@value #FORMAT_VERSION}
 * @param name short name of the model, for reports
 * @param network the network; always {@value #NETWORK}
 * @param scoreThreshold from which confidence on a face is reported unless the user says otherwise,
 *     0 to 1; chosen on validation scenes
 * @param confidence how the confidence is made, and whether a {@link RefineNetwork} has a say in
 *     it, whose weights then follow those of the {@link FaceNetwork} in the file
 * @param weights the file of the weights
 * @param data what it was trained on, in words
 * @param recipe all settings of the trainer, by name
 * @param figures how good it is, by name of the figure
 * @param versions versions of the libraries that made it, by name
 * @param finished when training ended
 */
public record FaceModelCard(
    int formatVersion,
    String name,
    String network,
    double scoreThreshold,
    ConfidenceWeights confidence,
    ModelCard.Weights weights,
    String data,
    Map<String, String> recipe,
    Map<String, Double> figures,
    Map<String, String> versions,
    Instant finished) {

  /** The version of the format that this SDK writes, and the only one that it reads. */
  public static final int FORMAT_VERSION = 2;

  /** The name of the only network there is. */
  public static final String NETWORK = "FaceNetwork";

  /**
   * Makes a card.
   *
   * @param formatVersion version of this format
   * @param name short name of the model
   * @param network the network
   * @param scoreThreshold least confidence
   * @param confidence how the confidence is made
   * @param weights the file of the weights
   * @param data what it was trained on
   * @param recipe all settings of the trainer
   * @param figures how good it is
   * @param versions versions of the libraries
   * @param finished when training ended
   * @throws IllegalArgumentException if the version, the network or the threshold can't be used
   */
  public FaceModelCard {
    if (formatVersion != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "format version " + formatVersion + " is not " + FORMAT_VERSION);
    }
    if (!network.equals(NETWORK)) {
      throw new IllegalArgumentException("network " + network + " is not " + NETWORK);
    }
    if (!(scoreThreshold >= 0 && scoreThreshold <= 1)) {
      throw new IllegalArgumentException("score threshold " + scoreThreshold + " is not in 0 to 1");
    }
    recipe = Map.copyOf(recipe);
    figures = Map.copyOf(figures);
    versions = Map.copyOf(versions);
  }
}
