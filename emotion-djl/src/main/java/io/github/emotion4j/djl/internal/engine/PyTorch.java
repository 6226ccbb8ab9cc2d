// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngineProvider;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import io.github.emotion4j.MissingDependencyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that PyTorch can run before DJL tries, so that a missing native library is a sentence
 * about the build and not a download or a stack trace. Safe to share between threads.
 *
 * <p>DJL would download a missing library, and one of the version that {@code PYTORCH_VERSION} in
 * the environment names. This SDK takes the one on the class path, and downloads nothing unless the
 * system property {@value #ALLOW_DOWNLOAD} is {@code true}; then, without the CPU library on the
 * class path, it also fetches the build for the machine's GPU.
 */
public final class PyTorch {

  /** DJL's name of the engine. */
  public static final String ENGINE = "PyTorch";

  /** System property that lets DJL download a native library that is not on the class path. */
  public static final String ALLOW_DOWNLOAD = "emotion4j.allowNativeDownload";

  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";
  private static final String VERSION = "PYTORCH_VERSION";
  private static final List<String> PUBLISHED =
      List.of("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64");

  private static final String FLAVOR = "PYTORCH_FLAVOR";

  private static final Logger LOG = LoggerFactory.getLogger(PyTorch.class);

  private static volatile boolean started;

  /** What DJL tells is what the environment says; this is there where that is not so. */
  private static volatile Optional<String> versionOnClassPath = Optional.empty();

  private PyTorch() {}

  /**
   * Starts the engine, or says what it lacks.
   *
   * @return the engine
   * @throws MissingDependencyException if no native library for this machine is at hand, or it
   *     can't be loaded; the message names the dependency to add
   */
  public static Engine require() {
    return OwnClassLoader.call(PyTorch::start);
  }

  private static Engine start() {
    try {
      if (!started && !isDownloadAllowed()) {
        requireLibraries();
      }
      if (!Engine.hasEngine(ENGINE)) {
        // DJL lists its engines once, by whatever class loader it is first asked; or the service
        // files of a shaded jar were not merged.
        Engine.registerEngine(new PtEngineProvider());
      }
      Engine engine = Engine.getEngine(ENGINE);
      started = true;
      return engine;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      if (e instanceof MissingDependencyException missing) {
        throw missing;
      }
      throw new MissingDependencyException(
          "PyTorch can't be started on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": "
              + LoadingFailure.describe(e, "DJL_CACHE_DIR in the environment"),
          e);
    }
  }

  /** Checks that DJL will find all libraries and download none. */
  private static void requireLibraries() {
    Platform platform = Platform.detectPlatform("pytorch");
    boolean ownLibrary = Utils.getEnvOrSystemProperty(LIBRARY_PATH) != null;
    if (platform.isPlaceholder() && !ownLibrary) {
      throw new MissingDependencyException(
          flavorsOnClassPath().isEmpty()
              ? missing(platform.getClassifier(), platform.getVersion())
              : refused(flavorsOnClassPath(), platform.getClassifier()));
    }
    String wanted = Utils.getEnvOrSystemProperty(VERSION, "");
    boolean others = !ownLibrary && !platform.getVersion().startsWith(wanted);
    String version = wanted.isEmpty() || others ? platform.getVersion() : wanted;
    String bridge = version.split("-", -1)[0] + "-" + platform.getApiVersion();
    String found = bridgeVersion();
    if (!found.startsWith(bridge)) {
      throw new MissingDependencyException(
          "PyTorch "
              + version
              + " needs the dependency ai.djl.pytorch:pytorch-jni:"
              + bridge
              + ", but on the class path is "
              + (found.isEmpty() ? "none" : found)
              + "; take both from emotion-bom, or let DJL download it with -D"
              + ALLOW_DOWNLOAD
              + "=true");
    }
    if (others) {
      useThoseOnClassPath(platform, wanted);
    }
  }

  /** Has DJL load what is on the class path though the environment asks for another version. */
  private static void useThoseOnClassPath(Platform platform, String wanted) {
    LOG.info(
        "{} is {} in the environment, as images with Python's PyTorch set it; PyTorch {} is used,"
            + " which is on the class path",
        VERSION,
        wanted,
        platform.getVersion());
    try {
      System.setProperty(LIBRARY_PATH, BundledLibraries.unpack(platform).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty(FLAVOR, platform.getFlavor());
    versionOnClassPath = Optional.of(platform.getVersion());
  }

  private static String bridgeVersion() {
    // By the class loader: on the module path, a class finds its own module's resources alone.
    try (InputStream file =
        PyTorch.class.getClassLoader().getResourceAsStream("jnilib/pytorch.properties")) {
      Properties properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      return properties.getProperty("jni_version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Tells whether the engine was started.
   *
   * @return true once {@link #require()} has returned
   */
  static boolean isStarted() {
    return started;
  }

  /**
   * Tells the version of the native library.
   *
   * @return such as {@code 2.7.1}
   */
  public static String version() {
    Engine engine = require();
    return versionOnClassPath
        .map(version -> version.split("-", -1)[0])
        .orElseGet(engine::getVersion);
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
   * Tells how the engine's libraries are built.
   *
   * @return {@code cpu}, or the version of CUDA, such as {@code cu128}
   */
  public static String flavor() {
    String ownFlavor = Utils.getEnvOrSystemProperty(FLAVOR);
    if (Utils.getEnvOrSystemProperty(LIBRARY_PATH) != null) {
      return ownFlavor == null ? "cpu" : ownFlavor;
    }
    return Platform.detectPlatform("pytorch").getFlavor();
  }

  /** How each of the libraries on the class path is built, which need not fit this machine. */
  static List<String> flavorsOnClassPath() {
    try {
      List<String> flavors = new ArrayList<>();
      for (URL url :
          Collections.list(
              PyTorch.class.getClassLoader().getResources("native/lib/pytorch.properties"))) {
        Properties properties = new Properties();
        try (InputStream file = url.openStream()) {
          properties.load(file);
        }
        flavors.add(properties.getProperty("flavor", ""));
      }
      return flavors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The message for libraries on the class path that DJL does not take on this machine. */
  static String refused(List<String> flavors, String classifier) {
    String found = "PyTorch's libraries on the class path (" + String.join(", ", flavors) + ")";
    return flavors.stream().anyMatch(flavor -> flavor.startsWith("cu"))
        ? found
            + " are built with CUDA, which DJL takes only with a GPU, and "
            + GpuSearch.withoutPyTorch().whyNone()
            + ". To compute on the CPU, add ai.djl.pytorch:pytorch-native-cpu, which may stay"
            + " beside it"
        : found + " are for another system than " + classifier + "; add those with that classifier";
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
}
