// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.explain;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.EmotionTranslator;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.InputGradient;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.pool.Lifetime;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import java.util.List;
import org.opencv.core.Mat;

/**
 * Tells what each pixel adds to an emotion's probability: what it changes on the way from a crop in
 * which nothing is to be seen, times the probability's mean gradient on that way. Computed by
 * PyTorch on the CPU, with a network of its own. Safe to share between threads.
 */
final class IntegratedGradients implements AutoCloseable {

  /** Stations on the way, which go through the network together. */
  private static final int STEPS = 32;

  /** How far along the way each lies: in the middle of its part. */
  private static final float[] PARTS = new float[STEPS];

  static {
    for (int i = 0; i < STEPS; i++) {
      PARTS[i] = (i + 0.5f) / STEPS;
    }
  }

  private final Model model;
  private final ModelCard card;
  private final EmotionTranslator translator;
  private final Lifetime lifetime = new Lifetime("The explainer");

  IntegratedGradients(ModelFile file) {
    this.card = file.card();
    if (card.network().architecture().runsCode()) {
      throw new ModelException(
          "The model "
              + card.name()
              + " stands on a TorchScript backbone, through which DJL computes no gradients but in"
              + " training; explain by occlusion, with new EmotionExplainer(model)");
    }
    requirePyTorch();
    this.translator =
        new EmotionTranslator(
            card.network().labels(), card.network().input(), card.calibration().temperature());
    this.model = TaskPool.callOnce(() -> file.newModel(Device.cpu()));
    model.getBlock().freezeParameters(true);
  }

  private static void requirePyTorch() {
    try {
      PyTorch.require();
    } catch (MissingDependencyException e) {
      throw new MissingDependencyException(
          "Gradients are computed by PyTorch, not by ONNX Runtime; explain by occlusion, with new"
              + " EmotionExplainer(model), or mend this: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Computes the pixels' shares.
   *
   * @param crop of the model's size
   * @param nothing likewise, what is compared with
   * @param emotion the emotion
   * @return a number for each pixel, row by row; they sum, but for rounding, to what the emotion's
   *     probability is for {@code crop} less what it is for {@code nothing}
   */
  float[] shares(Mat crop, Mat nothing, Emotion emotion) {
    ImageFactory images = ImageFactory.getInstance();
    List<Image> way = List.of(images.fromImage(nothing), images.fromImage(crop));
    int label = card.network().labels().indexOf(emotion.label());
    return lifetime.use(() -> TaskPool.compute(() -> shares(way, label)));
  }

  private float[] shares(List<Image> way, int label) {
    try (NDManager scratch = model.getNDManager().newSubManager()) {
      NDArray both = translator.tensor(scratch, way);
      NDArray begin = both.get("0:1");
      NDArray change = both.get("1:2").sub(begin);
      NDArray parts = scratch.create(PARTS, new Shape(STEPS, 1, 1, 1));
      NDArray gradients =
          InputGradient.of(
              begin.add(change.mul(parts)), stations -> probabilities(scratch, stations, label));
      return gradients
          .mean(new int[] {0}, true)
          .mul(change)
          .sum(new int[] {0, 1}) // of all colours
          .toFloatArray();
    } catch (RuntimeException e) {
      throw new ModelException("The model " + card.name() + " failed: " + e.getMessage(), e);
    }
  }

  private NDArray probabilities(NDManager scratch, NDArray stations, int label) {
    return model
        .getBlock()
        .forward(new ParameterStore(scratch, false), new NDList(stations), false)
        .singletonOrThrow()
        .div(card.calibration().temperature())
        .softmax(1)
        .get(":, " + label);
  }

  @Override
  public void close() {
    lifetime.end(model::close);
  }
}
