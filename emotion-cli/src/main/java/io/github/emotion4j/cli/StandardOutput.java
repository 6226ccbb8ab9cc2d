// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** Where results are printed: remembers why some could not be, which a print writer does not. */
final class StandardOutput extends FilterOutputStream {

  private Optional<IOException> failure = Optional.empty();

  /**
   * Watches a stream.
   *
   * @param out not one that swallows failures, as {@link System#out} does
   */
  StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
      throw e;
    }
  }

  /** Returns why something was not printed; nothing where its reader has read enough. */
  Optional<IOException> loss() {
    return failure.filter(
        e -> !String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe"));
  }
}
