// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training on a disk of its own, a small one that really becomes full after the first epoch.
 * Linux lets a process mount one where user namespaces are allowed; elsewhere this is skipped.
 */
class DiskFullTest {

  @TempDir private static Path folder;
  private static List<String> lines = List.of();

  @BeforeAll
  static void trainOnASmallDisk() throws IOException, InterruptedException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    String mount = "mount -t tmpfs -o size=64m tmpfs " + disk;
    assumeTrue(isPossible(mount), "this process can't mount a disk of its own");
    List<String> command = inNamespace(mount + " && exec \"$@\"");
    command.add("sh");
    command.addAll(JavaProcess.command(SmallDisk.class, disk.toString()));
    lines = run(command);
  }

  private static List<String> inNamespace(String script) {
    return new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "sh", "-c", script));
  }

  private static boolean isPossible(String mount) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(inNamespace(mount))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) { // there is no such command
      return false;
    }
  }

  private static List<String> run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> contentOf(output)).isZero();
    return Files.readAllLines(output);
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void fullDiskEndsTheTrainingWithAnExceptionThatSaysSo() {
    assertThat(lines)
        .filteredOn(line -> line.startsWith("failed: "))
        .singleElement()
        .asString()
        .contains("its last checkpoint is intact", "No space left on device");
  }

  @Test
  void fullDiskLeavesTheCheckpointAndTheModelOfAnEpoch() {
    assertThat(lines).contains("left: a checkpoint and a model, nothing half written");
  }

  @Test
  void onceThereIsRoomTheTrainingGoesOnToItsEnd() {
    assertThat(lines).contains("resumed: 3 epochs");
  }
}
