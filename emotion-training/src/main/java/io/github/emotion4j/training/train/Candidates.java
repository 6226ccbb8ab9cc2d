package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.detect.ConfidenceWeights;
import io.github.emotion4j.djl.detect.FaceNetwork;
import io.github.emotion4j.djl.detect.RefineNetwork;
import io.github.emotion4j.training.evaluate.DetectionFigures;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneFace;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect2d;

/**
 * What a detector takes for faces in scenes, as a {@link RefineNetwork} sees it, and whether it is
 * a face. A candidate is one if its box and a true face's share half of their union; if they share
 * less, but more than {@value #MOST_OF_NONE}, or if it may be a face, it is left out. Immutable.
 */
final class Candidates {

  /** Intersection over union up to which a candidate is no face. */
  static final double MOST_OF_NONE = 0.3;

  private static final double MOST_OF_UNCERTAIN = 0.1;
  private static final int PIXELS = RefineNetwork.SIDE * RefineNetwork.SIDE;

  /** How a candidate is cut out: where, mirrored or not, and how its grey values change. */
  private record Look(Rect2d box, boolean mirrored, double contrast, double brightness) {

    private static final double SHIFT = 0.08;
    private static final double SCALE = 0.1;
    private static final double CONTRAST = 0.3;
    private static final double BRIGHTNESS = 0.3;

    static Look plain(FaceRegion region) {
      return new Look(
          new Rect2d(region.x(), region.y(), region.width(), region.height()), false, 1, 0);
    }

    static Look random(FaceRegion region, RandomGenerator random) {
      double size = Math.max(region.width(), region.height());
      double scale = 1 + symmetric(random, SCALE);
      double middleX = region.x() + region.width() / 2.0 + symmetric(random, SHIFT) * size;
      double middleY = region.y() + region.height() / 2.0 + symmetric(random, SHIFT) * size;
      double width = scale * region.width();
      double height = scale * region.height();
      return new Look(
          new Rect2d(middleX - width / 2, middleY - height / 2, width, height),
          random.nextBoolean(),
          1 + symmetric(random, CONTRAST),
          symmetric(random, BRIGHTNESS));
    }

    private static double symmetric(RandomGenerator random, double reach) {
      return (2 * random.nextDouble() - 1) * reach;
    }
  }

  private final float[] values;
  private final boolean[] faces;
  private final double[] detected;

  private Candidates(float[] values, boolean[] faces, double[] detected) {
    this.values = values;
    this.faces = faces;
    this.detected = detected;
  }

  /** The candidates of some scenes, just as they are. */
  static Candidates of(List<Scene> scenes, FaceDetector detector) {
    return of(scenes, detector, Look::plain);
  }

  /** The candidates of some scenes, changed at random. */
  static Candidates changed(List<Scene> scenes, FaceDetector detector, RandomGenerator random) {
    return of(scenes, detector, region -> Look.random(region, random));
  }

  private static Candidates of(
      List<Scene> scenes, FaceDetector detector, Function<FaceRegion, Look> look) {
    List<float[]> values = new ArrayList<>();
    List<Boolean> faces = new ArrayList<>();
    List<Double> detected = new ArrayList<>();
    for (Scene scene : scenes) {
      Mat grey = new Mat(scene.size(), scene.size(), CvType.CV_8UC1);
      grey.put(0, 0, scene.pixels());
      for (DetectedFace found : detector.detect(scene.toImage())) {
        double overlap = largestOverlap(found.region(), scene.faces(), scene.size());
        boolean face = overlap >= DetectionFigures.LEAST_OVERLAP;
        boolean none =
            overlap <= MOST_OF_NONE
                && largestOverlap(found.region(), scene.uncertain(), scene.size())
                    <= MOST_OF_UNCERTAIN;
        if (face || none) {
          values.add(values(grey, look.apply(found.region())));
          faces.add(face);
          detected.add(ConfidenceWeights.logOdds(found.confidence()));
        }
      }
      grey.release();
    }
    float[] all = new float[values.size() * PIXELS];
    boolean[] allFaces = new boolean[values.size()];
    for (int i = 0; i < allFaces.length; i++) {
      System.arraycopy(values.get(i), 0, all, i * PIXELS, PIXELS);
      allFaces[i] = faces.get(i);
    }
    return new Candidates(
        all, allFaces, detected.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double largestOverlap(FaceRegion region, List<SceneFace> faces, int size) {
    return faces.stream()
        .mapToDouble(face -> DetectionFigures.overlap(region, face.regionIn(size)))
        .max()
        .orElse(0);
  }

  private static float[] values(Mat grey, Look look) {
    byte[] pixels = new byte[PIXELS];
    RefineNetwork.cut(grey, look.box, pixels);
    float[] values = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      int column = i % RefineNetwork.SIDE;
      int from = look.mirrored ? i - column + RefineNetwork.SIDE - 1 - column : i;
      values[i] = (float) (FaceNetwork.normalized(pixels[from]) * look.contrast + look.brightness);
    }
    return values;
  }

  int count() {
    return faces.length;
  }

  /** Whether each is a face. */
  boolean[] faces() {
    return faces.clone();
  }

  /** The log odds that the detector gives each. */
  double[] detected() {
    return detected.clone();
  }

  /** Candidates from one number on, up to another, as the network takes them. */
  NDArray input(NDManager manager, int from, int to) {
    return manager.create(
        FloatBuffer.wrap(values, from * PIXELS, (to - from) * PIXELS),
        RefineNetwork.inputShape(to - from));
  }

  /** All candidates as the network takes them. */
  NDArray input(NDManager manager) {
    return input(manager, 0, count());
  }

  /** 1 for each face, 0 for what is none, of shape (candidates, 1). */
  NDList labels(NDManager manager) {
    float[] labels = new float[count()];
    IntStream.range(0, count()).forEach(i -> labels[i] = faces[i] ? 1 : 0);
    return new NDList(manager.create(labels, new Shape(count(), 1)));
  }
}
