// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** README.md and the pages in docs. */
final class PagesTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  /** Where snippets are compiled: what needs Spark or Spring, beside it. */
  private static final List<Path> SOURCES =
      List.of(
          Path.of("emotion-examples/src/test/java/io/github/emotion4j/examples/PageSnippets.java"),
          Path.of("emotion-examples/src/test/java/org/example/First.java"),
          Path.of("emotion-spark/src/test/java/io/github/emotion4j/spark/AnalyzeOnSpark.java"),
          Path.of(
              "emotion-spring-boot-starter/src/test/java/io/github/emotion4j/spring/snippet",
              "Service.java"));

  private static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .map(ROOT::relativize)
          .forEach(pages::add);
    }
    return pages.stream();
  }

  private static String read(Path page) throws IOException {
    return Files.readString(ROOT.resolve(page)).replace("\r\n", "\n");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyJavaSnippetIsCompiled(Path page) throws IOException {
    StringBuilder compiled = new StringBuilder();
    for (Path source : SOURCES) {
      compiled.append(unspaced(read(source)));
    }
    assertThat(JAVA_BLOCK.matcher(read(page)).results().map(match -> unspaced(match.group(1))))
        .allSatisfy(snippet -> assertThat(compiled).contains(snippet));
  }

  /** However it is broken into lines. */
  private static String unspaced(String code) {
    return code.replaceAll("\\s", "");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkToAFileLeadsSomewhere(Path page) throws IOException {
    Path folder = ROOT.resolve(page).resolveSibling("");
    assertThat(LINK.matcher(read(page)).results().map(match -> folder.resolve(match.group(1))))
        .allSatisfy(file -> assertThat(file).exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/quick-start.md"})
  void versionsAreThoseOfTheBuild(String page) throws IOException {
    String pom = read(Path.of("pom.xml"));
    String version = between(pom, "<version>", "</version>");
    String pyTorch = between(pom, "<pytorch.version>", "</pytorch.version>");

    assertThat(read(Path.of(page)))
        .contains("<version>" + version + "</version>", "emotion-djl:" + version + "\"")
        .contains("<version>" + pyTorch + "</version>", "pytorch-native-cpu:" + pyTorch + ":");
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
