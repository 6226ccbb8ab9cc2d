// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * PyTorch's libraries on the class path, unpacked where DJL would put them: for an environment
 * whose {@code PYTORCH_VERSION}, which images with Python's PyTorch set, would have DJL download
 * others.
 */
final class BundledLibraries {

  private BundledLibraries() {}

  /**
   * Unpacks those that are not yet there.
   *
   * @param platform the libraries on the class path
   * @return their folder in DJL's cache, with the library that joins them to Java
   * @throws IOException if they can't be written
   */
  static Path unpack(Platform platform) throws IOException {
    String flavor = platform.getFlavor();
    String classifier = platform.getClassifier();
    Path cache = Utils.getEngineCacheDir("pytorch");
    Path folder = cache.resolve(platform.getVersion() + "-" + flavor + "-" + classifier);
    Path torch = folder.resolve(System.mapLibraryName("torch"));
    if (!Files.exists(torch)) {
      Files.createDirectories(cache);
      Path temporary = Files.createTempDirectory(cache, "tmp");
      try {
        for (String file : platform.getLibraries()) {
          try (InputStream library = open("pytorch/" + flavor + "/" + classifier + "/" + file)) {
            Files.copy(library, temporary.resolve(file));
          }
        }
        Utils.moveQuietly(temporary, folder);
      } finally {
        Utils.deleteQuietly(temporary);
      }
      if (!Files.exists(torch)) {
        throw new NoSuchFileException(torch.toString(), null, "it could not be unpacked");
      }
    }
    String bridge = System.mapLibraryName("djl_torch");
    Path target = folder.resolve(platform.getApiVersion() + "-" + bridge);
    if (!Files.exists(target)) {
      try (InputStream library = open("jnilib/" + classifier + "/" + flavor + "/" + bridge)) {
        AtomicFile.write(target, library::transferTo);
      }
    }
    return folder;
  }

  private static InputStream open(String resource) throws IOException {
    InputStream stream = BundledLibraries.class.getClassLoader().getResourceAsStream(resource);
    if (stream == null) {
      throw new NoSuchFileException(resource, null, "it is not on the class path");
    }
    return stream;
  }
}
