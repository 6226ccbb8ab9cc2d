// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchCheckTest {

  @Test
  void aBatchThatIsKilledLosesAndRepeatsNothing(@TempDir Path folder) throws Exception {
    Path photographs = Files.createDirectories(folder.resolve("photographs"));
    ImageIO.write(
        SamplePictures.picture(320, 240, 2, 0.4, 1), "jpeg", photographs.resolve("a.jpg").toFile());
    StringWriter out = new StringWriter();

    int exitCode =
        LabMain.execute(
            new PrintWriter(out, true),
            new PrintWriter(out, true),
            "batch-check",
            "--pictures",
            photographs.toString(),
            "--work",
            folder.resolve("work").toString(),
            "--count=300",
            "--kills=1",
            "--compare=0");

    assertThat(out.toString()).contains("at the end: 300 rows of 300 names, 3 failed");
    assertThat(exitCode).isZero();
  }
}
