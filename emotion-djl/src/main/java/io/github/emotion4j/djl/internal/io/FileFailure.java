// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/** Says in words why a file can't be read or written, where Java's message is but its name. */
public final class FileFailure {

  private FileFailure() {}

  /**
   * Describes a failure.
   *
   * @param failure what Java says; where it only wraps a failure of a file, that is described
   * @return the reason in a few words; names the file where the failure does
   */
  public static String describe(Throwable failure) {
    if (failure instanceof UncheckedIOException || failure instanceof DirectoryIteratorException) {
      return describe(failure.getCause());
    }
    if (failure instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (failure instanceof AccessDeniedException denied) {
      return "access to " + denied.getFile() + " is denied";
    }
    if (failure instanceof FileAlreadyExistsException existing) {
      return existing.getFile() + " is there already, and no folder";
    }
    if (failure instanceof ZipException broken) {
      return "it is no zip file, or a broken one (" + broken.getMessage() + ")";
    }
    boolean says =
        failure instanceof FileSystemException
            || failure instanceof FileNotFoundException
            || failure.getClass() == IOException.class;
    return says && failure.getMessage() != null ? failure.getMessage() : failure.toString();
  }
}
