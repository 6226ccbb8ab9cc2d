// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCheckTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void writeAPhotograph() throws IOException {
    Path photographs = Files.createDirectories(folder.resolve("photographs"));
    ImageIO.write(
        SamplePictures.picture(320, 240, 2, 0.4, 1), "jpeg", photographs.resolve("a.jpg").toFile());
  }

  private int check(String... options) {
    String[] all =
        Stream.concat(
                Stream.of(
                    "batch-check",
                    "--pictures=" + folder.resolve("photographs"),
                    "--work=" + folder.resolve("work"),
                    "--compare=0"),
                Stream.of(options))
            .toArray(String[]::new);
    return LabMain.execute(new PrintWriter(out, true), new PrintWriter(out, true), all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv", "parquet"})
  void aBatchThatIsKilledLosesAndRepeatsNothing(String format) {
    int exitCode = check("--format=" + format, "--count=200", "--kills=1");

    assertThat(out.toString())
        .contains(
            "at the end: 200 rows of 200 names, 2 failed",
            "verdict: met: every picture exactly once: true");
    assertThat(exitCode).isZero();
  }

  @Test
  void aCheckThatWasBrokenOffGoesOnWhereItWas() throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    assertThat(check("--count=100", "--kills=0")).isZero();
    assertThat(work.resolve("state.properties")).doesNotExist();
    Files.move(work.resolve("results.jsonl"), work.resolve("results.jsonl.part"));
    Files.writeString(
        work.resolve("state.properties"),
        "parameters=" + folder.resolve("photographs") + " 100 2 jsonl 1\nbroken=1\nkills=2\n");

    assertThat(check("--count=100", "--kills=2")).isZero();

    assertThat(out.toString())
        .contains("going on with a check that was broken off, which said:")
        .doesNotContain("killed at");
    assertThat(work.resolve("report.txt")).content().contains("100 pictures, 1 of them broken");
  }
}
