// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Faces that no embedded network was trained on. */
enum MeasuringSet {
  /** FER2013's validation split with its own labels. */
  @JsonProperty("fer2013")
  FER2013("PublicTest"),

  /** The faces of FER2013's validation split on whose emotion FER+'s taggers agree. */
  @JsonProperty("ferplus")
  FERPLUS("PublicTest, FER+ majority"),

  /** Faces of everyday and celebrity pictures, of the tenth of people that is kept apart. */
  @JsonProperty("everyday")
  EVERYDAY("everyday faces, a tenth of the people");

  private final String title;

  MeasuringSet(String title) {
    this.title = title;
  }

  /** What cards and tables call it. */
  String title() {
    return title;
  }
}
