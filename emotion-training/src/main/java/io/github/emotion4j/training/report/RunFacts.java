// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.ReliabilityBin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report says about a training besides its history and figures.
 *
 * @param data what was learned from and measured on; none for a model that was trained elsewhere
 * @param measured what was found out about the model besides its figures
 * @param warnings sentences about what makes the figures less than they look
 * @param environment name and value of what it was run with, in order: hardware, versions, command
 */
public record RunFacts(
    Optional<Data> data,
    Measured measured,
    List<String> warnings,
    Map<String, String> environment) {

  /** Nothing is known. */
  public static final RunFacts NONE =
      new RunFacts(Optional.empty(), Measured.NOTHING, List.of(), Map.of());

  /**
   * Makes facts.
   *
   * @param data the data
   * @param measured what was found out
   * @param warnings copied
   * @param environment copied
   */
  public RunFacts {
    warnings = List.copyOf(warnings);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /**
   * What was learned from and measured on.
   *
   * @param name of the data set
   * @param sha256 of its faces: pixels, labels and splits, in order
   * @param counts faces by part, such as {@code Training}, and emotion, in order
   * @param validation what the figures were measured on, and how the epoch was chosen: sentences
   * @param lastEpoch whether the last epoch was kept, where none was chosen by its accuracy
   */
  public record Data(
      String name,
      String sha256,
      Map<String, Map<Emotion, Integer>> counts,
      String validation,
      boolean lastEpoch) {

    /**
     * Makes a description.
     *
     * @param name of the data set
     * @param sha256 of its faces
     * @param counts copied
     * @param validation sentences
     * @param lastEpoch whether no epoch was chosen
     */
    public Data {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
  }

  /**
   * What was found out about the model besides its figures.
   *
   * @param training its figures on faces that it learned from, as they are: comparable with those
   *     on validation faces
   * @param folds the figures of each fold, if there were any
   * @param reliability how often it is right, by how sure it is
   * @param errors the validation faces that it is surest about and wrong, surest first
   */
  public record Measured(
      Optional<Evaluation> training,
      List<Evaluation> folds,
      List<ReliabilityBin> reliability,
      List<ConfidentError> errors) {

    static final Measured NOTHING = new Measured(Optional.empty(), List.of(), List.of(), List.of());

    /**
     * Makes a description; the lists are copied.
     *
     * @param training figures on training faces
     * @param folds figures of folds
     * @param reliability bins
     * @param errors errors
     */
    public Measured {
      folds = List.copyOf(folds);
      reliability = List.copyOf(reliability);
      errors = List.copyOf(errors);
    }
  }

  /**
   * A face that the model reads wrongly.
   *
   * @param face the face
   * @param truth what its label says
   * @param predicted what the model says
   * @param probability how sure it is, 0 to 1
   */
  public record ConfidentError(
      LabelledFace face, Emotion truth, Emotion predicted, double probability) {}
}
