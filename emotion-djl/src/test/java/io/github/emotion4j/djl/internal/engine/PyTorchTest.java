// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @ValueSource(strings = {"linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64"})
  void namesTheMissingDependencyOfAPlatformThatHasOne(String classifier) {
    assertThat(PyTorch.missing(classifier, "2.7.1"))
        .contains(
            "ai.djl.pytorch:pytorch-native-cpu:2.7.1", "with classifier " + classifier, "runtime")
        .doesNotContain("has none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"osx-x86_64", "win-aarch64"})
  void saysWhereThereIsNoDependencyWhatToDoInstead(String classifier) {
    assertThat(PyTorch.missing(classifier, "2.7.1"))
        .contains(
            "Maven Central has none for " + classifier,
            "linux-x86_64, linux-aarch64, osx-aarch64, win-x86_64",
            "PYTORCH_LIBRARY_PATH",
            "-Demotion4j.allowNativeDownload=true")
        .doesNotContain("add the dependency");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "x.so already loaded in another classloader | one class loader only",
        "/cache/x: No space left on device | disk is full",
        "/cache/x: Read-only file system | DJL_CACHE_DIR",
        "x.so: failed to map segment from shared object | noexec",
        "version `GLIBC_2.34' not found (required by x.so) | newer glibc",
        "libc.musl-x86_64.so.1: cannot open shared object file | newer glibc",
        "x.dll: Can't find dependent libraries | Visual C++",
        "java.net.UnknownHostException: publish.djl.ai | connection"
      })
  void saysWhatHelpsAgainstAFailure(String failure, String remedy) {
    Throwable thrown = new IllegalStateException("can't load", new UnsatisfiedLinkError(failure));

    assertThat(LoadingFailure.describe(thrown, "DJL_CACHE_DIR")).contains(failure, remedy);
  }

  @Test
  void saysWhatHelpsWhereALibraryMayNotBeFetched() {
    Throwable thrown =
        new IllegalStateException(
            "Cannot download jni files: https://publish.djl.ai/pytorch/2.7.1/jnilib/0.36.0/"
                + "linux-x86_64/cu128/libdjl_torch.so (glibc)",
            new IOException("Offline mode is enabled."));

    assertThat(LoadingFailure.describe(thrown, "DJL_CACHE_DIR"))
        .contains("Offline mode is enabled. A library", "allowNativeDownload=true")
        .doesNotContain("..", "newer glibc");
  }

  @Test
  void givesNoHintWhereItKnowsNone() {
    assertThat(LoadingFailure.describe(new IllegalStateException("odd"), "DJL_CACHE_DIR"))
        .isEqualTo("java.lang.IllegalStateException: odd");
  }
}
