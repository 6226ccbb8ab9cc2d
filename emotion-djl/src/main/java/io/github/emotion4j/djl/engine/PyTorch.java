// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import io.github.emotion4j.MissingDependencyException;
import java.util.List;

/**
 * Makes sure that PyTorch can run before DJL tries, so that a missing native library is a sentence
 * about the build and not a download or a stack trace. Safe to share between threads.
 *
 * <p>DJL would download a missing library. This SDK downloads nothing unless the system property
 * {@value #ALLOW_DOWNLOAD} is {@code true}, which is the way to a CUDA build: leave the CPU library
 * off the class path and DJL fetches the one for the machine's GPU.
 */
public final class PyTorch {

  /** DJL's name of the engine. */
  public static final String ENGINE = "PyTorch";

  /** System property that lets DJL download a native library that is not on the class path. */
  public static final String ALLOW_DOWNLOAD = "emotion4j.allowNativeDownload";

  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";
  private static final List<String> PUBLISHED =
      List.of("linux-x86_64", "osx-aarch64", "win-x86_64");

  private static volatile boolean started;

  private PyTorch() {}

  /**
   * Starts the engine, or says what it lacks.
   *
   * @return the engine
   * @throws MissingDependencyException if no native library for this machine is at hand, or it
   *     can't be loaded; the message names the dependency to add
   */
  public static Engine require() {
    if (!started && !isDownloadAllowed() && Utils.getEnvOrSystemProperty(LIBRARY_PATH) == null) {
      Platform platform = Platform.detectPlatform("pytorch");
      if (platform.isPlaceholder()) {
        throw new MissingDependencyException(
            missing(platform.getClassifier(), platform.getVersion()));
      }
    }
    try {
      Engine engine = Engine.getEngine(ENGINE);
      started = true;
      return engine;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new MissingDependencyException(
          "PyTorch's native library for "
              + Platform.fromSystem("pytorch").getClassifier()
              + " was found but can't be loaded: "
              + rootMessage(e)
              + ". It needs glibc (musl, as in Alpine images, is not supported) and, on Windows,"
              + " the Visual C++ redistributable",
          e);
    }
  }

  /**
   * Tells where the native library lies.
   *
   * @return its folder
   */
  public static String nativeLibrary() {
    require();
    return LibUtils.getLibtorchPath();
  }

  /**
   * Tells by how many processors PyTorch does an operation that the calling thread asks for.
   *
   * @return at least 1; as many as there are processors unless set otherwise
   */
  public static int threadsPerOperation() {
    require();
    return Math.max(1, JniUtils.getNumThreads());
  }

  private static boolean isDownloadAllowed() {
    return Boolean.getBoolean(ALLOW_DOWNLOAD);
  }

  /** The message for a machine whose native library is not on the class path. */
  static String missing(String classifier, String version) {
    String otherwise =
        "; or set "
            + LIBRARY_PATH
            + " to a folder with libtorch "
            + version
            + ", or let DJL download a library with -D"
            + ALLOW_DOWNLOAD
            + "=true";
    if (PUBLISHED.contains(classifier)) {
      return "PyTorch's native library for "
          + classifier
          + " is not on the class path; add the dependency ai.djl.pytorch:pytorch-native-cpu:"
          + version
          + " with classifier "
          + classifier
          + " and scope runtime"
          + otherwise;
    }
    return "PyTorch's native library is not on the class path, and Maven Central has none for "
        + classifier
        + ": ai.djl.pytorch:pytorch-native-cpu:"
        + version
        + " comes for "
        + String.join(", ", PUBLISHED)
        + ". Run there"
        + otherwise;
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
