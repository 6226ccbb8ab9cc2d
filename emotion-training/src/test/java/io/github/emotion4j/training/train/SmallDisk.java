// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDManager;
import io.github.emotion4j.djl.classify.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Trains on a small disk, fills the disk after the first epoch, looks at what is left, makes room
 * again, and resumes. The argument is where the disk is; the program prints what happens.
 */
final class SmallDisk {

  private SmallDisk() {}

  public static void main(String[] arguments) throws IOException {
    Path output = Path.of(arguments[0], "training");
    Path filler = Path.of(arguments[0], "filler");
    Thread filling = new Thread(() -> fillOnceThereIsACheckpoint(output, filler));
    filling.start();
    try {
      Trainings.threeEpochs(output).build().train();
    } catch (TrainingException e) {
      System.out.println("failed: " + e.getMessage());
    }
    requireWhole(output);
    System.out.println("left: a checkpoint and a model, nothing half written");
    Files.delete(filler);
    TrainingResult result = Trainings.threeEpochs(output).resume(true).build().train();
    System.out.println("resumed: " + result.history().size() + " epochs");
  }

  private static void fillOnceThereIsACheckpoint(Path output, Path filler) {
    while (!Checkpoint.existsIn(output)) {
      Thread.onSpinWait();
    }
    byte[] zeros = new byte[4096];
    try (OutputStream stream = Files.newOutputStream(filler)) {
      while (true) {
        stream.write(zeros);
      }
    } catch (IOException full) {
      System.out.println("filled: " + full.getMessage());
    }
  }

  private static void requireWhole(Path output) throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Stream<Path> files = Files.list(output)) {
      int epoch = Checkpoint.read(output, manager).state().epoch();
      ModelFile.read(output);
      if (epoch >= 3 || files.anyMatch(file -> file.toString().endsWith(".tmp"))) {
        throw new IllegalStateException("epoch " + epoch + ", or a temporary file is left");
      }
    }
  }
}
