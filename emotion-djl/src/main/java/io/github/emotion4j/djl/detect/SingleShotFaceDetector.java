// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.internal.engine.NetworkEngine;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import io.github.emotion4j.djl.internal.pool.WorkerPool;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Finds faces and five points of each with this project's own network, which is embedded: what a
 * detector has where no other is given. The network sees the picture in colour and answers for
 * every place; it learned to answer as YuNet does (docs/face-detector.md).
 *
 * <p>A picture whose longer side exceeds {@link Builder#maxSide(int)} is scaled down to it, and one
 * whose longer side is less than {@value #LEAST_SEARCHED_SIDE} pixels is enlarged to that; all
 * others are searched as they are. Faces of more than 320 pixels at that size are found in a copy
 * of a quarter of its sides, for 6 % of the time.
 *
 * <p>The confidence in a face is the probability that it is one, as fitted on photographs that the
 * network was not trained on.
 *
 * <p>Safe to share between threads: as many calls run at once as the machine has processors, others
 * wait, up to {@link Builder#maxWait(Duration)}. The faces are in pixels of the picture that was
 * given. A point lies where the network sees it, which for a face that is cut off can be outside
 * the picture.
 */
public final class SingleShotFaceDetector implements FaceDetector {

  static final int LEAST_SEARCHED_SIDE = 192;

  /** Side of the views that the network was trained on, in pixels: it misses larger faces. */
  private static final int LARGEST_TRAINED = 320;

  /** Factor by which the picture is reduced to search larger faces, in a sixteenth of the time. */
  private static final int REDUCTION = 4;

  /** The smallest faces that are reported from there, in its pixels: others are seen in full. */
  private static final int LEAST_REDUCED = 40;

  private final String name;
  private final FaceModelCard card;
  private final FaceNetwork network;
  private final double minFaceConfidence;
  private final double mostOverlap;
  private final int maxSide;

  /** One network serves all; tokens bound how many searches hold native memory at once. */
  private final WorkerPool<Object> searches;

  private SingleShotFaceDetector(Builder builder) {
    OpenCv.load();
    this.name = builder.name;
    this.card = builder.model.card();
    this.minFaceConfidence = builder.minFaceConfidence();
    this.mostOverlap = builder.nmsThreshold();
    this.maxSide = builder.maxSide();
    this.network =
        switch (NetworkEngine.chosen()) {
          case PYTORCH -> new TorchScriptFaceNetwork(builder.model);
          case ONNX_RUNTIME -> new OnnxFaceNetwork(builder.model);
        };
    this.searches =
        new WorkerPool<>(
            "The face detector",
            Runtime.getRuntime().availableProcessors(),
            builder.maxWait(),
            Object::new,
            unused -> {});
  }

  /**
   * Loads the embedded detector with its default settings.
   *
   * @return the detector; the caller closes it
   * @throws ModelException if the jar is damaged
   * @throws io.github.emotion4j.MissingDependencyException if a native library is missing; the
   *     message names what to add
   */
  public static SingleShotFaceDetector embedded() {
    return builder().build();
  }

  /**
   * Starts an embedded detector with settings of your own.
   *
   * @return a builder with the default settings
   * @throws ModelException if the jar is damaged
   */
  public static Builder builder() {
    return FaceModelFile.embedded().newDetector().name("embedded");
  }

  /**
   * Loads a detector from a folder, with its default settings.
   *
   * @param folder the folder with {@value FaceModelFile#CARD_FILE} and the TorchScript that it
   *     names, which is a program: load only what you trust
   * @return the detector; the caller closes it
   * @throws ModelException if it can't be read; the message says why
   * @throws io.github.emotion4j.MissingDependencyException if a native library is missing; the
   *     message names what to add
   */
  public static SingleShotFaceDetector load(Path folder) {
    return FaceModelFile.read(folder).newDetector().build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int maxInputSide() {
    return maxSide;
  }

  @Override
  public List<DetectedFace> detect(BufferedImage image) {
    return searches.lend(token -> TaskPool.compute(() -> searchIn(image)));
  }

  private List<DetectedFace> searchIn(BufferedImage image) {
    Mat bgr = OpenCv.toBgr(image);
    Mat seen = new Mat();
    try {
      Size size = searchedSize(bgr.size());
      if (size.equals(bgr.size())) {
        bgr.assignTo(seen);
      } else {
        boolean smaller = size.width < bgr.cols();
        int interpolation = smaller ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC;
        Imgproc.resize(bgr, seen, size, 0, 0, interpolation);
      }
      return search(seen, bgr.size());
    } catch (CvException e) {
      throw new EmotionException(
          "The face detector failed on a picture of " + image.getWidth() + "x" + image.getHeight(),
          e);
    } finally {
      bgr.release();
      seen.release();
    }
  }

  private Size searchedSize(Size picture) {
    double longerSide = Math.max(picture.width, picture.height);
    double scale = Math.min(maxSide, Math.max(LEAST_SEARCHED_SIDE, longerSide)) / longerSide;
    return new Size(
        Math.max(1, Math.round(scale * picture.width)),
        Math.max(1, Math.round(scale * picture.height)));
  }

  /** Searches the picture, and a quarter of its size for faces larger than any trained on. */
  private List<DetectedFace> search(Mat seen, Size picture) {
    FaceCandidates candidates = new FaceCandidates(picture);
    if (Math.max(seen.cols(), seen.rows()) <= LARGEST_TRAINED) {
      search(seen, picture, 0, Double.MAX_VALUE, candidates);
    } else {
      search(seen, picture, 0, LARGEST_TRAINED, candidates);
      Mat quarter = new Mat();
      try {
        Size size =
            new Size(
                Math.max(1, Math.round((double) seen.cols() / REDUCTION)),
                Math.max(1, Math.round((double) seen.rows() / REDUCTION)));
        Imgproc.resize(seen, quarter, size, 0, 0, Imgproc.INTER_AREA);
        search(quarter, picture, LEAST_REDUCED, Double.MAX_VALUE, candidates);
      } finally {
        quarter.release();
      }
    }
    return candidates.best(minFaceConfidence, mostOverlap);
  }

  /** Adds the faces whose size, in pixels of what is seen, is in a range. */
  private void search(
      Mat seen, Size picture, double least, double most, FaceCandidates candidates) {
    double scaleX = picture.width / seen.cols();
    double scaleY = picture.height / seen.rows();
    CellDecoder decoder = new CellDecoder(roundedUp(seen.cols()), roundedUp(seen.rows()));
    decoder.forEach(
        answer(seen, decoder),
        card.calibration().logit(minFaceConfidence),
        (logit, box, landmarks) -> {
          double size = Math.sqrt(box.area());
          if (size >= least && size <= most) {
            double confidence = card.calibration().probability(logit);
            candidates.addScaled(box, confidence, Optional.of(landmarks), scaleX, scaleY);
          }
        });
  }

  private static int roundedUp(int side) {
    int stride = CellDecoder.LARGEST_STRIDE;
    return (side + stride - 1) / stride * stride;
  }

  /** Shows the network the picture, with black to its right and below. */
  private float[] answer(Mat seen, CellDecoder decoder) {
    Mat padded = new Mat();
    try {
      int below = decoder.height() - seen.rows();
      int right = decoder.width() - seen.cols();
      Core.copyMakeBorder(seen, padded, 0, below, 0, right, Core.BORDER_CONSTANT, Scalar.all(0));
      float[] answer = network.answer(padded);
      if (answer.length != decoder.length()) {
        throw new ModelException(
            "The network of the face detector gave "
                + answer.length
                + " numbers, not "
                + decoder.length());
      }
      return answer;
    } finally {
      padded.release();
    }
  }

  /** Frees the network, once calls in flight have ended. Closing twice is harmless. */
  @Override
  public void close() {
    searches.close();
    network.close();
  }

  /** Settings of a {@link SingleShotFaceDetector}. A builder is for one thread. */
  public static final class Builder extends FaceSearchBuilder<Builder> {

    private final FaceModelFile model;
    private String name;

    Builder(FaceModelFile model) {
      super(model.card().thresholds().minFaceConfidence(), model.card().thresholds().mostOverlap());
      this.model = model;
      this.name = model.card().name();
    }

    @Override
    Builder self() {
      return this;
    }

    /** Sets what the detector calls itself. */
    Builder name(String itsName) {
      name = itsName;
      return this;
    }

    /**
     * Makes the detector.
     *
     * @return a new detector; close it
     * @throws ModelException if PyTorch can't run the network
     * @throws io.github.emotion4j.MissingDependencyException if a native library is missing
     */
    public SingleShotFaceDetector build() {
      return new SingleShotFaceDetector(this);
    }
  }
}
