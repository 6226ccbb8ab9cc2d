// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.io.AtomicFile;
import io.github.emotion4j.training.dataset.DatasetException;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Has a good detector say where in face crops the faces are, so that another can learn it.
 *
 * <p>A crop is shown to the teacher enlarged and within a blurred border, as if it were part of a
 * picture. Crops in which the teacher finds nothing, is unsure or sees something improbable are
 * left out. For one thread.
 */
public final class FaceTeacher {

  private static final int SIDE = 112;
  private static final int BORDER = 40;
  private static final double BLUR = SIDE / 10.0;
  private static final double LEAST_CONFIDENCE = 0.5;
  private static final double LEAST_SIZE = 0.65;
  private static final double MOST_SIZE = 1.15;
  private static final double MOST_SHIFT = 0.15;

  private final FaceDetector teacher;

  /**
   * Makes a teacher.
   *
   * @param teacher a detector that finds eyes too; the caller closes it
   */
  public FaceTeacher(FaceDetector teacher) {
    this.teacher = teacher;
  }

  /**
   * Finds the faces in crops.
   *
   * @param crops face crops
   * @return the crops whose face is known, in their order
   */
  public List<FaceTemplate> templates(List<LabelledFace> crops) {
    return crops.stream()
        .flatMap(crop -> find(crop).map(face -> new FaceTemplate(crop, face)).stream())
        .toList();
  }

  /**
   * Finds the faces in crops, or reads what was found earlier.
   *
   * @param crops face crops
   * @param cache a CSV file, read where it exists and otherwise written
   * @return the crops whose face is known, in their order
   * @throws DatasetException if the file can't be read or written
   */
  public List<FaceTemplate> templates(List<LabelledFace> crops, Path cache) {
    try {
      Map<String, SceneFace> known = read(cache);
      boolean complete = !known.isEmpty();
      List<FaceTemplate> templates = new ArrayList<>();
      StringBuilder csv = new StringBuilder();
      for (LabelledFace crop : crops) {
        Optional<SceneFace> box =
            complete ? Optional.ofNullable(known.get(crop.name())) : find(crop);
        box.ifPresent(found -> templates.add(new FaceTemplate(crop, found)));
        box.ifPresent(found -> csv.append(line(crop.name(), found)));
      }
      if (!complete) {
        AtomicFile.write(cache, out -> out.write(csv.toString().getBytes(UTF_8)));
      }
      return templates;
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new DatasetException("The teacher's file " + cache + " can't be used: " + e, e);
    }
  }

  private static Map<String, SceneFace> read(Path cache) throws IOException {
    Map<String, SceneFace> known = new HashMap<>();
    if (Files.exists(cache)) {
      for (String line : Files.readAllLines(cache, UTF_8)) {
        String[] cells = line.split(",", -1);
        double[] v = Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
        known.put(cells[0], new SceneFace(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]));
      }
    }
    return known;
  }

  private static String line(String name, SceneFace box) {
    return String.format(
        Locale.ROOT,
        "%s,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f%n",
        name,
        box.x(),
        box.y(),
        box.width(),
        box.height(),
        box.rightEyeX(),
        box.rightEyeY(),
        box.leftEyeX(),
        box.leftEyeY());
  }

  /**
   * Finds the face in a crop.
   *
   * @param crop a face crop
   * @return the face's place in shares of the crop's side, or empty if the teacher is not sure
   */
  public Optional<SceneFace> find(LabelledFace crop) {
    List<DetectedFace> found = teacher.detect(inPicture(crop));
    if (found.isEmpty() || found.get(0).confidence() < LEAST_CONFIDENCE) {
      return Optional.empty();
    }
    FaceRegion region = found.get(0).region();
    return region.eyes().map(eyes -> relative(region, eyes)).filter(FaceTeacher::isProbable);
  }

  private static SceneFace relative(FaceRegion region, Eyes eyes) {
    return new SceneFace(
        share(region.x() - BORDER),
        share(region.y() - BORDER),
        share(region.width()),
        share(region.height()),
        share(eyes.right().x() - BORDER),
        share(eyes.right().y() - BORDER),
        share(eyes.left().x() - BORDER),
        share(eyes.left().y() - BORDER));
  }

  private static double share(double pixels) {
    return pixels / SIDE;
  }

  private static boolean isProbable(SceneFace face) {
    double centreX = face.x() + face.width() / 2;
    double centreY = face.y() + face.height() / 2;
    return face.size() >= LEAST_SIZE
        && face.size() <= MOST_SIZE
        && Math.abs(centreX - 0.5) <= MOST_SHIFT
        && Math.abs(centreY - 0.5) <= MOST_SHIFT;
  }

  private static BufferedImage inPicture(LabelledFace crop) {
    Mat small = new Mat(LabelledFace.SIDE, LabelledFace.SIDE, CvType.CV_8UC1);
    Mat large = new Mat();
    Mat sharp = new Mat();
    Mat picture = new Mat();
    Mat colour = new Mat();
    try {
      small.put(0, 0, crop.pixels());
      Imgproc.resize(small, large, new Size(SIDE, SIDE), 0, 0, Imgproc.INTER_CUBIC);
      Core.copyMakeBorder(large, sharp, BORDER, BORDER, BORDER, BORDER, Core.BORDER_REPLICATE);
      Imgproc.GaussianBlur(sharp, picture, new Size(), BLUR);
      Mat middle = picture.submat(new Rect(BORDER, BORDER, SIDE, SIDE));
      large.copyTo(middle);
      middle.release();
      Imgproc.cvtColor(picture, colour, Imgproc.COLOR_GRAY2BGR);
      BufferedImage image =
          new BufferedImage(colour.cols(), colour.rows(), BufferedImage.TYPE_3BYTE_BGR);
      colour.get(0, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
      return image;
    } finally {
      List.of(small, large, sharp, picture, colour).forEach(Mat::release);
    }
  }
}
