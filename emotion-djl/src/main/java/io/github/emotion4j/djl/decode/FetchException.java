// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageUnavailableException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;

/**
 * A picture is not had although nothing is known against it. The message is the reason, to be put
 * after the picture's name.
 */
final class FetchException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean interrupted;

  private FetchException(String reason, Throwable cause, boolean interrupted) {
    super(reason, cause);
    this.interrupted = interrupted;
  }

  /** Its host could not give it just now. */
  static FetchException unavailable(String reason) {
    return new FetchException(reason, new IOException(reason), false);
  }

  /** Its host could not give it just now. */
  static FetchException unavailable(String reason, Throwable cause) {
    return new FetchException(reason, cause, false);
  }

  /** The thread was interrupted, and its flag is set. */
  static FetchException interrupted(Throwable cause) {
    return new FetchException("reading it was interrupted", cause, true);
  }

  /** Recognizes what files and streams of others throw for these reasons. */
  static Optional<FetchException> of(IOException thrown) {
    if (thrown instanceof FetchException own) {
      return Optional.of(own);
    }
    if (thrown instanceof ClosedByInterruptException) {
      return Optional.of(interrupted(thrown));
    }
    return thrown instanceof SocketTimeoutException
        ? Optional.of(unavailable("it did not come in time (" + thrown.getMessage() + ")", thrown))
        : Optional.empty();
  }

  /** The exception for callers, which names the picture. */
  EmotionException named(String picture) {
    String message = "Can't read the picture " + picture + ": " + getMessage();
    return interrupted
        ? new AnalysisInterruptedException(message, this)
        : new ImageUnavailableException(message, this);
  }
}
