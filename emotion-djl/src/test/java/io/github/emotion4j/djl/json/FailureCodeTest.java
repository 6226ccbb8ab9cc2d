// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.EmotionException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FailureCodeTest {

  @Test
  void everyExceptionOfTheApiHasACodeOfItsOwnAndIsReadBackFromIt() throws Exception {
    List<String> exceptions = exceptions();
    Set<String> codes = new HashSet<>();
    for (String name : exceptions) {
      Class<?> type = Class.forName("io.github.emotion4j." + name);
      EmotionException exception =
          (EmotionException) type.getConstructor(String.class).newInstance("why");
      codes.add(exception.code());
      assertThat(FailureCode.exception(exception.code(), "why"))
          .hasSameClassAs(exception)
          .hasMessage("why");
    }

    assertThat(exceptions).contains("EmotionException", "InvalidImageException");
    assertThat(codes).as("codes of " + exceptions).hasSameSizeAs(exceptions);
  }

  private static List<String> exceptions() throws IOException, URISyntaxException {
    URI place = EmotionException.class.getResource("EmotionException.class").toURI();
    if (place.getScheme().equals("file")) {
      return exceptions(Path.of(place).getParent());
    }
    try (FileSystem jar = FileSystems.newFileSystem(place, java.util.Map.of())) {
      return exceptions(jar.getPath("io/github/emotion4j"));
    }
  }

  private static List<String> exceptions(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Exception.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .toList();
    }
  }
}
