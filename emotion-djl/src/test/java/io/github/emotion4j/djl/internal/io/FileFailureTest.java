// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FileFailureTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new NoSuchFileException("a/b"), "there is no a/b"),
        Arguments.of(new AccessDeniedException("a/b"), "access to a/b is denied"),
        Arguments.of(new FileAlreadyExistsException("a"), "a is there already, and no folder"),
        Arguments.of(new FileSystemException("a", null, "too long"), "a: too long"),
        Arguments.of(new IOException("the disk is full"), "the disk is full"),
        Arguments.of(
            new ZipException("no header"), "it is no zip file, or a broken one (no header)"),
        Arguments.of(new ClosedChannelException(), "java.nio.channels.ClosedChannelException"),
        Arguments.of(new UncheckedIOException(new NoSuchFileException("a")), "there is no a"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsDescribedInWordsAndNotByAFileAlone(Exception failure, String words) {
    assertThat(FileFailure.describe(failure)).isEqualTo(words);
  }
}
