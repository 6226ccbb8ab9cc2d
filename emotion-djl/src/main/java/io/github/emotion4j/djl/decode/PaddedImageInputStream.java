// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory, followed by a few zeros and then a refusal.
 *
 * <p>The WebP reader takes the end of the file for zeros and reads on, an exception a bit: a file
 * of fifty bytes could occupy it for minutes, and show a truncated picture. The zeros are what it
 * reads ahead of a picture that ends where it should.
 */
final class PaddedImageInputStream extends ImageInputStreamImpl {
  private static final int PADDING = 64;

  private final byte[] bytes;

  PaddedImageInputStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    if (streamPos < bytes.length) {
      return bytes[(int) streamPos++] & 0xFF;
    }
    if (streamPos >= bytes.length + (long) PADDING) {
      throw RefusedImageException.truncated();
    }
    streamPos++;
    return 0;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    bitOffset = 0;
    int count = (int) Math.max(0, Math.min(bytes.length - streamPos, length));
    System.arraycopy(bytes, (int) Math.min(streamPos, bytes.length), target, offset, count);
    streamPos += count;
    // All that was asked for: Java's readLong takes less for the end of the file.
    for (int i = count; i < length; i++) {
      target[offset + i] = (byte) read();
    }
    return length;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
