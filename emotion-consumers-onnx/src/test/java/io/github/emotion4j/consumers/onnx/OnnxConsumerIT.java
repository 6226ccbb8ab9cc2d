// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.consumers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program has on its class path that names emotion-onnx alone, and that it runs. */
@Timeout(300)
final class OnnxConsumerIT {

  private static final long MOST_BYTES = 200_000_000;
  private static final Path LIBRARIES = Path.of("target/lib").toAbsolutePath();
  private static final Path PROGRAM =
      Path.of("../emotion-consumers/src/main/java/io/github/emotion4j/consumers", "PrintFaces.java")
          .toAbsolutePath();
  private static final Path SAMPLE =
      Path.of("../emotion-cli/src/main/resources/samples/happy.png").toAbsolutePath();

  @TempDir private Path folder;

  private static List<Path> libraries() throws IOException {
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      return files.sorted().toList();
    }
  }

  @Test
  void itHasNoPyTorch() throws IOException {
    assertThat(libraries())
        .anyMatch(jar -> jar.toString().contains("onnxruntime"))
        .noneMatch(jar -> jar.toString().contains("pytorch"));
  }

  @Test
  void itIsAtMost200Megabytes() throws IOException {
    long bytes = 0;
    for (Path jar : libraries()) {
      bytes += Files.size(jar);
    }
    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void itFindsAFaceAndReadsIt() throws IOException, InterruptedException {
    String classPath =
        libraries().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                classPath,
                PROGRAM.toString(), // Java compiles it with the same class path
                SAMPLE.toString())
            .directory(folder.toFile()) // where no relative path of this project leads anywhere
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("ends").isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(output)).contains("found happy");
  }
}
