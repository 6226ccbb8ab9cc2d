// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

/**
 * A training in a process of its own that writes a checkpoint after each step and goes on from it;
 * and a program that kills it at random moments.
 */
final class KilledTraining {

  private static final List<String> TENSORS =
      List.of("network.ndlist", "average.ndlist", "optimizer.ndlist");
  private static final int LONGEST_MILLIS = 400;

  private KilledTraining() {}

  /**
   * Trains until there is a checkpoint that was not there before, and some time longer; then it is
   * killed, unless it has ended.
   *
   * @param log where the process writes what it says
   * @param output where it trains
   * @param millis how much longer
   * @param arguments for {@link Trainings#main}, after the output folder
   * @return where the training stands
   */
  static Checkpoint.State run(Path log, Path output, long millis, Path... arguments)
      throws IOException, InterruptedException {
    FileTime before = written(output);
    Process process = start(log, output, arguments);
    try {
      while (written(output).equals(before) && process.isAlive()) {
        Thread.sleep(2);
      }
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly();
      process.waitFor(30, TimeUnit.SECONDS);
    }
    assertThat(Checkpoint.existsIn(output)).as(() -> "a checkpoint: " + read(log)).isTrue();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return Checkpoint.read(output, manager).state();
    }
  }

  /** Trains to the end. */
  static void finish(Path log, Path output, Path... arguments)
      throws IOException, InterruptedException {
    Process process = start(log, output, arguments);
    assertThat(process.waitFor()).as(() -> read(log)).isZero();
  }

  /** Whether two trainings end with the same weights, averages and states of the optimizer. */
  static boolean haveTheSameTensors(Path one, Path other) throws IOException {
    for (String entry : TENSORS) {
      if (!Arrays.equals(entry(one, entry), entry(other, entry))) {
        return false;
      }
    }
    return true;
  }

  private static byte[] entry(Path directory, String name) throws IOException {
    try (ZipFile zip = new ZipFile(directory.resolve(Checkpoint.FILE).toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private static FileTime written(Path output) throws IOException {
    return Checkpoint.existsIn(output)
        ? Files.getLastModifiedTime(output.resolve(Checkpoint.FILE))
        : FileTime.fromMillis(0);
  }

  private static Process start(Path log, Path output, Path... arguments) throws IOException {
    List<String> command = new ArrayList<>(JavaProcess.command(Trainings.class, output.toString()));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * Kills a training: the arguments are an empty folder, the number of kills, and a seed. The
   * environment says on how many threads ({@code OMP_NUM_THREADS=1}).
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    Path log = folder.resolve("log");
    Path undisturbed = folder.resolve("undisturbed");
    Path killed = folder.resolve("killed");
    finish(log, undisturbed);
    Random random = new Random(Long.parseLong(arguments[2]));
    for (int i = 1; i <= Integer.parseInt(arguments[1]); i++) {
      Checkpoint.State state = run(log, killed, random.nextInt(LONGEST_MILLIS));
      System.out.printf("kill %d: %d epochs done, step %d%n", i, state.epoch(), state.step());
    }
    finish(log, killed);
    System.out.println("same weights: " + haveTheSameTensors(undisturbed, killed));
  }
}
