// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadmeTest {

  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  /** Where the service is compiled, with Spring, and run. */
  private static final Path SERVICE =
      Path.of(
          "../emotion-spring-boot-starter/src/test/java/io/github/emotion4j/spring/snippet",
          "Service.java");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/training.md"})
  void everyJavaSnippetOfThePageIsCompiled(String page) throws IOException {
    String readme = Files.readString(Path.of("..").resolve(page));
    String compiled =
        unindented(
            Files.readString(
                    Path.of("src/test/java/io/github/emotion4j/examples/ReadmeSnippets.java"))
                + Files.readString(SERVICE));
    List<String> snippets =
        JAVA_BLOCK.matcher(readme).results().map(match -> unindented(match.group(1))).toList();
    assertThat(snippets)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(snippet -> assertThat(compiled).contains(snippet));
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
