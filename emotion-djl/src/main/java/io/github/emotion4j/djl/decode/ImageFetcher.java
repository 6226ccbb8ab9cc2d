// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.MissingDependencyException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fetches encoded pictures from addresses, within limits of size, time and reach. */
final class ImageFetcher {

  private final Limits limits;
  private final WebClient.Names names;
  private final Predicate<? super InetAddress> allowed;

  /** Made at the first need: most decoders never fetch. */
  private @Nullable WebClient client;

  /**
   * What may be fetched.
   *
   * @param maxBytes how large a picture may be
   * @param timeout how long fetching it may take in all
   * @param allowPrivateAddresses whether this machine and its private networks may be asked
   * @param allowHttp whether {@code http:} is allowed too
   * @param allowFileAddresses whether {@code file:} is allowed
   */
  record Limits(
      int maxBytes,
      Duration timeout,
      boolean allowPrivateAddresses,
      boolean allowHttp,
      boolean allowFileAddresses) {}

  ImageFetcher(Limits limits) {
    this(limits, InetAddress::getAllByName, AddressRules::isPublic);
  }

  /** For tests: with names and rules of their own. */
  ImageFetcher(Limits limits, WebClient.Names names, Predicate<? super InetAddress> isPublic) {
    this.limits = limits;
    this.names = names;
    allowed = limits.allowPrivateAddresses() ? address -> true : isPublic;
  }

  /**
   * Fetches a picture.
   *
   * @param uri its address
   * @return the content
   * @throws IOException if it can't be fetched; the message of a {@link RefusedImageException} or
   *     {@link FetchException} is a reason, to be put after the picture's name
   */
  byte[] fetch(URI uri) throws IOException {
    return switch (scheme(uri)) {
      case "file" -> readFile(uri);
      case "data" -> decodeDataUri(uri);
      case "https", "http" -> client().get(uri);
      default ->
          throw new RefusedImageException(
              "addresses of scheme \""
                  + scheme(uri)
                  + "\" are not supported; use https, file or data");
    };
  }

  private synchronized WebClient client() {
    if (client == null) {
      try {
        client =
            new WebClient(limits.maxBytes(), limits.timeout(), allowed, limits.allowHttp(), names);
      } catch (LinkageError e) {
        throw new MissingDependencyException(
            "Pictures at web addresses need org.apache.httpcomponents.client5:httpclient5 on the"
                + " class path, and in a Java of chosen modules jdk.net and java.naming ("
                + e
                + ")",
            e);
      }
    }
    return client;
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private byte[] readFile(URI uri) throws IOException {
    if (!limits.allowFileAddresses()) {
      throw new RefusedImageException(
          "addresses of files are not allowed; allow them with"
              + " ImageDecoder.Builder.allowFileAddresses(true)");
    }
    Path path;
    try {
      path = Path.of(uri);
    } catch (IllegalArgumentException e) {
      throw new RefusedImageException(
          "its address names no file of this machine: " + e.getMessage(), e);
    }
    return ImageBytes.readFile(path, limits.maxBytes());
  }

  private byte[] decodeDataUri(URI uri) throws RefusedImageException {
    String content = uri.getSchemeSpecificPart();
    int comma = content.indexOf(',');
    if (comma < 0 || !content.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
      throw new RefusedImageException("a data address must be data:[media type];base64,[content]");
    }
    String base64 = content.substring(comma + 1);
    if (base64.length() / 4 * 3L > limits.maxBytes() + 2L) {
      throw ImageBytes.tooMany(limits.maxBytes());
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new RefusedImageException("its base64 is wrong: " + e.getMessage(), e);
    }
    if (bytes.length > limits.maxBytes()) {
      throw ImageBytes.tooMany(limits.maxBytes());
    }
    return bytes;
  }
}
