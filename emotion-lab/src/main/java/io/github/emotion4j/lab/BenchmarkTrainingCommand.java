// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.internal.engine.DeviceNames;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.augment.Augmenter;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.train.Arithmetic;
import io.github.emotion4j.training.train.EmotionTrainer;
import io.github.emotion4j.training.train.EmotionTrainerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells how fast this machine trains: by each arithmetic, and the last layer alone. */
@Command(
    name = "benchmark-training",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how fast a network learns, by trainings on faces of noise: by each arithmetic, and",
      "the last layer alone, with the time that the features of the rest take, once."
    })
final class BenchmarkTrainingCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--architecture",
      defaultValue = "MEDIUM_RESNET",
      description = "The network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Architecture architecture = Architecture.MEDIUM_RESNET;

  @Option(
      names = "--batch-size",
      defaultValue = "64",
      description = "How many faces make a step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--crop-size",
      description = "Side of the faces in pixels; by default what the network is meant for.")
  private @Nullable Integer cropSize;

  @Option(
      names = "--faces",
      defaultValue = "1024",
      description = "How many faces make an epoch (default: ${DEFAULT-VALUE}).")
  private int faces;

  @Option(
      names = "--epochs",
      defaultValue = "3",
      description =
          "Epochs of the whole network, of which the first is not timed (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--head-epochs",
      defaultValue = "15",
      description = "Epochs of the last layer, all timed (default: ${DEFAULT-VALUE}).")
  private int headEpochs;

  BenchmarkTrainingCommand() {}

  @Override
  public Integer call() throws IOException {
    if (epochs < 2) {
      throw new IllegalArgumentException("--epochs must be at least 2, not " + epochs);
    }
    PrintWriter out = spec.commandLine().getOut();
    Fer2013 noise = noise();
    int size = cropSize == null ? architecture.inputSize() : cropSize;
    out.printf(
        Locale.ROOT,
        "Epochs of %d faces of %dx%d in batches of %d, %s, on %s, %d processors.%n%n",
        faces,
        size,
        size,
        batchSize,
        architecture,
        DeviceNames.describe(DeviceChoice.AUTO.resolve()),
        Runtime.getRuntime().availableProcessors());
    out.println("| what learns | images/s | waits for faces |");
    out.println("|---|---|---|");
    double whole = 0;
    for (Arithmetic arithmetic : Arithmetic.values()) {
      List<EpochFigures> history =
          train(noise, training -> training.epochs(epochs).headEpochs(0).arithmetic(arithmetic));
      double rate = print(out, "all, " + arithmetic, history.subList(1, epochs));
      whole = arithmetic == Arithmetic.FLOAT32 ? rate : whole;
    }
    double head =
        print(
            out,
            "the last layer, FLOAT32",
            train(noise, training -> training.epochs(headEpochs).headEpochs(headEpochs)));
    double micros = preparation(noise.split(Split.TRAINING).faces(), size);
    out.printf(
        Locale.ROOT,
        "%nThe last layer alone learns %.1f times as fast as all, in FLOAT32.%n"
            + "To change a face takes %.0f microseconds of one processor: %.1f %% of the time of a"
            + " step of all processors.%n",
        head / whole,
        micros,
        100 * micros * 1e-6 * whole / Runtime.getRuntime().availableProcessors());
    out.flush();
    return 0;
  }

  /** A tenth as many to validate on. */
  private Fer2013 noise() {
    Random random = new Random(1);
    List<LabelledFace> drawn = new ArrayList<>();
    for (int i = 0; i < faces + faces / 10; i++) {
      byte[] pixels = new byte[LabelledFace.SIDE * LabelledFace.SIDE];
      random.nextBytes(pixels);
      Split split = i < faces ? Split.TRAINING : Split.PUBLIC_TEST;
      drawn.add(new LabelledFace("noise" + i, split, Emotion.ofIndex(i % 7), pixels));
    }
    return Fer2013.of("noise", drawn);
  }

  private List<EpochFigures> train(Fer2013 noise, UnaryOperator<EmotionTrainerBuilder> setting)
      throws IOException {
    Path folder = Files.createTempDirectory("benchmark-training");
    try {
      EmotionTrainerBuilder training =
          setting
              .apply(EmotionTrainer.builder())
              .dataset(noise)
              .architecture(architecture)
              .batchSize(batchSize)
              .learningRate(1e-3)
              .outputDirectory(folder);
      if (cropSize != null) {
        training.cropSize(cropSize);
      }
      return training.build().train().history();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static double print(PrintWriter out, String name, List<EpochFigures> history) {
    double rate =
        history.size()
            / history.stream()
                .mapToDouble(epoch -> 1 / epoch.computation().imagesPerSecond())
                .sum();
    double waits =
        history.stream().mapToDouble(epoch -> epoch.computation().dataSeconds()).sum()
            / history.stream().mapToDouble(epoch -> epoch.computation().seconds()).sum();
    out.printf(Locale.ROOT, "| %s | %.0f | %.1f %% |%n", name, rate, 100 * waits);
    out.flush();
    return rate;
  }

  /** Microseconds that a face takes on its way from the data set into a batch. */
  private static double preparation(List<LabelledFace> faces, int size) {
    float[] values = new float[size * size];
    double micros = 0;
    try (Augmenter augmenter = new Augmenter(Augmentation.FER2013, ModelCard.Input.FER2013, size)) {
      SplittableRandom random = new SplittableRandom(1);
      for (int round = 0; round < 3; round++) { // the last, when all is compiled, counts
        long begin = System.nanoTime();
        faces.forEach(face -> augmenter.augment(face.pixels(), random, values, 0));
        micros = (System.nanoTime() - begin) / 1e3 / faces.size();
      }
    }
    return micros;
  }
}
