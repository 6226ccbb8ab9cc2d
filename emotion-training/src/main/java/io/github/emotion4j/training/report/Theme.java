// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import java.awt.Color;

/** Colours of a report's pictures. */
enum Theme {
  LIGHT(0xFFFFFF, 0x333333, 0xE3E3E3, 0x8C8C8C, 0x1F6FB4, 0xD1495B, 0x4292C6),
  DARK(0x1B1D21, 0xDADADA, 0x3A3D44, 0x9A9A9A, 0x6CB4F5, 0xFF7B8A, 0x2C6FA8);

  final Color background;
  final Color text;
  final Color grid;
  final Color training;
  final Color validation;
  final Color best;

  /** Digits of the text's colour must stay readable on it: XChart has one colour for all cells. */
  final Color fullCell;

  Theme(int background, int text, int grid, int training, int validation, int best, int fullCell) {
    this.background = new Color(background);
    this.text = new Color(text);
    this.grid = new Color(grid);
    this.training = new Color(training);
    this.validation = new Color(validation);
    this.best = new Color(best);
    this.fullCell = new Color(fullCell);
  }
}
