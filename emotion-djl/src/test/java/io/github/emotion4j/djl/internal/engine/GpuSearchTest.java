// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine gets what a GPU needs, piece by piece. */
final class GpuSearchTest {

  private static final String CPU = "Computing on the CPU: ";

  @TempDir private Path machine;

  private Path driver() {
    return machine.resolve("nvidiactl");
  }

  private Path natives() {
    return machine.resolve("natives");
  }

  private Path runtimes() {
    return machine.resolve("cuda");
  }

  private GpuSearch search(int gpus, Optional<String> cudaRuntime, boolean cudaOnClassPath) {
    return new GpuSearch(
        gpus,
        cudaRuntime,
        Optional.of(natives()),
        cudaOnClassPath,
        List.of(driver(), machine.resolve("version")),
        List.of(machine.resolve("missing"), runtimes()));
  }

  private void install(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private void installNativesWithCuda() throws IOException {
    install(natives().resolve(System.mapLibraryName("torch_cuda")));
  }

  @Test
  void saysThatThereIsNoDriverAndWhereItLooked() throws IOException {
    installNativesWithCuda();

    assertThat(search(0, Optional.of("12.8"), true).whyNone())
        .contains("no NVIDIA driver", driver().toString(), "--gpus all", "docs/gpu.md");
  }

  @Test
  void saysThatPyTorchIsBuiltWithoutCuda() throws IOException {
    install(driver());

    assertThat(search(0, Optional.empty(), false).whyNone())
        .contains("without CUDA", natives().toString(), "pytorch-native-cu128")
        .doesNotContain("no NVIDIA driver", "libcudart");
  }

  @Test
  void saysThatCudasRuntimeIsMissingAndWhereItLooked() throws IOException {
    install(driver());
    installNativesWithCuda();

    assertThat(search(0, Optional.empty(), false).whyNone())
        .contains("could not load", "cudart", runtimes().toString(), "-Djna.library.path=")
        .doesNotContain("no NVIDIA driver", "without CUDA");
  }

  @Test
  void saysSoToWhereDjlLeavesThePyTorchWithCudaAlone() throws IOException {
    install(driver()); // and PyTorch of the CPU has started, which is on the class path too

    assertThat(search(0, Optional.empty(), true).whyNone()).contains("could not load", "cudart");
  }

  @Test
  void saysWhereCudasRuntimeLiesUnderAnotherName() throws IOException {
    install(driver());
    installNativesWithCuda();
    install(runtimes().resolve("libcudart.so.12"));

    assertThat(search(0, Optional.empty(), false).whyNone())
        .contains("though there is " + runtimes().resolve("libcudart.so.12"))
        .doesNotContain("install CUDA");
  }

  @Test
  void saysThatTheDriverShowsNoGpuWhereAllIsThere() throws IOException {
    install(driver());
    installNativesWithCuda();

    assertThat(search(0, Optional.of("12.8"), false).whyNone())
        .contains("CUDA 12.8", "sees no GPU", "525", "CUDA_VISIBLE_DEVICES");
  }

  @Test
  void saysThatASystemHasNoCuda() {
    GpuSearch mac =
        new GpuSearch(0, Optional.empty(), Optional.empty(), false, List.of(), List.of());

    assertThat(mac.whyNone()).contains("NVIDIA GPUs on Linux and Windows only");
  }

  @Test
  void givesNoReasonWhereThereIsAGpu() {
    GpuSearch search = search(1, Optional.of("12.8"), true);

    assertThat(search.choice()).isEqualTo("Computing on the GPU gpu:0 of 1, with CUDA 12.8");
    assertThatIllegalStateException().isThrownBy(search::whyNone);
  }

  @Test
  void saysInOneLineWhyTheCpuIsTaken() {
    GpuSearch search = search(0, Optional.empty(), false);

    assertThat(search.choice()).isEqualTo(CPU + search.whyNone()).hasLineCount(1);
  }

  @Test
  void ofThisMachineAgreesWithDjl() {
    GpuSearch search = GpuSearch.ofThisMachine();

    assertThat(search.gpus()).isEqualTo(Engine.getEngine(PyTorch.ENGINE).getGpuCount());
    assertThat(search.natives()).hasValue(Path.of(PyTorch.nativeLibrary()));
    assertThat(search.choice()).startsWith(search.gpus() > 0 ? "Computing on the GPU" : CPU);
    assertThat(PyTorch.flavorsOnClassPath()).contains(PyTorch.flavor());
  }

  @Test
  void whoHasPyTorchWithCudaOnlyIsToldWhatItWants() {
    assertThat(PyTorch.refused(List.of("cu128"), "linux-x86_64"))
        .contains(
            "(cu128) are built with CUDA",
            GpuSearch.withoutPyTorch().whyNone(),
            "add ai.djl.pytorch:pytorch-native-cpu");
  }

  @Test
  void whoHasPyTorchOfAnotherSystemIsToldSo() {
    assertThat(PyTorch.refused(List.of("cpu"), "win-x86_64"))
        .contains("for another system than win-x86_64")
        .doesNotContain("CUDA");
  }
}
