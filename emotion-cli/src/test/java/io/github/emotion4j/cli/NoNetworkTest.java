// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line in a virtual machine that notes each attempt to open a connection. */
@Timeout(600)
final class NoNetworkTest {

  @TempDir private Path folder;

  private Path log() {
    return folder.resolve("network.log");
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Djava.nio.channels.spi.SelectorProvider=" + NetworkWatch.Channels.class.getName(),
                "-D" + NetworkWatch.LOG + "=" + log(),
                "-cp",
                classPath,
                NetworkWatch.class.getName()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // The program must see to it itself.
    builder.environment().remove("OPT_OUT_TRACKING");
    builder.environment().remove("DJL_OFFLINE");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(500, TimeUnit.SECONDS)).as("ends").isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  @Test
  void analyzeOpensNoConnection() throws IOException, InterruptedException {
    assertThat(run("analyze", "--json")).contains("dominant_emotion");

    assertThat(log()).doesNotExist();
  }

  @Test
  void theWatchSeesWhatJavaTries() throws IOException, InterruptedException {
    assertThat(run(NetworkWatch.CONTROL)).contains("refused").doesNotContain("succeeded");

    assertThat(log()).content().contains("URLConnection", "Socket", "HttpClient");
  }
}
