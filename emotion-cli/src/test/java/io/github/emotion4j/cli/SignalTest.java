// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training in a process that is told to end. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java can't send SIGTERM there")
final class SignalTest {

  private static final int EXIT_CODE_OF_SIGTERM = 143;

  @TempDir private Path folder;

  /** A data set of noise, as Kaggle's folder. */
  private Path dataSet() throws IOException {
    Random random = new Random(1);
    return KaggleFolder.write(
        folder.resolve("faces"),
        emotion -> {
          BufferedImage face = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
          for (int pixel = 0; pixel < 48 * 48; pixel++) {
            face.getRaster().setSample(pixel % 48, pixel / 48, 0, random.nextInt(256));
          }
          return face;
        });
  }

  @Test
  void trainingEndsInOrderAndSaysHowToGoOn() throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Path model = folder.resolve("model");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Djava.awt.headless=true",
                "-cp",
                classPath,
                Main.class.getName(),
                "train",
                "--data",
                dataSet().toString(),
                "--out",
                model.toString(),
                "--crop-size",
                "16",
                "--batch-size",
                "8",
                "--epochs",
                "100000",
                "--checkpoint-interval",
                "0")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      while (!Files.exists(model.resolve("checkpoint.zip"))) {
        assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
        Thread.sleep(10);
      }
      process.destroy(); // SIGTERM
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isEqualTo(EXIT_CODE_OF_SIGTERM);
    assertThat(output)
        .content()
        .contains("what is done is kept in " + model)
        .contains("go on with the same command and --resume");
  }
}
