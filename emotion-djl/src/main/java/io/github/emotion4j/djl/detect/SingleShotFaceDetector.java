// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.djl.pool.TaskPool;
import io.github.emotion4j.djl.pool.WorkerPool;
import io.github.emotion4j.djl.zoo.EmotionZoo;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Finds faces and their eyes with this project's own {@link FaceNetwork}, which is embedded: what a
 * detector has where no other is given.
 *
 * <p>The network sees faces of about 10 to 64 pixels, in grey. So a picture is searched as it is
 * and again at half the size, a quarter, and so on, until it is smaller than the smallest face that
 * is worth while; the larger a face, the further down it is found. A picture whose longer side
 * exceeds {@link Builder#maxSide(int)} is first scaled down to it, and one whose longer side is
 * less than {@value #LEAST_SEARCHED_SIDE} pixels is enlarged up to {@value #MOST_ENLARGED} times. A
 * picture whose longer side is at most {@value #TIGHT_SIDE} pixels is likely to be a face crop that
 * ends at chin and forehead, as FER2013's do: it is searched within a blurred border, as if it were
 * part of a larger picture. In larger ones, faces of less than {@link Builder#leastFaceSize} pixels
 * are left out.
 *
 * <p>What the network takes for a face is shown to a second one, {@link RefineNetwork}, if the
 * model has it; the confidence is then made of what both say.
 *
 * <p>Safe to share between threads: as many calls run at once as the machine has processors, others
 * wait, up to {@link Builder#maxWait(Duration)}. The faces are in pixels of the picture that was
 * given. An eye lies where the network sees it, which for a face that is cut off can be outside the
 * picture.
 */
public final class SingleShotFaceDetector implements FaceDetector {

  /** Pictures whose longer side is at most so many pixels are searched within a border. */
  public static final int TIGHT_SIDE = 96;

  /**
   * The smallest faces that are reported unless set otherwise, in pixels. The embedded emotion
   * model is right for 86 of 100 faces of 38 pixels, 81 of 20, 74 of 16 and 56 of 12.
   */
  public static final double LEAST_FACE_SIZE = 20;

  private static final int LEAST_SEARCHED_SIDE = 320;
  private static final int MOST_ENLARGED = 2;
  private static final double SCORE_THRESHOLD = 0.5;
  private static final double NMS_THRESHOLD = 0.4;

  /** The longer side of the smallest size at which a picture is searched. */
  private static final int SMALLEST_LEVEL = 40;

  /** Faces that are smaller than so many pixels at half the size are found at the full size. */
  private static final double LEAST_AT_LOWER_LEVELS = 20;

  /** Faces that are larger than so many pixels are found at half the size. */
  private static final double MOST_AT_UPPER_LEVELS = 80;

  private static final double BLUR_OF_BORDER = 0.1;

  private final String name;
  private final NDManager manager;
  private final FaceNetwork network;
  private final Block module;
  private final Optional<FaceRefinement> refinement;
  private final float scoreThreshold;
  private final float nmsThreshold;
  private final int maxSide;
  private final double leastFaceSize;

  /** One network serves all; tokens bound how many searches hold native memory at once. */
  private final WorkerPool<Object> searches;

  private SingleShotFaceDetector(Builder builder) {
    OpenCv.load();
    PyTorch.require();
    this.name = builder.name;
    this.manager = builder.manager;
    this.network = builder.network;
    this.module = TaskPool.callOnce(() -> network.inferenceModule(manager));
    this.refinement =
        builder.refined
            ? builder.refineNetwork.map(
                second ->
                    TaskPool.callOnce(
                        () -> new FaceRefinement(second, builder.confidenceWeights, manager)))
            : Optional.empty();
    this.scoreThreshold = builder.scoreThreshold();
    this.nmsThreshold = builder.nmsThreshold();
    this.maxSide = builder.maxSide();
    this.leastFaceSize = builder.leastFaceSize;
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
    return EmotionZoo.readFaceDetector().newDetector().name("embedded").build();
  }

  /**
   * Loads a detector that {@code FaceDetectorTrainer} of emotion-training wrote, with its default
   * settings.
   *
   * @param folder the folder with {@value FaceModelFile#CARD_FILE} and its weights
   * @return the detector; the caller closes it
   * @throws ModelException if it can't be read; the message says why
   * @throws io.github.emotion4j.MissingDependencyException if a native library is missing; the
   *     message names what to add
   */
  public static SingleShotFaceDetector load(Path folder) {
    return FaceModelFile.read(folder).newDetector().build();
  }

  /**
   * Starts a detector with a network at hand.
   *
   * @param network without batch norms, initialized; not changed from now on
   * @param manager closed with the detector; the network's parameters may be its own
   * @return a builder with the default settings
   */
  public static Builder builder(FaceNetwork network, NDManager manager) {
    return new Builder(network, manager);
  }

  /** The network, for tests. */
  FaceNetwork network() {
    return network;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int searchedSide() {
    return maxSide;
  }

  @Override
  public List<DetectedFace> detect(BufferedImage image) {
    return searches.lend(token -> searchIn(image));
  }

  private List<DetectedFace> searchIn(BufferedImage image) {
    Mat grey = grey(image);
    try {
      return search(grey);
    } catch (CvException e) {
      throw new EmotionException(
          "The face detector failed on a picture of " + image.getWidth() + "x" + image.getHeight(),
          e);
    } finally {
      grey.release();
    }
  }

  private static Mat grey(BufferedImage image) {
    Mat bgr = OpenCv.toBgr(image);
    try {
      Mat grey = new Mat();
      Imgproc.cvtColor(bgr, grey, Imgproc.COLOR_BGR2GRAY);
      return grey;
    } finally {
      bgr.release();
    }
  }

  private List<DetectedFace> search(Mat grey) {
    int longerSide = Math.max(grey.cols(), grey.rows());
    if (longerSide > TIGHT_SIDE) {
      return search(grey, 0, grey.size(), leastFaceSize);
    }
    int border = longerSide / 2;
    Mat framed = framed(grey, border);
    try {
      return search(framed, border, grey.size(), 0);
    } finally {
      framed.release();
    }
  }

  /** Searches a picture that may have a border, which is no part of it. */
  private List<DetectedFace> search(Mat framed, int border, Size picture, double leastSize) {
    FaceSightings sightings = new FaceSightings();
    searchLevels(framed, border, sightings);
    float leastDetected = refinement.isPresent() ? FaceRefinement.LEAST_DETECTED : scoreThreshold;
    List<DetectedFace> detected =
        sightings.agreed(picture).best(leastDetected, nmsThreshold).stream()
            .filter(face -> area(face.region()) >= leastSize * leastSize)
            .toList();
    return refinement
        .map(secondLook -> secondLook.refine(framed, border, detected))
        .orElse(detected)
        .stream()
        .filter(face -> face.confidence() >= scoreThreshold)
        .toList();
  }

  private static double area(FaceRegion face) {
    return (double) face.width() * face.height();
  }

  /** The picture within a border that goes on as the picture ends, blurred. */
  private static Mat framed(Mat grey, int border) {
    Mat sharp = new Mat();
    try {
      Core.copyMakeBorder(grey, sharp, border, border, border, border, Core.BORDER_REPLICATE);
      Mat framed = new Mat();
      double blur = Math.max(0.5, BLUR_OF_BORDER * Math.max(grey.cols(), grey.rows()));
      Imgproc.GaussianBlur(sharp, framed, new Size(), blur);
      Mat middle = framed.submat(border, border + grey.rows(), border, border + grey.cols());
      grey.copyTo(middle);
      middle.release();
      return framed;
    } finally {
      sharp.release();
    }
  }

  private void searchLevels(Mat grey, int border, FaceSightings sightings) {
    int longerSide = Math.max(grey.cols(), grey.rows());
    int first =
        Math.min(
            maxSide,
            Math.max(longerSide, Math.min(LEAST_SEARCHED_SIDE, MOST_ENLARGED * longerSide)));
    Mat level = resized(grey, first);
    try {
      double least = 0;
      int side = first;
      do {
        side /= 2;
        double most = side >= SMALLEST_LEVEL ? MOST_AT_UPPER_LEVELS : Double.MAX_VALUE;
        searchLevel(level, grey.size(), border, least, most, sightings);
        least = LEAST_AT_LOWER_LEVELS;
        Mat next = resized(level, side);
        level.release();
        level = next;
      } while (side >= SMALLEST_LEVEL);
    } finally {
      level.release();
    }
  }

  private static Mat resized(Mat picture, int longerSide) {
    double scale = (double) longerSide / Math.max(picture.cols(), picture.rows());
    Size size =
        new Size(
            Math.max(1, Math.round(scale * picture.cols())),
            Math.max(1, Math.round(scale * picture.rows())));
    Mat resized = new Mat();
    Imgproc.resize(
        picture, resized, size, 0, 0, scale < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
    return resized;
  }

  private void searchLevel(
      Mat level, Size picture, int border, double least, double most, FaceSightings sightings) {
    int width = roundedUp(level.cols());
    int height = roundedUp(level.rows());
    sightings.add(
        new FaceSightings.Level(
            width,
            height,
            picture.width / level.cols(),
            picture.height / level.rows(),
            border,
            least,
            most),
        forward(level, width, height));
  }

  private static int roundedUp(int side) {
    int stride = FaceNetwork.LARGEST_STRIDE;
    return (side + stride - 1) / stride * stride;
  }

  private float[] forward(Mat level, int width, int height) {
    Mat padded = new Mat();
    Mat normalized = new Mat();
    try (NDManager scratch = manager.newSubManager()) {
      // The mean is what convolutions pad with.
      Core.copyMakeBorder(
          level,
          padded,
          0,
          height - level.rows(),
          0,
          width - level.cols(),
          Core.BORDER_CONSTANT,
          Scalar.all(FaceNetwork.MEAN));
      double scale = 1 / FaceNetwork.STANDARD_DEVIATION;
      padded.convertTo(normalized, CvType.CV_32FC1, scale, -FaceNetwork.MEAN * scale);
      float[] values = new float[width * height];
      normalized.get(0, 0, values);
      NDArray input = scratch.create(FloatBuffer.wrap(values), new Shape(1, 1, height, width));
      NDArray output =
          module
              .forward(new ParameterStore(scratch, false), new NDList(input), false)
              .singletonOrThrow();
      return output.toFloatArray();
    } catch (RuntimeException e) {
      throw new ModelException("The face network failed on " + width + "x" + height, e);
    } finally {
      padded.release();
      normalized.release();
    }
  }

  /** Frees the network, once calls in flight have ended. Closing twice is harmless. */
  @Override
  public void close() {
    searches.close();
    network.close();
    manager.close();
  }

  /** Settings of a {@link SingleShotFaceDetector}. A builder is for one thread. */
  public static final class Builder extends FaceSearchBuilder<Builder> {

    private final FaceNetwork network;
    private final NDManager manager;
    private String name = "single-shot";
    private double leastFaceSize = LEAST_FACE_SIZE;
    private Optional<Block> refineNetwork = Optional.empty();
    private ConfidenceWeights confidenceWeights = ConfidenceWeights.DETECTION_ONLY;
    private boolean refined = true;

    private Builder(FaceNetwork network, NDManager manager) {
      super(SCORE_THRESHOLD, NMS_THRESHOLD);
      this.network = network;
      this.manager = manager;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets how large a face must be to be reported, in pictures whose longer side is more than
     * {@value #TIGHT_SIDE} pixels: in smaller ones, hardly an emotion can be read, and what looks
     * like a face at so few pixels often is none.
     *
     * @param pixels the square root of the area of a face's box, in the picture that is searched; 0
     *     reports all; {@value #LEAST_FACE_SIZE} unless set
     * @return this
     * @throws IllegalArgumentException if it is negative or no number
     */
    public Builder leastFaceSize(double pixels) {
      if (!(pixels >= 0)) {
        throw new IllegalArgumentException("leastFaceSize must not be negative, but is " + pixels);
      }
      leastFaceSize = pixels;
      return this;
    }

    /**
     * Sets whether a {@link RefineNetwork} looks a second time at what the first network takes for
     * a face, where the model has one. Without it, a crowd is searched in a little less time, more
     * is mistaken for faces, and the threshold of the model's card does not fit.
     *
     * @param secondLook true unless set
     * @return this
     */
    public Builder refined(boolean secondLook) {
      refined = secondLook;
      return this;
    }

    /** Sets who looks a second time, and how its word counts. */
    Builder refinement(Block network, ConfidenceWeights weights) {
      refineNetwork = Optional.of(network);
      confidenceWeights = weights;
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
     * @throws io.github.emotion4j.MissingDependencyException if a native library is missing
     */
    public SingleShotFaceDetector build() {
      return new SingleShotFaceDetector(this);
    }
  }
}
