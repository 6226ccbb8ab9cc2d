// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares face detectors with a reference detector, which is not the truth but the best at hand:
 * on the same pictures, in the same run.
 *
 * <p>The reference sees every picture at {@value #REFERENCE_SIDE} pixels of its longer side,
 * smaller ones enlarged. Its faces of at least {@value #LEAST_SIZE} pixels in the picture itself
 * are to be found; smaller ones may be.
 */
public final class DetectorBenchmark {

  /** The longer side at which the reference sees pictures, in pixels. */
  public static final int REFERENCE_SIDE = 1280;

  /** The square root of the area of the smallest face that has to be found, in pixels. */
  public static final int LEAST_SIZE = 32;

  private final Map<String, BufferedImage> pictures;
  private final Map<String, List<FaceRegion>> reference = new LinkedHashMap<>();

  /**
   * Finds the reference's faces.
   *
   * @param pictures upright pictures by name
   * @param referenceDetector the reference; the caller closes it
   */
  public DetectorBenchmark(Map<String, BufferedImage> pictures, FaceDetector referenceDetector) {
    this.pictures = new LinkedHashMap<>(pictures);
    pictures.forEach((name, picture) -> reference.put(name, faces(picture, referenceDetector)));
  }

  private static List<FaceRegion> faces(BufferedImage picture, FaceDetector detector) {
    double scale = (double) REFERENCE_SIDE / Math.max(picture.getWidth(), picture.getHeight());
    int width = (int) Math.max(1, Math.round(scale * picture.getWidth()));
    int height = (int) Math.max(1, Math.round(scale * picture.getHeight()));
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, java.awt.Color.WHITE, null);
    graphics.dispose();
    double backX = (double) picture.getWidth() / width;
    double backY = (double) picture.getHeight() / height;
    List<FaceRegion> regions = new ArrayList<>();
    for (DetectedFace face : detector.detect(scaled)) {
      FaceRegion region = face.region();
      regions.add(
          FaceRegion.of(
              (int) Math.round(region.x() * backX),
              (int) Math.round(region.y() * backY),
              (int) Math.max(1, Math.round(region.width() * backX)),
              (int) Math.max(1, Math.round(region.height() * backY))));
    }
    return regions;
  }

  /**
   * Returns the reference's faces.
   *
   * @return for each picture the boxes of all faces, small ones too
   */
  public Map<String, List<FaceRegion>> reference() {
    return Map.copyOf(reference);
  }

  /**
   * Counts the reference's faces that have to be found.
   *
   * @return for each picture, by its name, the number of faces of at least {@value #LEAST_SIZE}
   *     pixels
   */
  public Map<String, Integer> required() {
    Map<String, Integer> required = new TreeMap<>();
    reference.forEach(
        (name, regions) ->
            required.put(
                name,
                (int)
                    regions.stream()
                        .filter(
                            region ->
                                (double) region.width() * region.height()
                                    >= (double) LEAST_SIZE * LEAST_SIZE)
                        .count()));
    return required;
  }

  /**
   * Measures a detector on all pictures.
   *
   * @param name what to call it
   * @param detector the detector; the caller closes it
   * @return what it found, and how fast
   */
  public Row measure(String name, FaceDetector detector) {
    DetectionFigures figures = new DetectionFigures(LEAST_SIZE);
    Map<String, Integer> found = new TreeMap<>();
    if (!pictures.isEmpty()) {
      detector.detect(pictures.values().iterator().next()); // what is loaded late is not timed
    }
    long nanoseconds = 0;
    for (Map.Entry<String, BufferedImage> entry : pictures.entrySet()) {
      long begin = System.nanoTime();
      List<DetectedFace> faces = detector.detect(entry.getValue());
      nanoseconds += System.nanoTime() - begin;
      found.put(entry.getKey(), faces.size());
      figures.add(faces, reference.getOrDefault(entry.getKey(), List.of()));
    }
    return new Row(
        name,
        found,
        figures.trueFaces(),
        figures.right(0),
        figures.wrong(0),
        figures.recall(0),
        figures.precision(0),
        nanoseconds / 1e6 / Math.max(1, pictures.size()));
  }

  /**
   * The figures of a detector.
   *
   * @param detector its name
   * @param found number of faces found, small ones too, by picture
   * @param required number of the reference's faces that had to be found
   * @param right how many of those it found
   * @param wrong how many faces of at least {@value #LEAST_SIZE} pixels it found that the reference
   *     does not
   * @param recall right by required
   * @param precision right by right and wrong
   * @param milliseconds mean time a picture
   */
  public record Row(
      String detector,
      Map<String, Integer> found,
      int required,
      int right,
      int wrong,
      double recall,
      double precision,
      double milliseconds) {

    /**
     * Makes the figures.
     *
     * @param detector its name
     * @param found number of faces found
     * @param required number of faces to be found
     * @param right how many of those it found
     * @param wrong how many it found beside
     * @param recall right by required
     * @param precision right by right and wrong
     * @param milliseconds mean time a picture
     */
    public Row {
      found = Map.copyOf(found);
    }
  }
}
