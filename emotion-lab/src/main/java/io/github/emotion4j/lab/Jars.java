// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** Looks at the class path of a program that was started as a jar. */
final class Jars {

  /** What the workshop and the command line need, and a program with a detector does not. */
  static final String[] OF_PROGRAMS_ONLY = {
    "emotion-lab",
    "emotion4j",
    "emotion-cli",
    "emotion-training",
    "picocli",
    "commons-math3",
    "commons-csv",
    "commons-codec",
    "commons-io",
    "xchart",
    "progressbar",
    "jline",
    "animated-gif",
    "VectorGraphics",
    "PDFBox",
    "pdfbox",
    "fontbox",
    "graphics2d",
    "slf4j-simple"
  };

  private Jars() {}

  /** The jar, and those that its manifest names. */
  static List<String> on(Path entry) throws IOException {
    List<String> all = new ArrayList<>(List.of(entry.toString()));
    if (Files.isRegularFile(entry)) {
      try (JarFile jar = new JarFile(entry.toFile())) {
        String named =
            jar.getManifest() == null
                ? null
                : jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        if (named != null) {
          for (String name : named.split(" ", -1)) {
            all.add(entry.resolveSibling(name).toString());
          }
        }
      }
    }
    return all;
  }
}
