// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import ai.djl.util.cuda.CudaUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a GPU needs, and what of it is there: an NVIDIA driver, PyTorch's libraries built with CUDA,
 * and CUDA's runtime library, by which DJL counts the GPUs.
 *
 * @param gpus how many PyTorch can use
 * @param cudaRuntime version of the CUDA runtime that DJL has loaded, such as {@code "12.8"}; empty
 *     if it found none
 * @param natives folder of PyTorch's libraries; empty where it has not started
 * @param cudaOnClassPath whether PyTorch's libraries on the class path are, among others, built
 *     with CUDA; DJL leaves them alone where it finds no CUDA runtime
 * @param driverFiles what a driver leaves on a machine, any of it; empty where CUDA has none
 * @param runtimeFolders where CUDA's runtime library may lie
 */
public record GpuSearch(
    int gpus,
    Optional<String> cudaRuntime,
    Optional<Path> natives,
    boolean cudaOnClassPath,
    List<Path> driverFiles,
    List<Path> runtimeFolders) {

  private static final String PAGE = "; see docs/gpu.md, or run emotion4j doctor";

  /** Makes a search. */
  public GpuSearch {
    driverFiles = List.copyOf(driverFiles);
    runtimeFolders = List.copyOf(runtimeFolders);
  }

  /**
   * Searches this machine; starts PyTorch.
   *
   * @return what is there
   * @throws io.github.emotion4j.MissingDependencyException if PyTorch can't be started
   */
  public static GpuSearch ofThisMachine() {
    return of(PyTorch.require().getGpuCount(), Optional.of(Path.of(PyTorch.nativeLibrary())));
  }

  /** Searches this machine where PyTorch can't start, for example because a GPU is missing. */
  static GpuSearch withoutPyTorch() {
    return of(0, Optional.empty());
  }

  private static GpuSearch of(int gpus, Optional<Path> natives) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return new GpuSearch(
        gpus,
        cudaRuntimeOfDjl(),
        natives,
        PyTorch.flavorsOnClassPath().stream().anyMatch(flavor -> flavor.startsWith("cu")),
        driverFiles(system),
        runtimeFolders(system));
  }

  private static Optional<String> cudaRuntimeOfDjl() {
    try {
      int version = CudaUtils.getCudaVersion(); // such as 12080
      return Optional.of(version / 1000 + "." + version / 10 % 100);
    } catch (IllegalStateException | IllegalArgumentException e) { // DJL's way to say there is none
      return Optional.empty();
    }
  }

  private static List<Path> driverFiles(String system) {
    if (system.startsWith("windows")) {
      String windows = Optional.ofNullable(System.getenv("SystemRoot")).orElse("C:\\Windows");
      return List.of(Path.of(windows, "System32", "nvcuda.dll"));
    }
    return system.startsWith("linux")
        ? List.of(
            Path.of("/dev/nvidiactl"),
            Path.of("/proc/driver/nvidia/version"),
            Path.of("/usr/lib/wsl/lib/libcuda.so.1"))
        : List.of();
  }

  /**
   * Where JNA, by which DJL loads the library, and the system's loader look, and where it is put.
   */
  private static List<Path> runtimeFolders(String system) {
    List<Path> folders = new ArrayList<>();
    addPath(folders, System.getProperty("jna.library.path"));
    if (system.startsWith("windows")) {
      Optional.ofNullable(System.getenv("CUDA_PATH"))
          .ifPresent(cuda -> folders.add(Path.of(cuda, "bin")));
      addPath(folders, System.getenv("PATH"));
    } else if (system.startsWith("linux")) {
      addPath(folders, System.getenv("LD_LIBRARY_PATH"));
      Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/cuda/lib64")
          .map(Path::of)
          .forEach(folders::add);
    }
    return folders.stream().distinct().toList();
  }

  private static void addPath(List<Path> folders, String path) {
    if (path != null) {
      for (String folder : path.split(File.pathSeparator, -1)) {
        if (!folder.isBlank()) {
          folders.add(Path.of(folder));
        }
      }
    }
  }

  /**
   * Says in a line what is chosen where nobody chooses.
   *
   * @return the device, and for the CPU why not a GPU
   */
  public String choice() {
    return gpus > 0
        ? "Computing on the GPU gpu:0 of " + gpus + ", with CUDA " + cudaRuntime.orElse("unknown")
        : "Computing on the CPU: " + whyNone();
  }

  /**
   * Says why no GPU can be used, the first of the reasons that must be dealt with.
   *
   * @return a sentence with the remedy
   * @throws IllegalStateException if one can be used
   */
  public String whyNone() {
    if (gpus > 0) {
      throw new IllegalStateException(gpus + " GPUs can be used");
    }
    if (driverFiles.isEmpty()) {
      return "PyTorch takes NVIDIA GPUs on Linux and Windows only";
    }
    if (driverFiles.stream().noneMatch(Files::exists)) {
      return "no NVIDIA driver is installed (looked for "
          + join(driverFiles)
          + "); install it, or in a container start that with --gpus all"
          + PAGE;
    }
    if (!cudaOnClassPath && natives.filter(GpuSearch::hasCuda).isEmpty()) {
      return "there is an NVIDIA driver, but PyTorch's native library"
          + natives.map(folder -> " in " + folder).orElse("")
          + " is built without CUDA; put ai.djl.pytorch:pytorch-native-cu128 on the class path"
          + PAGE;
    }
    if (cudaRuntime.isEmpty()) {
      List<Path> found = runtimes();
      return "there are an NVIDIA driver and a PyTorch with CUDA, but DJL, which counts the GPUs by"
          + " CUDA's runtime library, could not load "
          + runtimeName()
          + (found.isEmpty()
              ? " (looked in " + join(runtimeFolders) + "); install CUDA 12's runtime"
              : ", though there is " + join(found) + "; name it " + runtimeName())
          + " and start Java with -Djna.library.path= and its folder"
          + PAGE;
    }
    return "CUDA "
        + cudaRuntime.get()
        + " is there but sees no GPU; the driver may be too old for it (CUDA 12 takes 525 or later,"
        + " CUDA 13 580), CUDA_VISIBLE_DEVICES may hide the GPU, or a container lacks --gpus all"
        + PAGE;
  }

  /**
   * Tells whether PyTorch's libraries in a folder are built with CUDA.
   *
   * @param natives the folder
   * @return whether the one for CUDA is there
   */
  public static boolean hasCuda(Path natives) {
    return Files.exists(natives.resolve(System.mapLibraryName("torch_cuda")));
  }

  /**
   * Finds CUDA's runtime library, which need not mean that DJL can load it.
   *
   * @return the files, in the order of the folders; empty if there is none
   */
  public List<Path> runtimes() {
    return runtimeFolders.stream().flatMap(GpuSearch::runtimesIn).distinct().toList();
  }

  private static Stream<Path> runtimesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("libcudart\\.so.*|cudart64_.*dll"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String runtimeName() {
    String name = System.mapLibraryName("cudart");
    return name.endsWith(".dll") ? "cudart64_12.dll" : name;
  }

  private static String join(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
