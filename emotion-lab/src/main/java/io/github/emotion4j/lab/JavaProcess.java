// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Begins programs in virtual machines of their own, of the same Java. */
final class JavaProcess {

  private JavaProcess() {}

  /**
   * Begins the settings of a process.
   *
   * @param options of the virtual machine; it shares this one's temporary folder
   * @param classPath where the classes are
   * @param program the main class, and what it is given
   * @return a builder of the process
   */
  static ProcessBuilder builder(List<String> options, String classPath, String... program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(program));
    return new ProcessBuilder(command);
  }
}
