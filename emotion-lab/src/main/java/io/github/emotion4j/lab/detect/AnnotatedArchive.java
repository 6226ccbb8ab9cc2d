// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * A zip of photographs, {@code images/}, and {@code faces.csv}, which has a line for each face: its
 * {@code file}, and {@code x, y, width, height} of a box, or {@code x} and {@code y} of each of
 * {@code left_eye, right_eye, nose, mouth}. It is read picture by picture. Close it.
 */
public final class AnnotatedArchive implements AutoCloseable {

  private static final String FOLDER = "images/";

  private final ZipFile zip;
  private final boolean hasBoxes;
  private final Map<String, List<CSVRecord>> faces = new HashMap<>();
  private final ImageDecoder decoder = ImageDecoder.builder().build();

  /**
   * Opens an archive.
   *
   * @param file the zip
   * @throws IOException if it can't be read
   * @throws EmotionException if it has no annotation of either kind
   */
  public AnnotatedArchive(Path file) throws IOException {
    zip = new ZipFile(file.toFile());
    ZipEntry annotation = zip.getEntry("faces.csv");
    if (annotation == null) {
      zip.close();
      throw new EmotionException(file + " holds no faces.csv");
    }
    try (InputStream in = zip.getInputStream(annotation);
        InputStreamReader text = new InputStreamReader(in, StandardCharsets.UTF_8);
        CSVParser csv = CSVFormat.DEFAULT.builder().setHeader().get().parse(text)) {
      hasBoxes = csv.getHeaderNames().contains("width");
      if (!hasBoxes && !csv.getHeaderNames().contains("mouth_y")) {
        throw new EmotionException("faces.csv of " + file + " has neither boxes nor points");
      }
      csv.forEach(
          face -> faces.computeIfAbsent(face.get("file"), name -> new ArrayList<>()).add(face));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /**
   * Tells how the faces are annotated.
   *
   * @return true for boxes, false for points
   */
  public boolean hasBoxes() {
    return hasBoxes;
  }

  /**
   * Tells whether a picture is of the tenth that no face detector is trained on: its name's
   * SHA-256, as a number, is a multiple of ten. The training program's pack.py has the same rule.
   *
   * @param name of the file, without a folder
   * @return whether it is held out
   */
  public static boolean isHeldOut(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, hash).mod(BigInteger.TEN).signum() == 0;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Lists pictures.
   *
   * @param wanted tells by the name whether a picture is
   * @return the names, in order
   */
  public List<String> names(Predicate<String> wanted) {
    return Collections.list(zip.entries()).stream()
        .filter(entry -> entry.getName().startsWith(FOLDER) && !entry.isDirectory())
        .map(entry -> entry.getName().substring(FOLDER.length()))
        .filter(wanted)
        .sorted()
        .toList();
  }

  /**
   * Reads a picture.
   *
   * @param name one of {@link #names}
   * @param longerSide to which it is scaled, in pixels; empty: as it is
   * @return the picture and its faces
   * @throws IOException if it can't be read
   */
  public AnnotatedPicture read(String name, OptionalInt longerSide) throws IOException {
    BufferedImage image;
    try (InputStream in = zip.getInputStream(zip.getEntry(FOLDER + name))) {
      image = decoder.decode(ImageSource.of(in.readAllBytes()));
    }
    double scale =
        longerSide.isEmpty()
            ? 1
            : (double) longerSide.getAsInt() / Math.max(image.getWidth(), image.getHeight());
    List<CSVRecord> rows = faces.getOrDefault(name, List.of());
    return new AnnotatedPicture(
        name,
        scale == 1 ? image : scaled(image, scale),
        hasBoxes ? boxes(rows, scale) : List.of(),
        hasBoxes ? List.of() : rows.stream().map(row -> points(row, scale)).toList());
  }

  /** WIDER marks faces that are none by boxes without extent. */
  private static List<Rectangle2D> boxes(List<CSVRecord> rows, double scale) {
    List<Rectangle2D> boxes = new ArrayList<>();
    for (CSVRecord row : rows) {
      double width = number(row, "width");
      double height = number(row, "height");
      if (width > 1 && height > 1) {
        boxes.add(
            new Rectangle2D.Double(
                scale * number(row, "x"), scale * number(row, "y"), scale * width, scale * height));
      }
    }
    return boxes;
  }

  private static FacePoints points(CSVRecord row, double scale) {
    return new FacePoints(
        point(row, "left_eye", scale),
        point(row, "right_eye", scale),
        point(row, "nose", scale),
        point(row, "mouth", scale));
  }

  private static Point2D point(CSVRecord row, String name, double scale) {
    return new Point2D.Double(scale * number(row, name + "_x"), scale * number(row, name + "_y"));
  }

  private static double number(CSVRecord row, String column) {
    return Double.parseDouble(row.get(column));
  }

  /**
   * Scales a picture.
   *
   * @param image the picture
   * @param scale factor of its sides
   * @return another picture
   */
  static BufferedImage scaled(BufferedImage image, double scale) {
    Mat whole = OpenCv.toBgr(image);
    Mat scaled = new Mat();
    try {
      Size size =
          new Size(
              Math.max(1, Math.round(scale * image.getWidth())),
              Math.max(1, Math.round(scale * image.getHeight())));
      int interpolation = scale < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC;
      Imgproc.resize(whole, scaled, size, 0, 0, interpolation);
      return OpenCv.toImage(scaled);
    } finally {
      whole.release();
      scaled.release();
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
