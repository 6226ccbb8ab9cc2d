// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The container file as it is; no engine builds it here. */
final class ContainerFileTest {

  private static final Pattern INSTRUCTION =
      Pattern.compile(
          "(FROM|RUN|WORKDIR|COPY|ENV|USER|EXPOSE|HEALTHCHECK|STOPSIGNAL|ENTRYPOINT) .+");

  private static List<String> instructions;

  @BeforeAll
  static void read() throws IOException {
    String text = Files.readString(Path.of("Dockerfile"));
    instructions =
        text.replaceAll("(?m)^#.*\\R", "")
            .replaceAll("\\\\\\R\\s*", "")
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
  }

  private static Stream<String> arguments(String instruction) {
    return instructions.stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1));
  }

  @Test
  void everyLineIsAnInstruction() {
    assertThat(instructions).allMatch(line -> INSTRUCTION.matcher(line).matches());
    assertThat(instructions.get(0)).startsWith("FROM ");
  }

  @Test
  void everyImageHasAVersionOfAJavaThatTheProjectSupports() {
    assertThat(arguments("FROM"))
        .hasSize(2)
        .allMatch(image -> image.matches("eclipse-temurin:(17|21|25)-jre-noble( AS \\w+)?"));
  }

  @Test
  void itRunsAsNobodyWhoMayDoAnything() {
    List<String> last =
        instructions.subList(instructions.lastIndexOf("USER 10001"), instructions.size());

    assertThat(arguments("USER")).containsExactly("10001");
    assertThat(last).noneMatch(line -> line.startsWith("RUN ") || line.startsWith("COPY "));
  }

  @Test
  void whatIsCopiedIsTheJarOrComesFromTheFirstStage() {
    assertThat(arguments("COPY"))
        .containsExactly(
            "target/emotion-server.jar .",
            "--from=unpacked /app/natives natives",
            "--from=unpacked /app/server server");
  }

  @Test
  void whatItStartsIsWhatTheFirstStageHasMade() {
    assertThat(arguments("RUN"))
        .anyMatch(
            run ->
                run.contains("extract --destination server ")
                    && run.contains("-XX:ArchiveClassesAtExit=server/classes.jsa "));
    assertThat(arguments("ENTRYPOINT"))
        .containsExactly(
            "[\"java\", \"-XX:SharedArchiveFile=server/classes.jsa\", \"-XX:MaxRAMPercentage=50\","
                + " \"-jar\", \"server/emotion-server.jar\"]");
    assertThat(arguments("ENV"))
        .hasSize(2)
        .allMatch(variables -> variables.startsWith("DJL_CACHE_DIR=/app/natives "));
  }
}
