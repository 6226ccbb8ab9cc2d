// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.augment.Augmenter;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Runs a network on whole, unchanged faces, without gradients and in evaluation mode. */
final class FaceLogits {

  private FaceLogits() {}

  /**
   * The network's outputs, one row a face.
   *
   * @param beforeBatch is run before each batch, and may throw to end it
   */
  static float[][] of(
      Block block,
      NDManager parent,
      List<LabelledFace> faces,
      ModelCard.Input input,
      int batchSize,
      Runnable beforeBatch) {
    float[][] rows = new float[faces.size()][];
    int pixels = input.size() * input.size();
    SplittableRandom unused = new SplittableRandom(0);
    try (Augmenter normalizer = new Augmenter(Augmentation.NONE, input, input.size())) {
      for (int from = 0; from < rows.length; from += batchSize) {
        beforeBatch.run();
        int count = Math.min(batchSize, rows.length - from);
        float[] values = new float[count * pixels];
        for (int i = 0; i < count; i++) {
          normalizer.augment(faces.get(from + i).pixels(), unused, values, i * pixels);
        }
        try (NDManager manager = parent.newSubManager()) {
          NDArray batch =
              manager.create(
                  FloatBuffer.wrap(values), new Shape(count, 1, input.size(), input.size()));
          float[] flat =
              block
                  .forward(new ParameterStore(manager, false), new NDList(batch), false)
                  .singletonOrThrow()
                  .toFloatArray();
          int width = flat.length / count;
          for (int i = 0; i < count; i++) {
            rows[from + i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
          }
        }
      }
    }
    return rows;
  }
}
