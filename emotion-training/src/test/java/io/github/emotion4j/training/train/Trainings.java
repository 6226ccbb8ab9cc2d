package io.github.emotion4j.training.train;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import java.nio.file.Path;

/** Trainings of seconds: 84 drawn faces in seven steps an epoch. */
final class Trainings {

  private Trainings() {}

  /** A compact network on small crops, with everything random switched on. */
  static EmotionTrainer.Builder quick(Path output) {
    return EmotionTrainer.builder()
        .dataset(SyntheticFaces.dataset(12, 4))
        .outputDirectory(output)
        .architecture(Architecture.COMPACT_RESNET)
        .cropSize(16)
        .batchSize(12)
        .epochs(1)
        .averageDecay(0.9);
  }

  /** Three epochs, for a process that is killed: the argument is the output folder. */
  public static void main(String[] arguments) {
    threeEpochs(Path.of(arguments[0])).build().train();
  }

  static EmotionTrainer.Builder threeEpochs(Path output) {
    return quick(output).name("killed").epochs(3).learningRate(0.01);
  }
}
