// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.explain;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.align.FaceAligner;
import io.github.emotion4j.djl.internal.classify.EmotionClassifier;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Tells which part of a face a reading rests on, as a map of {@value #CELLS}x{@value #CELLS} cells.
 *
 * <ul>
 *   <li>By occlusion (Zeiler and Fergus, 2014, arXiv 1311.2901), with any model: each cell is
 *       blurred with its neighbours, and what the emotion's probability loses is the cell's weight.
 *       An explanation runs the network {@value #PASSES} times.
 *   <li>{@linkplain #byGradients By gradients} (integrated gradients: Sundararajan, Taly and Yan,
 *       2017, arXiv 1703.01365), with PyTorch and networks of this SDK: what a cell's pixels add to
 *       the probability of a blurred crop. The cells sum to the whole difference.
 * </ul>
 *
 * <pre>{@code
 * try (EmotionModel model = EmotionModel.embedded();
 *     EmotionExplainer explainer = new EmotionExplainer(model)) {
 *   FaceExplanation why = explainer.explain(picture, face);
 *   ImageIO.write(why.draw(picture), "png", file);
 * }
 * }</pre>
 *
 * <p>A map is about the network alone: maps of different models of the same face differ. Safe to
 * share between threads.
 */
public final class EmotionExplainer implements AutoCloseable {

  /** How many cells a map has in each direction. */
  public static final int CELLS = 12;

  /** The crop as it is, and once for every cell. */
  static final int PASSES = 1 + CELLS * CELLS;

  /** How many cells to each side of one are hidden with it. */
  private static final int NEIGHBOURS = 1;

  /** How many cells are uncovered or hidden at a time for a score. */
  private static final int STEP = 8;

  private static final int BATCH = 16;
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final EmotionModel model;
  private final FaceAligner aligner;
  private final EmotionClassifier classifier;
  private final TaskPool tasks;
  private final Optional<IntegratedGradients> gradients;

  /**
   * Makes an explainer by occlusion.
   *
   * @param model the model whose readings are explained, which may be a detector's; it must stay
   *     open, and is not closed with the explainer
   */
  public EmotionExplainer(EmotionModel model) {
    this(model, Optional.empty());
  }

  private EmotionExplainer(EmotionModel model, Optional<IntegratedGradients> gradients) {
    OpenCv.load();
    int processors = Runtime.getRuntime().availableProcessors();
    this.model = model;
    this.aligner = new FaceAligner(model.cropping());
    this.classifier = new EmotionClassifier(model, processors, BATCH, false, MAX_WAIT);
    this.tasks = new TaskPool(processors, MAX_WAIT);
    this.gradients = gradients;
  }

  /**
   * Makes an explainer by gradients, which PyTorch computes on the CPU; ONNX Runtime has none.
   *
   * @param file a model of this SDK, such as {@code EmbeddedModels.read("combined")}; it is loaded
   *     for the explainer alone
   * @return an explainer that holds a network of its own
   * @throws io.github.emotion4j.ModelException if the model can't be loaded, or stands on a
   *     TorchScript backbone, through which DJL computes no gradients but in training
   * @throws io.github.emotion4j.MissingDependencyException if PyTorch is missing
   */
  public static EmotionExplainer byGradients(ModelFile file) {
    IntegratedGradients gradients = new IntegratedGradients(file);
    try {
      return new EmotionExplainer(EmotionModel.of(file), Optional.of(gradients));
    } catch (RuntimeException e) {
      gradients.close();
      throw e;
    }
  }

  /**
   * Explains the dominant emotion of a face.
   *
   * @param picture the picture that was analyzed, upright; not changed
   * @param face what was found in it
   * @return the explanation
   * @throws io.github.emotion4j.ModelException if the network fails
   * @throws IllegalStateException if the explainer or its model is closed
   */
  public FaceExplanation explain(BufferedImage picture, EmotionResult face) {
    return explain(picture, face.region(), face.dominantEmotion());
  }

  /**
   * Explains any emotion of a face.
   *
   * @param picture the picture, upright; not changed
   * @param region where the face is
   * @param emotion the emotion
   * @return the explanation
   * @throws io.github.emotion4j.ModelException if the network fails
   * @throws IllegalStateException if the explainer or its model is closed
   */
  public FaceExplanation explain(BufferedImage picture, FaceRegion region, Emotion emotion) {
    return withCrop(
        picture,
        region,
        views -> {
          List<List<Integer>> hidden = new ArrayList<>();
          hidden.add(List.of());
          if (gradients.isEmpty()) {
            IntStream.range(0, CELLS * CELLS).forEach(cell -> hidden.add(around(cell)));
          }
          double[] left = views.probabilities(emotion, true, hidden);
          double[] map =
              gradients.map(it -> views.shares(it, emotion)).orElseGet(() -> losses(left));
          AffineTransform place = aligner.place(region, picture.getWidth(), picture.getHeight());
          return new FaceExplanation(emotion, left[0], map, place);
        });
  }

  /** What is lost with each cell, of the probabilities with nothing and then each hidden. */
  private static double[] losses(double[] left) {
    double[] map = new double[CELLS * CELLS];
    for (int cell = 0; cell < map.length; cell++) {
      map[cell] = around(cell).stream().mapToDouble(c -> left[0] - left[c + 1]).average().orElse(0);
    }
    return map;
  }

  /**
   * Scores an explanation. A map without meaning scores as one by chance.
   *
   * @param picture the picture that was explained
   * @param region where the face is
   * @param explanation what was said of it
   * @return its scores
   * @throws io.github.emotion4j.ModelException if the network fails
   * @throws IllegalStateException if the explainer or its model is closed
   */
  public Faithfulness score(BufferedImage picture, FaceRegion region, FaceExplanation explanation) {
    double[] map = explanation.cells();
    List<Integer> order =
        IntStream.range(0, map.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer cell) -> map[cell]).reversed())
            .toList();
    return withCrop(picture, region, views -> score(views, explanation.emotion(), order));
  }

  /**
   * Scores any order of the cells, such as one by chance, for comparison.
   *
   * @param picture the picture that was explained
   * @param region where the face is
   * @param emotion the emotion
   * @param order the numbers of all cells, 0 to {@value #CELLS} times {@value #CELLS} less 1, row
   *     by row
   * @return its scores
   * @throws io.github.emotion4j.ModelException if the network fails
   * @throws IllegalStateException if the explainer or its model is closed
   */
  public Faithfulness score(
      BufferedImage picture, FaceRegion region, Emotion emotion, List<Integer> order) {
    return withCrop(picture, region, views -> score(views, emotion, order));
  }

  private Faithfulness score(Views views, Emotion emotion, List<Integer> order) {
    List<List<Integer>> steps = new ArrayList<>();
    for (int count = 0; count <= order.size(); count += STEP) {
      steps.add(order.subList(0, count));
    }
    return new Faithfulness(
        mean(views.probabilities(emotion, false, steps)),
        mean(views.probabilities(emotion, true, steps)));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /** The cell and its neighbours. */
  private static List<Integer> around(int cell) {
    List<Integer> cells = new ArrayList<>();
    for (int row = cell / CELLS - NEIGHBOURS; row <= cell / CELLS + NEIGHBOURS; row++) {
      for (int column = cell % CELLS - NEIGHBOURS; column <= cell % CELLS + NEIGHBOURS; column++) {
        if (row >= 0 && row < CELLS && column >= 0 && column < CELLS) {
          cells.add(row * CELLS + column);
        }
      }
    }
    return cells;
  }

  private <T> T withCrop(
      BufferedImage picture, FaceRegion region, Function<Views, ? extends T> work) {
    Mat bgr = OpenCv.toBgr(picture);
    Mat crop = new Mat();
    Mat blurred = new Mat();
    try {
      aligner.align(bgr, region, model.cropSize()).assignTo(crop);
      double sigma = model.cropSize() / 8.0;
      Imgproc.GaussianBlur(crop, blurred, new Size(0, 0), sigma);
      return work.apply(new Views(crop, blurred));
    } finally {
      List.of(bgr, crop, blurred).forEach(Mat::release);
    }
  }

  /** A crop, and the same without anything to see in it. */
  private final class Views {

    private final Mat crop;
    private final Mat blurred;

    Views(Mat crop, Mat blurred) {
      this.crop = crop;
      this.blurred = blurred;
    }

    /** The emotion's probability with each set of cells hidden, or with nothing else shown. */
    double[] probabilities(Emotion emotion, boolean hide, List<List<Integer>> sets) {
      List<List<List<Integer>>> shares = new ArrayList<>();
      for (int from = 0; from < sets.size(); from += BATCH) {
        shares.add(sets.subList(from, Math.min(sets.size(), from + BATCH)));
      }
      return tasks.map(shares, share -> probabilities(share, emotion, hide)).stream()
          .flatMap(List::stream)
          .mapToDouble(probability -> probability)
          .toArray();
    }

    private List<Double> probabilities(List<List<Integer>> sets, Emotion emotion, boolean hide) {
      List<Mat> changed = new ArrayList<>();
      try {
        for (List<Integer> cells : sets) {
          Mat view = (hide ? crop : blurred).clone();
          changed.add(view);
          cells.forEach(cell -> copy(hide ? blurred : crop, view, cell));
        }
        return classifier.classify(changed).stream()
            .map(probabilities -> probabilities.getOrDefault(emotion, 0.0))
            .toList();
      } finally {
        changed.forEach(Mat::release);
      }
    }

    /** What each cell's pixels add to the emotion's probability of the blurred crop. */
    double[] shares(IntegratedGradients gradients, Emotion emotion) {
      float[] pixels = gradients.shares(crop, blurred, emotion);
      double[] map = new double[CELLS * CELLS];
      for (int cell = 0; cell < map.length; cell++) {
        Rect place = place(cell);
        for (int y = place.y; y < place.y + place.height; y++) {
          for (int x = place.x; x < place.x + place.width; x++) {
            map[cell] += pixels[y * crop.cols() + x];
          }
        }
      }
      return map;
    }

    private Rect place(int cell) {
      int left = cell % CELLS * crop.cols() / CELLS;
      int top = cell / CELLS * crop.rows() / CELLS;
      int right = (cell % CELLS + 1) * crop.cols() / CELLS;
      int bottom = (cell / CELLS + 1) * crop.rows() / CELLS;
      return new Rect(left, top, right - left, bottom - top);
    }

    private void copy(Mat from, Mat to, int cell) {
      Rect place = place(cell);
      Mat source = from.submat(place);
      Mat target = to.submat(place);
      source.copyTo(target);
      source.release();
      target.release();
    }
  }

  /**
   * Frees what the explainer has: not the model that it was given. Closing twice is harmless.
   *
   * @throws IllegalStateException if it is called from within an explanation
   */
  @Override
  public void close() {
    tasks.close();
    gradients.ifPresentOrElse(
        own -> {
          classifier.close();
          own.close();
        },
        classifier::closePredictors);
  }
}
