// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.BackboneInput;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import java.nio.file.Path;
import java.time.Duration;

/** Trainings of seconds: 84 drawn faces in seven steps an epoch. */
final class Trainings {

  /** What the backbones of these trainings take. */
  static final BackboneInput SMALL = BackboneInput.IMAGENET.withSize(64);

  private Trainings() {}

  /** A compact network on small crops, with everything random switched on. */
  static EmotionTrainerBuilder quick(Path output) {
    return EmotionTrainer.builder()
        .dataset(SyntheticFaces.dataset(12, 4))
        .outputDirectory(output)
        .architecture(Architecture.COMPACT_RESNET)
        .cropSize(16)
        .batchSize(12)
        .epochs(1)
        .averageDecay(0.9);
  }

  /**
   * Three epochs, with a checkpoint after each step, for a process that is killed and goes on: the
   * arguments are the output folder and, for transfer learning, a TorchScript file.
   */
  public static void main(String[] arguments) {
    Path output = Path.of(arguments[0]);
    EmotionTrainerBuilder training =
        arguments.length == 1
            ? threeEpochs(output)
            : onBackbone(output, Backbone.loadTrusted(Path.of(arguments[1]), SMALL));
    training.resume(true).checkpointInterval(Duration.ZERO).build().train();
  }

  /** Three epochs on a backbone, the first of its last layer only. */
  static EmotionTrainerBuilder onBackbone(Path output, Backbone backbone) {
    return EmotionTrainer.builder()
        .dataset(SyntheticFaces.dataset(12, 4))
        .outputDirectory(output)
        .backbone(backbone)
        .name("transferred")
        .batchSize(12)
        .epochs(3)
        .headEpochs(1)
        .averageDecay(0.5)
        .augmentation(Augmentation.NONE)
        .dropout(0.1)
        .learningRate(0.05);
  }

  static EmotionTrainerBuilder threeEpochs(Path output) {
    return quick(output).name("killed").epochs(3).learningRate(0.01).classBalance(0.5);
  }
}
