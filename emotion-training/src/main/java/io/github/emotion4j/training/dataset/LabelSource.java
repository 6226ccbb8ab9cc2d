// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import java.util.List;

/** Whose word for a face's emotion a network learns. */
public enum LabelSource {
  /** FER2013's own labels, one emotion a face (Goodfellow et al., 2013, arXiv 1307.0414). */
  FER2013("fer2013"),

  /** The votes of FER+'s ten taggers (Barsoum et al., 2016, arXiv 1608.01041). */
  FERPLUS("ferplus"),

  /**
   * Both at once: one network with a last layer for each, so that what the taggers agree on helps
   * with FER2013's noisy labels and the other way round. Makes two models of one training.
   */
  MIXED("mixed");

  private final String label;

  LabelSource(String label) {
    this.label = label;
  }

  /**
   * Returns the name in model cards and on command lines.
   *
   * @return lower-case letters and digits
   */
  public String label() {
    return label;
  }

  /**
   * Returns the sources that have a last layer of their own.
   *
   * @return this alone, or for {@link #MIXED} the two others
   */
  public List<LabelSource> heads() {
    return this == MIXED ? List.of(FER2013, FERPLUS) : List.of(this);
  }

  /**
   * Tells whether {@link FerPlus} is needed.
   *
   * @return whether votes are learned
   */
  public boolean needsVotes() {
    return this != FER2013;
  }
}
