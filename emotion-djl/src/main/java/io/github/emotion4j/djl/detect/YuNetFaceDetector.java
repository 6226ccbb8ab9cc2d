// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.internal.io.FileFailure;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.pool.WorkerPool;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.objdetect.FaceDetectorYN;

/**
 * Finds faces and five points of each with YuNet, a network of 75 thousand parameters that OpenCV
 * runs on the CPU.
 *
 * <p>A detector is safe to share between threads: it keeps a native network for each call that is
 * in flight, made when first needed and never more than the machine has processors; further calls
 * wait for one to become free, up to {@link Builder#maxWait(Duration)}. Results of equal calls are
 * equal up to the rounding of 32-bit numbers (about 1e-7 of a confidence was seen): OpenCV sums up
 * in another order when its threads are busy.
 *
 * <p>A picture whose longer side exceeds {@link Builder#maxSide(int)} is scaled down for the
 * search, and one whose longer side is less than 192 pixels is enlarged to that; all others are
 * searched as they are. (Enlarging every picture to 1280 pixels takes up to ten times as long and
 * finds large faces with less confidence.) The faces are always in pixels of the picture that was
 * given. A point lies where the network sees it, which for a face that is cut off can be outside
 * the picture.
 *
 * @see <a href="https://doi.org/10.1007/s11633-023-1423-y">Wu, Peng and Yu, 2023, YuNet: A Tiny
 *     Millisecond-level Face Detector</a>
 */
public final class YuNetFaceDetector implements FaceDetector {

  /** A thinner picture can show no face, and YuNet sometimes sees one in its padding. */
  private static final int LEAST_SIDE = 4;

  private static final Size PROBE = new Size(64, 64);

  /** Of 600 bare faces of FER2013, 13 % are missed at 48 pixels, 4 % at 96, 3 % at 192 and 320. */
  private static final int LEAST_SEARCHED_SIDE = 192;

  private static final int MOST_CANDIDATES = 5000;

  // The columns of a row of FaceDetectorYN's result that are read here; "right" is the person's.
  private static final int LEFT = 0;
  private static final int TOP = 1;
  private static final int WIDTH = 2;
  private static final int HEIGHT = 3;
  private static final int RIGHT_EYE = 4;
  private static final int LEFT_EYE = 6;
  private static final int NOSE = 8;
  private static final int MOUTH_RIGHT = 10;
  private static final int MOUTH_LEFT = 12;
  private static final int SCORE = 14;
  private static final int COLUMNS = 15;

  private static final double MIN_FACE_CONFIDENCE = 0.6;
  private static final double NMS_THRESHOLD = 0.3;

  private final int maxSide;
  private final WorkerPool<FaceDetectorYN> networks;

  private YuNetFaceDetector(Builder builder, byte[] model) {
    OpenCv.load();
    maxSide = builder.maxSide();
    float leastScore = (float) builder.minFaceConfidence();
    float nmsThreshold = (float) builder.nmsThreshold();
    networks =
        new WorkerPool<>(
            "The face detector",
            Runtime.getRuntime().availableProcessors(),
            builder.maxWait(),
            () -> open(model, leastScore, nmsThreshold),
            unused -> {});
  }

  /**
   * Loads a detector with default settings.
   *
   * @param model YuNet in ONNX format, of 2023 or later, for example {@code
   *     face_detection_yunet_2023mar.onnx} of OpenCV Zoo
   * @return the detector; the caller closes it
   * @throws ModelException if the file is missing, can't be read or is not such a model
   * @throws io.github.emotion4j.MissingDependencyException if OpenCV can't be loaded
   */
  public static YuNetFaceDetector load(Path model) {
    return builder(model).build();
  }

  /**
   * Starts a detector with settings of your own.
   *
   * @param model as for {@link #load(Path)}; read by {@link Builder#build()}
   * @return a builder with the default settings
   */
  public static Builder builder(Path model) {
    return new Builder(model);
  }

  @Override
  public String name() {
    return "yunet";
  }

  @Override
  public int maxInputSide() {
    return maxSide;
  }

  @Override
  public List<DetectedFace> detect(BufferedImage image) {
    return networks.lend(network -> detect(network, image));
  }

  private List<DetectedFace> detect(FaceDetectorYN network, BufferedImage image) {
    if (Math.min(image.getWidth(), image.getHeight()) < LEAST_SIDE) {
      return List.of();
    }
    Mat bgr = OpenCv.toBgr(image);
    try {
      return search(network, bgr);
    } catch (CvException e) {
      throw new EmotionException(
          "YuNet failed on a picture of " + image.getWidth() + "x" + image.getHeight(), e);
    } finally {
      bgr.release();
    }
  }

  private void probe() {
    Mat blank = new Mat(PROBE, CvType.CV_8UC3, Scalar.all(0));
    try {
      networks.lend(network -> find(network, blank));
    } finally {
      blank.release();
    }
  }

  private static FaceDetectorYN open(byte[] model, float leastScore, float nmsThreshold) {
    MatOfByte weights = new MatOfByte(model);
    MatOfByte noConfiguration = new MatOfByte();
    try {
      return FaceDetectorYN.create(
          "onnx", weights, noConfiguration, PROBE, leastScore, nmsThreshold, MOST_CANDIDATES);
    } finally {
      weights.release();
      noConfiguration.release();
    }
  }

  private List<DetectedFace> search(FaceDetectorYN network, Mat bgr) {
    int longerSide = Math.max(bgr.cols(), bgr.rows());
    int maxInputSide = Math.min(maxSide, Math.max(LEAST_SEARCHED_SIDE, longerSide));
    if (maxInputSide == longerSide) {
      return inPicture(find(network, bgr), 1, 1, bgr.size());
    }
    double scale = (double) maxInputSide / longerSide;
    Size size =
        new Size(
            Math.max(1, Math.round(scale * bgr.cols())),
            Math.max(1, Math.round(scale * bgr.rows())));
    Mat scaled = new Mat();
    try {
      Imgproc.resize(bgr, scaled, size, 0, 0, scale < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
      return inPicture(
          find(network, scaled), bgr.cols() / size.width, bgr.rows() / size.height, bgr.size());
    } finally {
      scaled.release();
    }
  }

  private static float[] find(FaceDetectorYN network, Mat bgr) {
    Mat found = new Mat();
    try {
      network.setInputSize(bgr.size());
      network.detect(bgr, found);
      float[] rows = new float[found.rows() * COLUMNS];
      if (rows.length > 0) {
        found.get(0, 0, rows);
      }
      return rows;
    } finally {
      found.release();
    }
  }

  private static List<DetectedFace> inPicture(
      float[] rows, double scaleX, double scaleY, Size picture) {
    List<DetectedFace> faces = new ArrayList<>();
    for (int row = 0; row < rows.length; row += COLUMNS) {
      double x = scaleX * rows[row + LEFT];
      double y = scaleY * rows[row + TOP];
      long left = clip(x, picture.width);
      long top = clip(y, picture.height);
      long width = clip(x + scaleX * rows[row + WIDTH], picture.width) - left;
      long height = clip(y + scaleY * rows[row + HEIGHT], picture.height) - top;
      if (width > 0 && height > 0) {
        FaceLandmarks landmarks =
            new FaceLandmarks(
                point(rows, row + LEFT_EYE, scaleX, scaleY),
                point(rows, row + RIGHT_EYE, scaleX, scaleY),
                point(rows, row + NOSE, scaleX, scaleY),
                point(rows, row + MOUTH_LEFT, scaleX, scaleY),
                point(rows, row + MOUTH_RIGHT, scaleX, scaleY));
        faces.add(
            new DetectedFace(
                FaceRegion.of((int) left, (int) top, (int) width, (int) height, landmarks),
                Math.min(1, Math.max(0, rows[row + SCORE]))));
      }
    }
    faces.sort(Comparator.comparingDouble(DetectedFace::confidence).reversed());
    return List.copyOf(faces);
  }

  private static long clip(double edge, double side) {
    return Math.round(Math.min(side, Math.max(0, edge)));
  }

  private static Point point(float[] rows, int column, double scaleX, double scaleY) {
    return new Point(scaleX * rows[column], scaleY * rows[column + 1]);
  }

  /**
   * Frees the networks, once calls in flight have ended; calls that still wait for a network fail.
   * Closing twice is harmless. (OpenCV's Java class leaves the last step, native memory, to the
   * garbage collector.)
   */
  @Override
  public void close() {
    networks.close();
  }

  /** Settings of a {@link YuNetFaceDetector}. A builder is for one thread. */
  public static final class Builder extends FaceSearchBuilder<Builder> {

    private final Path model;

    private Builder(Path model) {
      super(MIN_FACE_CONFIDENCE, NMS_THRESHOLD);
      this.model = model;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Reads the model and tries it on a blank picture.
     *
     * @return the detector; the caller closes it
     * @throws ModelException if the file is missing, can't be read or is not such a model
     * @throws io.github.emotion4j.MissingDependencyException if OpenCV can't be loaded
     */
    public YuNetFaceDetector build() {
      YuNetFaceDetector detector = new YuNetFaceDetector(this, read(model));
      try {
        detector.probe();
        return detector;
      } catch (RuntimeException e) {
        detector.close();
        throw new ModelException(
            "Not a YuNet model in ONNX format that OpenCV can run: " + model, e);
      }
    }

    private static byte[] read(Path model) {
      try {
        return Files.readAllBytes(model);
      } catch (NoSuchFileException e) {
        throw new ModelException("There is no face detection model at " + model, e);
      } catch (IOException e) {
        throw new ModelException(
            "The face detection model " + model + " can't be read: " + FileFailure.describe(e), e);
      }
    }
  }
}
