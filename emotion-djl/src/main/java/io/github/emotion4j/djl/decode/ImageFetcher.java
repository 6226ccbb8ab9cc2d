// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Fetches encoded pictures from addresses, within limits of size, time and reach. */
final class ImageFetcher {
  private static final int MAX_REDIRECTS = 5;
  private static final String ALLOW_HTTP = "ImageDecoder.Builder.allowHttp(true)";

  private final int maxBytes;
  private final Duration timeout;
  private final boolean allowPrivateAddresses;
  private final boolean allowHttp;

  /** Made at the first need: it starts a thread, and most decoders never fetch. */
  private @Nullable HttpClient client;

  ImageFetcher(int maxBytes, Duration timeout, boolean allowPrivateAddresses, boolean allowHttp) {
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    this.allowPrivateAddresses = allowPrivateAddresses;
    this.allowHttp = allowHttp;
  }

  /**
   * Fetches a picture.
   *
   * @param uri its address
   * @return the content
   * @throws IOException if it can't be fetched; the message of an {@link RefusedImageException} is
   *     a reason, to be put after the picture's name
   */
  byte[] fetch(URI uri) throws IOException {
    return switch (scheme(uri)) {
      case "file" -> ImageDecoder.readFile(path(uri), maxBytes);
      case "data" -> decodeDataUri(uri);
      case "https", "http" -> download(uri);
      default ->
          throw new RefusedImageException(
              "addresses of scheme \""
                  + scheme(uri)
                  + "\" are not supported; use https, file or data");
    };
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private static Path path(URI uri) throws RefusedImageException {
    try {
      return Path.of(uri);
    } catch (IllegalArgumentException e) {
      throw new RefusedImageException(
          "its address names no file of this machine: " + e.getMessage(), e);
    }
  }

  private byte[] decodeDataUri(URI uri) throws RefusedImageException {
    String content = uri.getSchemeSpecificPart();
    int comma = content.indexOf(',');
    if (comma < 0 || !content.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
      throw new RefusedImageException("a data address must be data:[media type];base64,[content]");
    }
    String base64 = content.substring(comma + 1);
    if (base64.length() / 4 * 3L > maxBytes + 2L) {
      throw ImageDecoder.tooManyBytes(maxBytes);
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new RefusedImageException("its base64 is wrong: " + e.getMessage(), e);
    }
    if (bytes.length > maxBytes) {
      throw ImageDecoder.tooManyBytes(maxBytes);
    }
    return bytes;
  }

  private byte[] download(URI uri) throws IOException {
    Deadline deadline = new Deadline(timeout);
    URI address = uri;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      requireAllowed(address, deadline);
      HttpResponse<byte[]> response = get(address, deadline);
      // The client resolved the name itself: where it now is a private address, the name changed
      // in between, and the answer may come from behind the firewall.
      requireAllowed(address, deadline);
      int status = response.statusCode();
      if (status == 200) {
        return response.body();
      }
      if (!isRedirect(status)) {
        throw new RefusedImageException("the server answered with status " + status);
      }
      address = target(address, response);
    }
    throw new RefusedImageException("the server redirects more than " + MAX_REDIRECTS + " times");
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI target(URI from, HttpResponse<?> response) throws RefusedImageException {
    Optional<String> location = response.headers().firstValue("Location");
    if (location.isEmpty()) {
      throw new RefusedImageException("the server redirects to nowhere");
    }
    try {
      return from.resolve(location.get());
    } catch (IllegalArgumentException e) {
      throw new RefusedImageException(
          "the server redirects to a wrong address: " + location.get(), e);
    }
  }

  private void requireAllowed(URI address, Deadline deadline) throws IOException {
    String scheme = scheme(address);
    if (scheme.equals("http") && !allowHttp) {
      throw new RefusedImageException(
          address + " is not encrypted; use https, or allow it with " + ALLOW_HTTP);
    }
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new RefusedImageException(
          "the server redirects to " + address + ", which is not https");
    }
    String host = address.getHost();
    if (host == null) {
      throw new RefusedImageException("its address names no host");
    }
    if (address.getRawUserInfo() != null) {
      throw new RefusedImageException(
          "its address holds a user name, which is not supported; remove it");
    }
    if (allowPrivateAddresses) {
      return;
    }
    for (InetAddress resolved : resolve(host, deadline)) {
      if (!AddressRules.isPublic(resolved)) {
        throw new RefusedImageException(
            host
                + " is "
                + resolved.getHostAddress()
                + ", an address of this machine or of a private network; allow these with"
                + " ImageDecoder.Builder.allowPrivateAddresses(true)");
      }
    }
  }

  private InetAddress[] resolve(String host, Deadline deadline) throws IOException {
    CompletableFuture<InetAddress[]> addresses =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return InetAddress.getAllByName(host);
              } catch (UnknownHostException e) {
                return new InetAddress[0];
              }
            },
            ImageFetcher::runInBackground);
    InetAddress[] found = await(addresses, deadline);
    if (found.length == 0) {
      throw new RefusedImageException("the host " + host + " is unknown");
    }
    return found;
  }

  /** Resolving a name can't be interrupted, so it must not hold the caller past the deadline. */
  private static void runInBackground(Runnable task) {
    Thread thread = new Thread(task, "emotion4j-resolve");
    thread.setDaemon(true);
    thread.start();
  }

  private HttpResponse<byte[]> get(URI address, Deadline deadline) throws IOException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(address).timeout(deadline.left()).GET().build();
    } catch (IllegalArgumentException e) {
      throw new RefusedImageException("its address is wrong: " + e.getMessage(), e);
    }
    return await(client().sendAsync(request, info -> new LimitedBody(info, maxBytes)), deadline);
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    }
    return client;
  }

  private <T> T await(CompletableFuture<T> future, Deadline deadline) throws IOException {
    try {
      return future.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw tooSlow(e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new RefusedImageException("fetching it was interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof RefusedImageException reason) {
        throw reason;
      }
      if (cause instanceof HttpTimeoutException) {
        throw tooSlow(cause);
      }
      throw new RefusedImageException("fetching it failed: " + cause, cause);
    }
  }

  private RefusedImageException tooSlow(Throwable cause) {
    return new RefusedImageException(
        "fetching it took more than "
            + timeout.toMillis()
            + " ms; raise ImageDecoder.Builder.timeout to wait longer",
        cause);
  }

  /** The moment by which a download with all its redirects must have ended. */
  private static final class Deadline {
    private final long end;

    Deadline(Duration timeout) {
      end = System.nanoTime() + timeout.toNanos();
    }

    Duration left() {
      return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }
  }
}
