// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

/** What is around a face: hair, neck and shoulders of plain shapes. */
final class Figure {

  private Figure() {}

  /**
   * Paints all of them, some or none.
   *
   * @param draw where chance comes from
   * @param brush paints
   * @param place where the face will be
   * @param whole the probability of hair, and of neck and shoulders
   */
  static void paint(Draw draw, Brush brush, Place place, double whole) {
    double width = place.box().width();
    double height = place.box().height();
    double x = place.centreX();
    double y = place.centreY();
    double degrees = Math.toDegrees(place.roll());
    double skin = draw.between(40, 220);
    if (draw.chance(whole)) {
      double trunk = draw.between(0.7, 2) * height;
      brush.ellipse(
          x + draw.between(-0.3, 0.3) * width,
          y + draw.between(0.5, 0.8) * height + trunk,
          draw.between(0.9, 1.6) * width,
          trunk,
          0,
          draw.between(0, 255));
      brush.ellipse(
          x - 0.5 * height * Math.sin(place.roll()),
          y + 0.5 * height * Math.cos(place.roll()),
          draw.between(0.25, 0.4) * width,
          draw.between(0.4, 0.6) * height,
          degrees,
          skin * draw.between(0.6, 1));
    }
    if (draw.chance(whole)) {
      double up = draw.between(-0.1, 0.25) * height;
      brush.ellipse(
          x + up * Math.sin(place.roll()),
          y - up * Math.cos(place.roll()),
          draw.between(0.55, 0.85) * width,
          draw.between(0.6, 1) * height,
          degrees,
          hair(draw));
    }
    if (draw.chance(0.5)) {
      brush.ellipse(
          x, y, draw.between(0.48, 0.6) * width, draw.between(0.5, 0.68) * height, degrees, skin);
    }
  }

  /** Jewels at the ears and around the neck, or one of them. */
  static void adorn(Draw draw, Brush brush, Place place) {
    double width = place.box().width();
    double height = place.box().height();
    double tone = draw.between(0, 255);
    if (draw.chance(0.6)) {
      double radius = draw.between(0.03, 0.1) * width;
      double longer = draw.between(1, 2.5);
      double y = place.centreY() + draw.between(0.15, 0.4) * height;
      for (int side = -1; side <= 1; side += 2) {
        double x = place.centreX() + side * draw.between(0.5, 0.6) * width;
        brush.ellipse(x, y, radius, longer * radius, 0, tone);
        brush.ellipse(x, y, 0.4 * radius, 0.5 * radius, 0, draw.between(0, 255));
      }
    }
    if (draw.chance(0.4)) {
      int beads = draw.integer(5, 11);
      double deep = draw.between(0.05, 0.3) * height;
      for (int i = 0; i < beads; i++) {
        double across = 2.0 * i / (beads - 1) - 1;
        brush.ellipse(
            place.centreX() + 0.45 * across * width,
            place.centreY() + 0.65 * height + deep * (1 - across * across),
            draw.between(0.02, 0.05) * width,
            draw.between(0.02, 0.05) * width,
            0,
            tone);
      }
    }
  }

  /** A tone of hair: dark as a rule. */
  static double hair(Draw draw) {
    return draw.chance(0.7) ? draw.between(0, 80) : draw.between(80, 255);
  }
}
