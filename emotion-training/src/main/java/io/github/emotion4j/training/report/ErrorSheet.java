// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.training.dataset.LabelledFace;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Draws faces that a model reads wrongly, with what it says. */
final class ErrorSheet {

  private static final int COLUMNS = 8;
  private static final int FACE = 96;
  private static final int CELL_WIDTH = 112;
  private static final int CELL_HEIGHT = 146;

  private ErrorSheet() {}

  static BufferedImage draw(List<RunFacts.ConfidentError> errors, Theme theme) {
    int rows = (errors.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(
            Math.min(COLUMNS, errors.size()) * CELL_WIDTH,
            rows * CELL_HEIGHT,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(theme.background);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < errors.size(); i++) {
      RunFacts.ConfidentError error = errors.get(i);
      int x = i % COLUMNS * CELL_WIDTH + (CELL_WIDTH - FACE) / 2;
      int y = i / COLUMNS * CELL_HEIGHT + 8;
      graphics.drawImage(picture(error.face()), x, y, FACE, FACE, null);
      graphics.setColor(theme.text);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      graphics.drawString(error.truth() + " read as", x, y + FACE + 15);
      graphics.setColor(theme.best);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
      graphics.drawString(
          String.format(Locale.ROOT, "%s %.0f %%", error.predicted(), 100 * error.probability()),
          x,
          y + FACE + 31);
    }
    graphics.dispose();
    return sheet;
  }

  private static BufferedImage picture(LabelledFace face) {
    BufferedImage image =
        new BufferedImage(LabelledFace.SIDE, LabelledFace.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, LabelledFace.SIDE, LabelledFace.SIDE, face.pixels());
    return image;
  }
}
