// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.augment.Augmenter;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The pixels of faces, changed at random by seed and epoch. */
final class AugmentedFaces implements FaceRows {

  private final List<LabelledFace> faces;
  private final Augmentation augmentation;
  private final ModelCard.Input input;
  private final int size;
  private final long seed;
  private final ConcurrentLinkedQueue<Augmenter> augmenters = new ConcurrentLinkedQueue<>();

  AugmentedFaces(
      List<LabelledFace> faces,
      Augmentation augmentation,
      ModelCard.Input input,
      int size,
      long seed) {
    this.faces = faces;
    this.augmentation = augmentation;
    this.input = input;
    this.size = size;
    this.seed = seed;
  }

  @Override
  public Shape shape() {
    return new Shape(1, size, size);
  }

  @Override
  public void put(int epoch, int face, float[] target, int offset) {
    Augmenter pooled = augmenters.poll();
    Augmenter augmenter = pooled != null ? pooled : new Augmenter(augmentation, input, size);
    augmenter.augment(
        faces.get(face).pixels(),
        new SplittableRandom(EpochFaces.mix(seed, epoch, face)),
        target,
        offset);
    augmenters.add(augmenter);
  }

  @Override
  public void close() {
    augmenters.forEach(Augmenter::close);
    augmenters.clear();
  }
}
