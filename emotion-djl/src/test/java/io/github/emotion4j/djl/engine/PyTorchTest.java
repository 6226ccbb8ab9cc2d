// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchTest {

  @Test
  void theEngineIsPyTorch() {
    assertThat(PyTorch.require().getEngineName()).isEqualTo("PyTorch");
  }

  @Test
  void theNativeLibraryLiesInAFolder() {
    assertThat(Path.of(PyTorch.nativeLibrary())).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-x86_64", "osx-aarch64", "win-x86_64"})
  void namesTheMissingDependencyOfAPlatformThatHasOne(String classifier) {
    assertThat(PyTorch.missing(classifier, "2.7.1"))
        .contains(
            "ai.djl.pytorch:pytorch-native-cpu:2.7.1", "with classifier " + classifier, "runtime")
        .doesNotContain("has none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-aarch64", "osx-x86_64", "win-aarch64"})
  void saysWhereThereIsNoDependencyWhatToDoInstead(String classifier) {
    assertThat(PyTorch.missing(classifier, "2.7.1"))
        .contains(
            "Maven Central has none for " + classifier,
            "linux-x86_64, osx-aarch64, win-x86_64",
            "PYTORCH_LIBRARY_PATH",
            "-Demotion4j.allowNativeDownload=true")
        .doesNotContain("add the dependency");
  }
}
