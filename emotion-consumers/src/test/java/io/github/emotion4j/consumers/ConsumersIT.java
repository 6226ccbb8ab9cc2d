// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packed program in a virtual machine of its own, in each way that it was packed. */
@Timeout(300)
final class ConsumersIT {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String MAIN = "io.github.emotion4j.consumers.PrintFaces";
  private static final Path SAMPLE =
      Path.of("../emotion-cli/src/main/resources/samples/happy.png").toAbsolutePath();

  @TempDir private Path folder;

  private static List<Path> libraries() throws IOException {
    try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
      return files.sorted().toList();
    }
  }

  private static Path packed(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("emotion-consumers-[^-]+(-SNAPSHOT)?" + suffix))
          .collect(Collectors.collectingAndThen(Collectors.toList(), found -> found.get(0)));
    }
  }

  private static String path(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs Java, and returns what it printed. */
  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
    command.addAll(List.of(arguments));
    command.add(SAMPLE.toString());
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
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
    return Files.readString(output);
  }

  @Test
  void theClassPathServes() throws IOException, InterruptedException {
    List<Path> classPath = new ArrayList<>(libraries());
    classPath.add(packed("\\.jar"));

    assertThat(run("-cp", path(classPath), MAIN)).contains("found happy");
  }

  @Test
  void theModulePathServes() throws IOException, InterruptedException {
    // The jar of PyTorch's native library has a module name that Java refuses.
    List<Path> natives =
        libraries().stream().filter(jar -> jar.toString().contains("pytorch-native")).toList();
    List<Path> modules = new ArrayList<>(libraries());
    modules.removeAll(natives);
    Path sources = Path.of("src/it/module-path").toAbsolutePath();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-p",
                path(modules),
                "-d",
                folder.resolve("consumer").toString(),
                sources.resolve("module-info.java").toString(),
                sources.resolve("io/github/emotion4j/consumer/PrintFaces.java").toString());
    assertThat(code).as("javac").isZero();
    modules.add(folder.resolve("consumer"));

    assertThat(
            run(
                "-p",
                path(modules),
                "-cp",
                path(natives),
                "--add-modules",
                "ALL-MODULE-PATH,java.naming,jdk.net",
                "-m",
                "io.github.emotion4j.consumer/io.github.emotion4j.consumer.PrintFaces"))
        .contains("found happy");
  }

  @Test
  void aShadedJarServes() throws IOException, InterruptedException {
    assertThat(run("-jar", packed("-shaded\\.jar").toString())).contains("found happy");
  }

  @Test
  void aSpringBootJarServes() throws IOException, InterruptedException {
    assertThat(run("-jar", packed("-boot\\.jar").toString())).contains("found happy");
  }
}
