// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.djl.decode.ImageDecoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which pictures are read. */
final class DecoderOptions {

  @Option(
      names = "--max-pixels",
      paramLabel = "COUNT",
      description = "How many pixels a picture may have; default 64000000.")
  private @Nullable Long maxPixels;

  @Option(
      names = "--max-bytes",
      paramLabel = "COUNT",
      description = "How many bytes a picture's file may have; default 67108864.")
  private @Nullable Long maxBytes;

  private static final int DEFAULT_MAX_BYTES = 64 << 20;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long fetching a picture from its address may take; default 10.")
  private @Nullable Long timeout;

  @Option(names = "--allow-http", description = "Take addresses of http: too, not only https:.")
  private boolean allowHttp;

  @Option(
      names = "--allow-private-addresses",
      description = "Fetch pictures from this machine and its private networks too.")
  private boolean allowPrivateAddresses;

  DecoderOptions() {}

  /** Returns how many bytes a picture's file may have. */
  int maxBytes() {
    return maxBytes == null
        ? DEFAULT_MAX_BYTES
        : (int) Math.max(0, Math.min(Integer.MAX_VALUE - 8L, maxBytes));
  }

  /**
   * Makes the decoder.
   *
   * @return a decoder of these options
   * @throws IllegalArgumentException if a value is out of its range
   */
  ImageDecoder decoder() {
    ImageDecoder.Builder builder =
        ImageDecoder.builder().allowHttp(allowHttp).allowPrivateAddresses(allowPrivateAddresses);
    if (maxPixels != null) {
      builder.maxPixels(maxPixels);
    }
    if (maxBytes != null) {
      builder.maxBytes(maxBytes);
    }
    if (timeout != null) {
      builder.timeout(Duration.ofSeconds(timeout));
    }
    return builder.build();
  }
}
