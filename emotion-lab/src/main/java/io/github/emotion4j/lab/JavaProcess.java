// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Begins programs in virtual machines of their own, of the same Java. */
final class JavaProcess {

  private JavaProcess() {}

  /**
   * Begins the settings of a process.
   *
   * @param options of the virtual machine; it shares this one's temporary folder unless they name
   *     another
   * @param classPath where the classes are
   * @param program the main class, and what it is given
   * @return a builder of the process
   */
  static ProcessBuilder builder(List<String> options, String classPath, String... program) {
    return builder(options, Stream.concat(Stream.of("-cp", classPath), Stream.of(program)));
  }

  /**
   * Begins the settings of a process that runs a jar.
   *
   * @param options as for {@link #builder}
   * @param jar the jar, which names its main class
   * @param arguments what that is given
   * @return a builder of the process
   */
  static ProcessBuilder ofJar(List<String> options, Path jar, String... arguments) {
    return builder(options, Stream.concat(Stream.of("-jar", jar.toString()), Stream.of(arguments)));
  }

  private static ProcessBuilder builder(List<String> options, Stream<String> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(options);
    program.forEach(command::add);
    return new ProcessBuilder(command);
  }
}
