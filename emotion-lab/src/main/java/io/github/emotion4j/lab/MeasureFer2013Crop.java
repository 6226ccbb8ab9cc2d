// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Measures how the faces of FER2013 were cut out of their pictures, so that {@link
 * io.github.emotion4j.djl.internal.align.FaceAligner} can cut others in the same way.
 *
 * <p>Each face is enlarged to 192 pixels and gets a blurred border of 64 pixels around it, as if it
 * were part of a picture; YuNet then finds it with a score of at least 0.8. Places and lengths are
 * fractions of the side of the original crop, from its upper left corner.
 *
 * <p>Usage: {@code MeasureFer2013Crop fer2013.zip yunet.onnx [faces]}, where {@code fer2013.zip}
 * has the folders {@code train/<emotion>} and {@code faces} (4000 unless given) is how many of
 * those are measured, evenly spread.
 */
public final class MeasureFer2013Crop {

  private static final int SIDE = 192;
  private static final int BORDER = 64;
  private static final double BLUR = SIDE / 10.0;
  private static final double SCORE = 0.8;
  private static final int FACES = 4000;

  private MeasureFer2013Crop() {}

  /**
   * Runs the measurement and prints a table.
   *
   * @param arguments as described above
   * @throws IOException if the data set can't be read
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      System.err.println("Usage: MeasureFer2013Crop fer2013.zip yunet.onnx [faces]");
      return;
    }
    int faces = arguments.length > 2 ? Integer.parseInt(arguments[2]) : FACES;
    Result result = measure(Path.of(arguments[0]), Path.of(arguments[1]), faces);
    System.out.printf("%d of %d faces found%n", result.found(), result.tried());
    System.out.printf("%-32s %8s %8s %8s%n", "", "25 %", "median", "75 %");
    result
        .quartiles()
        .forEach(
            (name, quartiles) ->
                System.out.printf(
                    Locale.ROOT,
                    "%-32s %8.3f %8.3f %8.3f%n",
                    name,
                    quartiles.lower(),
                    quartiles.median(),
                    quartiles.upper()));
  }

  /**
   * Measures faces of FER2013's training split.
   *
   * @param zip the data set
   * @param model YuNet in ONNX format
   * @param faces how many faces to try, evenly spread over the split; at least 1
   * @return what was found
   * @throws IOException if the data set can't be read
   * @throws io.github.emotion4j.ModelException if the model can't be loaded
   */
  public static Result measure(Path zip, Path model, int faces) throws IOException {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    int tried = 0;
    int found = 0;
    try (YuNetFaceDetector detector =
            YuNetFaceDetector.builder(model).minFaceConfidence(SCORE).build();
        ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : spread(file, faces)) {
        tried++;
        List<DetectedFace> detected = detector.detect(inPicture(read(file, entry)));
        if (!detected.isEmpty()) {
          found++;
          describe(detected.get(0).region())
              .forEach(
                  (name, value) ->
                      values.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
        }
      }
    }
    Map<String, Quartiles> quartiles = new LinkedHashMap<>();
    values.forEach((name, list) -> quartiles.put(name, Quartiles.of(list)));
    return new Result(tried, found, quartiles);
  }

  private static List<ZipEntry> spread(ZipFile file, int faces) {
    List<ZipEntry> all =
        file.stream()
            .filter(entry -> entry.getName().startsWith("train/") && !entry.isDirectory())
            .map(ZipEntry.class::cast)
            .toList();
    int step = Math.max(1, all.size() / faces);
    List<ZipEntry> some = new ArrayList<>();
    for (int i = 0; i < all.size() && some.size() < faces; i += step) {
      some.add(all.get(i));
    }
    return some;
  }

  private static BufferedImage read(ZipFile file, ZipEntry entry) throws IOException {
    try (InputStream stream = file.getInputStream(entry)) {
      BufferedImage face = ImageIO.read(stream);
      if (face == null) {
        throw new IOException("Not a picture: " + entry.getName() + " in " + file.getName());
      }
      return face;
    }
  }

  private static BufferedImage inPicture(BufferedImage face) {
    Mat small = OpenCv.toBgr(face);
    Mat large = new Mat();
    Mat sharp = new Mat();
    Mat picture = new Mat();
    try {
      Imgproc.resize(small, large, new Size(SIDE, SIDE), 0, 0, Imgproc.INTER_CUBIC);
      Core.copyMakeBorder(large, sharp, BORDER, BORDER, BORDER, BORDER, Core.BORDER_REPLICATE);
      Imgproc.GaussianBlur(sharp, picture, new Size(), BLUR);
      Mat middle = picture.submat(new Rect(BORDER, BORDER, SIDE, SIDE));
      large.copyTo(middle);
      middle.release();
      BufferedImage image =
          new BufferedImage(picture.cols(), picture.rows(), BufferedImage.TYPE_3BYTE_BGR);
      picture.get(0, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
      return image;
    } finally {
      small.release();
      large.release();
      sharp.release();
      picture.release();
    }
  }

  private static Map<String, Double> describe(FaceRegion box) {
    Eyes eyes = box.eyes().orElseThrow(() -> new IllegalStateException("YuNet always finds eyes"));
    Point left = fraction(eyes.left());
    Point right = fraction(eyes.right());
    double width = (double) box.width() / SIDE;
    double height = (double) box.height() / SIDE;
    Point corner = fraction(new Point(box.x(), box.y()));
    double eyeDistance = Math.hypot(left.x() - right.x(), left.y() - right.y());
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("box centre x", corner.x() + width / 2);
    values.put("box centre y", corner.y() + height / 2);
    values.put("box width", width);
    values.put("box height", height);
    values.put("1 / sqrt(box width * height)", 1 / Math.sqrt(width * height));
    values.put("right eye x", right.x());
    values.put("right eye y", right.y());
    values.put("left eye x", left.x());
    values.put("left eye y", left.y());
    values.put("between the eyes x", (left.x() + right.x()) / 2);
    values.put("between the eyes y", (left.y() + right.y()) / 2);
    values.put("eye distance", eyeDistance);
    values.put("eye distance / sqrt(box)", eyeDistance / Math.sqrt(width * height));
    values.put(
        "roll in degrees", Math.toDegrees(Math.atan2(left.y() - right.y(), left.x() - right.x())));
    return values;
  }

  private static Point fraction(Point place) {
    return new Point((place.x() - BORDER) / SIDE, (place.y() - BORDER) / SIDE);
  }

  /**
   * What was measured.
   *
   * @param tried number of faces looked at
   * @param found number of faces that YuNet found
   * @param quartiles by the name of what was measured, in the order they are printed
   */
  public record Result(int tried, int found, Map<String, Quartiles> quartiles) {}

  /**
   * The quartiles of a list of numbers.
   *
   * @param lower a quarter of the numbers are less
   * @param median half of the numbers are less
   * @param upper three quarters of the numbers are less
   */
  public record Quartiles(double lower, double median, double upper) {

    static Quartiles of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      int last = sorted.size() - 1;
      return new Quartiles(sorted.get(last / 4), sorted.get(last / 2), sorted.get(last * 3 / 4));
    }
  }
}
