// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.pool.WorkerPool;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.MatOfInt;
import org.opencv.core.MatOfRect;
import org.opencv.core.Rect;
import org.opencv.core.Rect2d;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.objdetect.CascadeClassifier;

/**
 * Finds faces with a Haar cascade, as OpenCV does since 2001: for comparison. It sees frontal faces
 * of at least 24 pixels, gives no eyes, and its confidence is the last stage's sum, squeezed into 0
 * to 1: it orders faces but is no probability.
 *
 * <p>Safe to share between threads: it keeps a cascade for each call in flight, never more than the
 * machine has processors; further calls wait. A picture whose longer side exceeds 1280 pixels is
 * scaled down for the search.
 *
 * @see <a href="https://doi.org/10.1109/CVPR.2001.990517">Viola and Jones, 2001</a>
 */
public final class HaarFaceDetector implements FaceDetector {

  private static final int MAX_SIDE = 1280;
  private static final Size LEAST_FACE = new Size(24, 24);
  private static final double SCALE_STEP = 1.1;
  private static final int LEAST_NEIGHBOURS = 5;

  private final WorkerPool<CascadeClassifier> cascades;

  private HaarFaceDetector(Path cascade) {
    // OpenCV's class has no way of its own to free its memory before the garbage collector does.
    cascades =
        new WorkerPool<>(
            "The face detector",
            Runtime.getRuntime().availableProcessors(),
            WorkerPool.MAX_WAIT,
            () -> open(cascade),
            unused -> {});
  }

  /**
   * Loads a detector.
   *
   * @param cascade a cascade as XML, for example {@code haarcascade_frontalface_default.xml} of
   *     Debian's package opencv-data
   * @return the detector; the caller closes it
   * @throws ModelException if the file is missing or no cascade
   * @throws io.github.emotion4j.MissingDependencyException if OpenCV can't be loaded
   */
  public static HaarFaceDetector load(Path cascade) {
    OpenCv.load();
    if (!Files.isReadable(cascade)) {
      throw new ModelException("There is no readable Haar cascade at " + cascade);
    }
    HaarFaceDetector detector = new HaarFaceDetector(cascade);
    try {
      detector.cascades.lend(CascadeClassifier::empty);
      return detector;
    } catch (RuntimeException e) {
      detector.close();
      throw e;
    }
  }

  private static CascadeClassifier open(Path cascade) {
    CascadeClassifier classifier = new CascadeClassifier();
    try {
      if (classifier.load(cascade.toString())) {
        return classifier;
      }
    } catch (CvException e) {
      throw new ModelException("Not a Haar cascade: " + cascade, e);
    }
    throw new ModelException("Not a Haar cascade: " + cascade);
  }

  @Override
  public String name() {
    return "haar";
  }

  @Override
  public List<DetectedFace> detect(BufferedImage image) {
    try {
      return cascades.lend(cascade -> search(cascade, image));
    } catch (CvException e) {
      throw new EmotionException(
          "The Haar cascade failed on a picture of " + image.getWidth() + "x" + image.getHeight(),
          e);
    }
  }

  private static List<DetectedFace> search(CascadeClassifier cascade, BufferedImage image) {
    Mat bgr = OpenCv.toBgr(image);
    Mat scaled = new Mat();
    Mat grey = new Mat();
    MatOfRect boxes = new MatOfRect();
    MatOfInt levels = new MatOfInt();
    MatOfDouble weights = new MatOfDouble();
    try {
      double scale = Math.min(1, (double) MAX_SIDE / Math.max(bgr.cols(), bgr.rows()));
      Size size =
          new Size(
              Math.max(1, Math.round(scale * bgr.cols())),
              Math.max(1, Math.round(scale * bgr.rows())));
      Imgproc.resize(bgr, scaled, size, 0, 0, Imgproc.INTER_AREA);
      Imgproc.cvtColor(scaled, grey, Imgproc.COLOR_BGR2GRAY);
      Imgproc.equalizeHist(grey, grey);
      FaceCandidates candidates = new FaceCandidates(bgr.size());
      if (Math.min(size.width, size.height) >= LEAST_FACE.width) {
        cascade.detectMultiScale3(
            grey,
            boxes,
            levels,
            weights,
            SCALE_STEP,
            LEAST_NEIGHBOURS,
            0,
            LEAST_FACE,
            new Size(),
            true);
        Rect[] found = boxes.toArray();
        double[] sums = found.length == 0 ? new double[0] : weights.toArray();
        double backX = bgr.cols() / size.width;
        double backY = bgr.rows() / size.height;
        for (int i = 0; i < found.length; i++) {
          Rect box = found[i];
          candidates.add(
              new Rect2d(box.x * backX, box.y * backY, box.width * backX, box.height * backY),
              1 / (1 + Math.exp(-sums[i] / 2)),
              Optional.empty());
        }
      }
      return candidates.best(0, 1);
    } finally {
      List.of(bgr, scaled, grey, boxes, levels, weights).forEach(Mat::release);
    }
  }

  /** Gives the cascades up, once calls in flight have ended. Closing twice is harmless. */
  @Override
  public void close() {
    cascades.close();
  }
}
