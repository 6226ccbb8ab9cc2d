// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code emotion4j.*} of the detector.
 *
 * @param model name of an embedded model, or the folder or zip of one of your own
 * @param flip whether each face is classified mirrored, too
 * @param neutralPrior share of neutral faces in your pictures, above 0 and below 1; what the
 *     model's card says by default
 * @param face how faces are found
 * @param limits what one picture, and all at once, may take
 * @param addresses which addresses pictures may be fetched from
 */
@ConfigurationProperties("emotion4j")
public record EmotionProperties(
    @DefaultValue("combined") String model,
    boolean flip,
    @Nullable Double neutralPrior,
    @DefaultValue Face face,
    @DefaultValue Limits limits,
    @DefaultValue Addresses addresses) {

  /**
   * How faces are found.
   *
   * @param detector embedded, trained:DIR, yunet:FILE, retinaface:FILE-OR-URL,
   *     ultranet:FILE-OR-URL, haar:FILE, or whole where each picture is a face
   * @param minConfidence from which confidence on a face is reported, 0 to 1; the detector's own
   *     setting by default
   * @param required whether a picture without a face is an error
   */
  public record Face(
      @DefaultValue("embedded") String detector,
      @Nullable Double minConfidence,
      boolean required) {}

  /**
   * What one picture, and all at once, may take.
   *
   * @param threads how many calls may use the network at once; the number of processors by default
   * @param maxWait how long a picture waits for its turn
   * @param maxPixels how many pixels a picture may have
   * @param maxBytes how large a picture file may be, also as an upload unless
   *     spring.servlet.multipart.max-file-size is set
   */
  public record Limits(
      @Nullable Integer threads,
      @DefaultValue("30s") Duration maxWait,
      @DefaultValue("64000000") long maxPixels,
      @DefaultValue("64MB") DataSize maxBytes) {}

  /**
   * Which addresses pictures may be fetched from, where the application passes on addresses.
   *
   * @param timeout how long fetching one may take
   * @param http whether http is allowed beside https
   * @param privateHosts whether hosts of the own machine and network are allowed
   * @param files whether file addresses are allowed
   */
  public record Addresses(
      @DefaultValue("10s") Duration timeout, boolean http, boolean privateHosts, boolean files) {}
}
