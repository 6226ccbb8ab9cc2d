// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.io.IOException;

/** A picture is refused. The message is the reason, to be put after the picture's name. */
final class RefusedImageException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedImageException(String reason) {
    super(reason);
  }

  RefusedImageException(String reason, Throwable cause) {
    super(reason, cause);
  }

  static RefusedImageException truncated() {
    return new RefusedImageException("it is truncated; get the whole file");
  }

  static RefusedImageException broken(String what) {
    return new RefusedImageException(
        "it is broken (" + what + "); save it anew with an image editor");
  }
}
