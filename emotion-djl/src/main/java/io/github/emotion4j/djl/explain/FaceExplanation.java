// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.explain;

import io.github.emotion4j.Emotion;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Which part of a face a reading rests on: for each cell of a grid over the crop that the network
 * sees, how much of the emotion's probability it accounts for. A map says what this network looks
 * at, not what makes an expression.
 *
 * <p>Values are immutable.
 */
public final class FaceExplanation {

  private static final Color FOR = new Color(0xFF, 0x57, 0x22);
  private static final Color AGAINST = new Color(0x29, 0x79, 0xFF);
  private static final double MOST_OPAQUE = 170;

  private final Emotion emotion;
  private final double probability;
  private final List<List<Double>> rows;
  private final AffineTransform place;

  FaceExplanation(Emotion emotion, double probability, double[] cells, AffineTransform place) {
    this.emotion = emotion;
    this.probability = probability;
    this.place = new AffineTransform(place);
    int side = (int) Math.round(Math.sqrt(cells.length));
    List<List<Double>> all = new ArrayList<>();
    for (int row = 0; row < side; row++) {
      List<Double> one = new ArrayList<>();
      for (int column = 0; column < side; column++) {
        one.add(cells[row * side + column]);
      }
      all.add(List.copyOf(one));
    }
    this.rows = List.copyOf(all);
  }

  /**
   * Returns the emotion that is explained.
   *
   * @return the emotion
   */
  public Emotion emotion() {
    return emotion;
  }

  /**
   * Returns its probability for the face as it is.
   *
   * @return 0 to 1
   */
  public double probability() {
    return probability;
  }

  /**
   * Returns the map.
   *
   * @return its rows from the forehead to the chin, each from the picture's left to its right; how
   *     much of the probability is lost without the cell and what is around it, -1 to 1, or, by
   *     gradients, how much the cell adds; negative where the cell speaks against the emotion
   */
  public List<List<Double>> rows() {
    return rows;
  }

  /** The map row by row. */
  double[] cells() {
    return rows.stream().flatMap(List::stream).mapToDouble(value -> value).toArray();
  }

  /**
   * Draws the map over the face: warm where the emotion is read from, blue where the face speaks
   * against it, the stronger the more.
   *
   * @param picture the picture that was explained; not changed
   * @return a new picture of the same size, of {@link BufferedImage#TYPE_INT_RGB}
   */
  public BufferedImage draw(BufferedImage picture) {
    BufferedImage drawn =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, drawn.getWidth(), drawn.getHeight());
      graphics.drawImage(picture, 0, 0, null);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      AffineTransform toPicture = new AffineTransform(place);
      toPicture.scale(1.0 / rows.size(), 1.0 / rows.size());
      graphics.drawImage(heat(), toPicture, null);
      return drawn;
    } finally {
      graphics.dispose();
    }
  }

  /** A pixel a cell. */
  private BufferedImage heat() {
    double most = Math.max(1e-9, Math.max(extreme(1), extreme(-1)));
    BufferedImage heat = new BufferedImage(rows.size(), rows.size(), BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < rows.size(); y++) {
      for (int x = 0; x < rows.size(); x++) {
        double value = rows.get(y).get(x);
        int opacity = (int) Math.round(MOST_OPAQUE * Math.abs(value) / most);
        int colour = (value > 0 ? FOR : AGAINST).getRGB() & 0xFFFFFF;
        heat.setRGB(x, y, opacity << 24 | colour);
      }
    }
    return heat;
  }

  private double extreme(int sign) {
    return rows.stream().flatMap(List::stream).mapToDouble(v -> sign * v).max().orElse(0);
  }
}
