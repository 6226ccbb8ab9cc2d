// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.draw;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws a box around each face and a label with its dominant emotion, such as {@code happy 93%}.
 *
 * <p>Line width and text size follow the picture's size, and text gets smaller on small faces, so
 * that a crowd stays visible behind its labels. Boxes are bright on a dark outline and labels
 * bright on a dark strip, so that both stand out from any background. A label lies above its box,
 * or inside where there is no room above, and never leaves the picture; one that would be wider
 * than the picture is set smaller.
 *
 * <p>Needs no display. Labels need a font, which some container images lack: on Debian, the package
 * {@code fontconfig} brings one. An annotator has no state and is safe to share between threads.
 */
public final class FaceAnnotator {

  private static final Logger logger = LoggerFactory.getLogger(FaceAnnotator.class);

  private static final Color BRIGHT = new Color(0xFF, 0xD5, 0x4F);
  private static final Color DARK = new Color(0x21, 0x21, 0x21);

  private static final double LINE_PER_SIDE = 1 / 300.0;
  private static final double MOST_TEXT_PER_SIDE = 1 / 36.0;
  private static final double LEAST_TEXT_PER_SIDE = 1 / 100.0;
  private static final double LEAST_TEXT = 10;

  /** Makes an annotator. */
  public FaceAnnotator() {}

  /**
   * Draws results on a copy of their picture.
   *
   * @param image the picture, upright, of any type; not changed
   * @param faces what was found in this very picture; may be empty
   * @return a new picture of the same size, of type {@link BufferedImage#TYPE_INT_ARGB} if the
   *     given one has an alpha channel, else {@link BufferedImage#TYPE_INT_RGB}
   */
  public BufferedImage annotate(BufferedImage image, List<EmotionResult> faces) {
    return annotate(image, faces, faces.stream().map(FaceAnnotator::text).toList());
  }

  /** The label of a face where no other is given. */
  static String text(EmotionResult face) {
    Emotion emotion = face.dominantEmotion();
    return String.format(
        Locale.ROOT, "%s %.0f%%", emotion.label(), 100 * face.probability(emotion));
  }

  /**
   * Draws results with labels of your own on a copy of their picture.
   *
   * @param image as for {@link #annotate(BufferedImage, List)}
   * @param faces what was found in this very picture
   * @param labels a text for each face, in the same order
   * @return as {@link #annotate(BufferedImage, List)}
   * @throws IllegalArgumentException if there are not as many labels as faces
   */
  public BufferedImage annotate(
      BufferedImage image, List<EmotionResult> faces, List<String> labels) {
    if (labels.size() != faces.size()) {
      throw new IllegalArgumentException(
          "There must be a label for each of " + faces.size() + " faces, not " + labels.size());
    }
    BufferedImage copy =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            image.getColorModel().hasAlpha()
                ? BufferedImage.TYPE_INT_ARGB
                : BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = copy.createGraphics();
    try {
      graphics.drawImage(image, 0, 0, null);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      int side = Math.max(copy.getWidth(), copy.getHeight());
      float line = (float) Math.max(1, side * LINE_PER_SIDE);
      faces.forEach(face -> drawBox(graphics, face.region(), line));
      // After all boxes, so that no box crosses a label.
      drawLabels(graphics, faces, labels, copy);
      return copy;
    } finally {
      graphics.dispose();
    }
  }

  private static void drawBox(Graphics2D graphics, FaceRegion region, float line) {
    graphics.setColor(DARK);
    graphics.setStroke(new BasicStroke(2 * line));
    graphics.drawRect(region.x(), region.y(), region.width() - 1, region.height() - 1);
    graphics.setColor(BRIGHT);
    graphics.setStroke(new BasicStroke(line));
    graphics.drawRect(region.x(), region.y(), region.width() - 1, region.height() - 1);
  }

  /** Draws all labels, or none where the system has no fonts, as slim containers have none. */
  private static void drawLabels(
      Graphics2D graphics, List<EmotionResult> faces, List<String> labels, BufferedImage picture) {
    try {
      for (int i = 0; i < faces.size(); i++) {
        drawLabel(graphics, Label.of(graphics, labels.get(i), faces.get(i).region(), picture));
      }
    } catch (InternalError | LinkageError | RuntimeException e) { // which one depends on the JDK
      logger.warn(
          "Boxes are drawn without labels, for Java finds no fonts; install fontconfig and a font",
          e);
    }
  }

  private static void drawLabel(Graphics2D graphics, Label label) {
    FontMetrics metrics = graphics.getFontMetrics(label.font);
    graphics.setColor(DARK);
    graphics.fill(label.strip);
    graphics.setColor(BRIGHT);
    graphics.setFont(label.font);
    graphics.drawString(
        label.text,
        label.strip.x + metrics.getDescent() / 2f,
        (float) label.strip.y + metrics.getAscent());
  }

  /** A text, its font, and the strip behind it, inside the picture. */
  record Label(String text, Font font, Rectangle strip) {

    static Label of(Graphics2D graphics, String text, FaceRegion region, BufferedImage picture) {
      FontMetrics metrics = fitting(graphics, text, region, picture);
      return new Label(text, metrics.getFont(), strip(metrics, text, region, picture));
    }

    /** Returns the font in which the text is as wide as its box, within limits. */
    private static FontMetrics fitting(
        Graphics2D graphics, String text, FaceRegion region, BufferedImage picture) {
      double side = Math.max(picture.getWidth(), picture.getHeight());
      double largest = Math.max(LEAST_TEXT, side * MOST_TEXT_PER_SIDE);
      double smallest = Math.max(LEAST_TEXT, side * LEAST_TEXT_PER_SIDE);
      Font font = new Font(Font.SANS_SERIF, Font.BOLD, 1);
      FontMetrics metrics = graphics.getFontMetrics(font.deriveFont((float) largest));
      double textWidth = width(metrics, text) / largest;
      double textHeight = height(metrics) / largest;
      double wanted = Math.min(largest, Math.max(smallest, region.width() / textWidth));
      double possible = Math.min(picture.getWidth() / textWidth, picture.getHeight() / textHeight);
      double size = Math.max(1, Math.min(wanted, Math.floor(possible)));
      return graphics.getFontMetrics(font.deriveFont((float) size));
    }

    private static Rectangle strip(
        FontMetrics metrics, String text, FaceRegion region, BufferedImage picture) {
      int width = (int) Math.min(width(metrics, text), picture.getWidth());
      int height = (int) Math.min(height(metrics), picture.getHeight());
      int above = region.y() - height;
      int x = Math.min(region.x(), picture.getWidth() - width);
      int y = Math.min(above >= 0 ? above : region.y(), picture.getHeight() - height);
      return new Rectangle(x, y, width, height);
    }

    private static double width(FontMetrics metrics, String text) {
      return metrics.stringWidth(text) + metrics.getDescent();
    }

    private static double height(FontMetrics metrics) {
      return metrics.getAscent() + metrics.getDescent();
    }
  }
}
