// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.opencv;

import io.github.emotion4j.djl.internal.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import nu.pattern.OpenCV;
import org.opencv.core.Core;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenCV's native library, unpacked once into a folder that stays: the artifact's own way is to
 * unpack its 20 to 65 MB at each start.
 */
final class UnpackedLibrary {

  private static final Logger logger = LoggerFactory.getLogger(UnpackedLibrary.class);

  private UnpackedLibrary() {}

  /**
   * Unpacks the library of this machine, unless it is there.
   *
   * @param cache the folder that stays; DJL's
   * @return the library; empty where the artifact has none, or the folder can't be written
   */
  static Optional<Path> in(Path cache) {
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    String name = System.mapLibraryName(Core.NATIVE_LIBRARY_NAME);
    URL packed = OpenCV.class.getResource("/nu/pattern/opencv/" + platform + "/" + name);
    if (packed == null) {
      return Optional.empty();
    }
    Path library = cache.resolve("opencv").resolve(platform).resolve(name);
    try {
      URLConnection connection = packed.openConnection();
      long size = connection.getContentLengthLong();
      try (InputStream content = connection.getInputStream()) {
        if (!Files.exists(library) || Files.size(library) != size) {
          AtomicFile.write(library, content::transferTo);
        }
      }
      return Optional.of(library);
    } catch (IOException e) {
      logger.debug("OpenCV can't be kept in {}", cache, e);
      return Optional.empty();
    }
  }

  /** What the artifact calls a system and its processor. */
  static String platform(String system, String processor) {
    String name = system.toLowerCase(Locale.ROOT);
    boolean arm = processor.equals("aarch64");
    String folder = name.startsWith("mac") ? "osx" : name.startsWith("win") ? "windows" : name;
    return folder + "/" + (arm ? "ARMv8" : processor.equals("amd64") ? "x86_64" : processor);
  }
}
