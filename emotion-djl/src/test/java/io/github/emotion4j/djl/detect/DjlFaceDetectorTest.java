// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DjlFaceDetectorTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"garbage.pt", "garbage.zip"})
  void whatIsNoModelIsRefusedByItsName(String name) throws IOException {
    Path file = Files.write(folder.resolve(name), new byte[1000]);

    assertThatThrownBy(() -> DjlFaceDetector.retinaFace(file.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(name);
  }

  @Test
  void anAddressIsOneInCapitalsToo() {
    assertThatThrownBy(() -> DjlFaceDetector.retinaFace("HTTPS://example.invalid/x.zip"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ai.djl.offline");
  }
}
