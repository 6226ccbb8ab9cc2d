// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.detect.ConfidenceWeights;
import io.github.emotion4j.djl.detect.RefineNetwork;
import io.github.emotion4j.training.evaluate.DetectionFigures;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneFace;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 *
 * <p>To train on, there are also pieces that the detector did not take for faces: parts of faces,
 * pieces around them, and pieces from anywhere. What scenes show too seldom for the detector to
 * stumble over it, such as an ear at full size, is known from them.
 */
final class Candidates {

  /** Intersection over union up to which a candidate is no face. */
  static final double MOST_OF_NONE = 0.3;

  private static final double MOST_OF_UNCERTAIN = 0.1;
  private static final double LEAST_OF_FACE = DetectionFigures.LEAST_OVERLAP;

  /** How many pieces beside its candidates a scene gives at most. */
  private static final int PIECES = 6;

  /** Sides of pieces at a face, in sides of that face. */
  private static final double[] PIECE_SIZES = {0.25, 0.35, 0.45, 0.55, 1, 2.2};

  /** How far around a face the middle of a piece lies, in sides of the face. */
  private static final double AROUND = 0.4;

  private static final double LEAST_PIECE = 12;
  private static final double MOST_PIECE = 80;
  private static final int PIXELS = RefineNetwork.SIDE * RefineNetwork.SIDE;

  /** How a candidate is cut out: where, mirrored or not, and how its contrast changes. */
  private record Look(Rect2d box, boolean mirrored, double contrast) {

    private static final double SHIFT = 0.06;
    private static final double SCALE = 0.06;
    private static final double CONTRAST = 0.3;

    static Look plain(FaceRegion region) {
      return new Look(
          new Rect2d(region.x(), region.y(), region.width(), region.height()), false, 1);
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
          1 + symmetric(random, CONTRAST));
    }

    private static double symmetric(RandomGenerator random, double reach) {
      return (2 * random.nextDouble() - 1) * reach;
    }
  }

  /** What a scene adds. */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Candidate(float[] values, boolean face, double detected) {}

  private final List<Candidate> candidates;

  private Candidates(List<Candidate> candidates) {
    this.candidates = candidates;
  }

  /** The candidates of some scenes, just as they are. */
  static Candidates of(List<Scene> scenes, FaceDetector detector) {
    List<Candidate> all = new ArrayList<>();
    for (Scene scene : scenes) {
      addTo(all, scene, detector.detect(scene.toImage()), Look::plain);
    }
    return new Candidates(all);
  }

  /** The candidates of some scenes, changed at random, and pieces that are none. */
  static Candidates changed(List<Scene> scenes, FaceDetector detector, RandomGenerator random) {
    List<Candidate> all = new ArrayList<>();
    for (Scene scene : scenes) {
      List<DetectedFace> shown = new ArrayList<>(detector.detect(scene.toImage()));
      for (int i = 0; i < PIECES; i++) {
        piece(scene, random).ifPresent(piece -> shown.add(new DetectedFace(piece, 0)));
      }
      addTo(all, scene, shown, region -> Look.random(region, random));
    }
    return new Candidates(all);
  }

  private static void addTo(
      List<Candidate> all, Scene scene, List<DetectedFace> shown, Function<FaceRegion, Look> look) {
    Mat grey = new Mat(scene.size(), scene.size(), CvType.CV_8UC1);
    try {
      grey.put(0, 0, scene.pixels());
      for (DetectedFace one : shown) {
        boolean face = largestOverlap(one.region(), scene.faces(), scene.size()) >= LEAST_OF_FACE;
        if (face || isNone(one.region(), scene)) {
          double detected = ConfidenceWeights.logOdds(one.confidence());
          all.add(new Candidate(values(grey, look.apply(one.region())), face, detected));
        }
      }
    } finally {
      grey.release();
    }
  }

  private static boolean isNone(FaceRegion region, Scene scene) {
    return largestOverlap(region, scene.faces(), scene.size()) <= MOST_OF_NONE
        && largestOverlap(region, scene.uncertain(), scene.size()) <= MOST_OF_UNCERTAIN;
  }

  private static double largestOverlap(FaceRegion region, List<SceneFace> faces, int size) {
    return faces.stream()
        .mapToDouble(face -> DetectionFigures.overlap(region, face.regionIn(size)))
        .max()
        .orElse(0);
  }

  /** A piece at random that is no face: half of them at a face, where there is one. */
  private static Optional<FaceRegion> piece(Scene scene, RandomGenerator random) {
    double x;
    double y;
    double side;
    if (!scene.faces().isEmpty() && random.nextBoolean()) {
      SceneFace face = scene.faces().get(random.nextInt(scene.faces().size()));
      side = face.size() * PIECE_SIZES[random.nextInt(PIECE_SIZES.length)];
      x = face.x() + face.width() * random.nextDouble(-AROUND, 1 + AROUND);
      y = face.y() + face.height() * random.nextDouble(-AROUND, 1 + AROUND);
    } else {
      side = LEAST_PIECE * Math.pow(MOST_PIECE / LEAST_PIECE, random.nextDouble());
      x = random.nextDouble() * scene.size();
      y = random.nextDouble() * scene.size();
    }
    FaceRegion region =
        new SceneFace(x - side / 2, y - side / 2, side, side, x, y, x, y).regionIn(scene.size());
    return isNone(region, scene) ? Optional.of(region) : Optional.empty();
  }

  private static float[] values(Mat grey, Look look) {
    byte[] pixels = new byte[PIXELS];
    RefineNetwork.cut(grey, look.box, pixels);
    float[] values = RefineNetwork.normalized(pixels);
    float[] changed = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      int column = i % RefineNetwork.SIDE;
      int from = look.mirrored ? i - column + RefineNetwork.SIDE - 1 - column : i;
      changed[i] = (float) (values[from] * look.contrast);
    }
    return changed;
  }

  int count() {
    return candidates.size();
  }

  /** Whether each is a face. */
  boolean[] faces() {
    boolean[] faces = new boolean[count()];
    IntStream.range(0, count()).forEach(i -> faces[i] = candidates.get(i).face);
    return faces;
  }

  /** The log odds that the detector gives each. */
  double[] detected() {
    return candidates.stream().mapToDouble(Candidate::detected).toArray();
  }

  /** Candidates from one number on, up to another, as the network takes them. */
  NDArray input(NDManager manager, int from, int to) {
    FloatBuffer values = FloatBuffer.allocate((to - from) * PIXELS);
    candidates.subList(from, to).forEach(candidate -> values.put(candidate.values));
    return manager.create(values.flip(), RefineNetwork.inputShape(to - from));
  }

  /** All candidates as the network takes them. */
  NDArray input(NDManager manager) {
    return input(manager, 0, count());
  }

  /** 1 for each face, 0 for what is none, of shape (candidates, 1). */
  NDList labels(NDManager manager) {
    float[] labels = new float[count()];
    IntStream.range(0, count()).forEach(i -> labels[i] = candidates.get(i).face ? 1 : 0);
    return new NDList(manager.create(labels, new Shape(count(), 1)));
  }
}
