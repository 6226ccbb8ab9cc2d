// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A training in a process of its own, which is killed as soon as there is a checkpoint. */
final class KilledTraining {

  private KilledTraining() {}

  /**
   * Trains until killed.
   *
   * @param log where the process writes what it says
   * @param output where it trains
   * @param arguments for {@link Trainings#main}, after the output folder
   * @return the epochs that were done
   */
  static int run(Path log, Path output, Path... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(JavaProcess.command(Trainings.class, output.toString()));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      while (!Checkpoint.existsIn(output)) {
        assertThat(process.isAlive()).as(() -> "training goes on: " + read(log)).isTrue();
        Thread.sleep(2);
      }
    } finally {
      process.destroyForcibly();
      process.waitFor(30, TimeUnit.SECONDS);
    }
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return Checkpoint.read(output, manager).state().epoch();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
