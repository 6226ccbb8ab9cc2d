// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A picture whose faces are known: by their boxes, or by points.
 *
 * @param name of its file
 * @param image upright
 * @param boxes of all its faces, in its pixels; empty where points are annotated
 * @param points of its faces, in its pixels; empty where boxes are annotated
 */
public record AnnotatedPicture(
    String name, BufferedImage image, List<Rectangle2D> boxes, List<FacePoints> points) {

  /**
   * Makes a picture.
   *
   * @param name of its file
   * @param image upright
   * @param boxes of its faces
   * @param points of its faces
   */
  public AnnotatedPicture {
    boxes = List.copyOf(boxes);
    points = List.copyOf(points);
  }

  /**
   * Lets a detector say where the faces are: not the truth, but the best at hand.
   *
   * @param detector the reference
   * @param side at which it sees the picture, smaller ones enlarged, in pixels of the longer side
   * @param name of the file
   * @param image the picture
   * @return the picture with the boxes that it finds
   */
  public static AnnotatedPicture by(
      FaceDetector detector, int side, String name, BufferedImage image) {
    double scale = (double) side / Math.max(image.getWidth(), image.getHeight());
    BufferedImage seen = AnnotatedArchive.scaled(image, scale);
    double x = (double) image.getWidth() / seen.getWidth();
    double y = (double) image.getHeight() / seen.getHeight();
    List<Rectangle2D> boxes =
        detector.detect(seen).stream()
            .map(DetectedFace::region)
            .<Rectangle2D>map(
                box ->
                    new Rectangle2D.Double(
                        x * box.x(), y * box.y(), x * box.width(), y * box.height()))
            .toList();
    return new AnnotatedPicture(name, image, boxes, List.of());
  }
}
