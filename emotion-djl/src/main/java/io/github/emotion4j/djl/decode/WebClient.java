// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Gets what lies at web addresses, within limits of size, time and reach. A host's name is resolved
 * once a connection, and the connection goes to the address that was found and checked, so a name
 * that changes its address is of no use to anybody. Where the JVM is told to use a proxy (such as
 * {@code https.proxyHost}), names are checked here and resolved again by the proxy.
 */
final class WebClient {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_HEADERS = 200;
  private static final int MAX_HEADER_LENGTH = 16_384;
  private static final TimeValue IDLE = TimeValue.ofSeconds(10);
  private static final String ALLOW_HTTP = "ImageDecoder.Builder.allowHttp(true)";

  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface Names {

    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final int maxBytes;
  private final Duration timeout;
  private final boolean allowHttp;
  private final DnsResolver checked;
  private final PoolingHttpClientConnectionManager direct;
  private final CloseableHttpClient directClient;
  private final PoolingHttpClientConnectionManager proxied;
  private final CloseableHttpClient proxiedClient;

  /**
   * Makes a client; starts nothing.
   *
   * @param maxBytes how large an answer may be
   * @param timeout how long an answer may take in all, redirects included
   * @param allowed tells which addresses may be connected to
   * @param allowHttp whether {@code http:} is allowed too
   * @param names finds addresses
   */
  WebClient(
      int maxBytes,
      Duration timeout,
      Predicate<? super InetAddress> allowed,
      boolean allowHttp,
      Names names) {
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    this.allowHttp = allowHttp;
    checked = new CheckedNames(names, allowed);
    direct = connections(checked, timeout);
    directClient = client(direct);
    proxied = connections(new CheckedNames(names, address -> true), timeout);
    proxiedClient = client(proxied);
  }

  private static PoolingHttpClientConnectionManager connections(
      DnsResolver names, Duration timeout) {
    Timeout most = Timeout.of(timeout);
    Http1Config limits =
        Http1Config.custom()
            .setMaxHeaderCount(MAX_HEADERS)
            .setMaxLineLength(MAX_HEADER_LENGTH)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(names)
        .setTlsSocketStrategy(DefaultClientTlsStrategy.createSystemDefault())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(limits).build())
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(most).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(most).setSocketTimeout(most).build())
        .build();
  }

  private static CloseableHttpClient client(PoolingHttpClientConnectionManager connections) {
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setUserAgent("emotion4j")
        .disableRedirectHandling() // each address is checked
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  /**
   * Gets what lies at an address.
   *
   * @param uri the address, of scheme {@code https} or {@code http}
   * @return the content
   * @throws RefusedImageException if the address or the answer is refused
   * @throws FetchException if there is no answer, or the thread is interrupted
   */
  byte[] get(URI uri) throws IOException {
    Download download = new Download(uri);
    CompletableFuture<byte[]> content = new CompletableFuture<>();
    Thread thread = new Thread(() -> download.run(content), "emotion4j-fetch");
    thread.setDaemon(true); // resolving a name can't be interrupted, and must not hold anybody
    thread.start();
    try {
      return content.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      download.cancel();
      throw tooSlow(e);
    } catch (InterruptedException e) {
      download.cancel();
      Thread.currentThread().interrupt();
      throw FetchException.interrupted(e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } finally {
      direct.closeIdle(IDLE);
      proxied.closeIdle(IDLE);
    }
  }

  private IOException failure(Throwable cause) {
    if (cause instanceof ForbiddenAddressException) {
      return new RefusedImageException(cause.getMessage(), cause);
    }
    if (cause instanceof RefusedImageException || cause instanceof FetchException) {
      return (IOException) cause;
    }
    if (cause instanceof UnknownHostException) {
      return FetchException.unavailable(
          "the host is unknown, or no name server answers (" + cause.getMessage() + ")", cause);
    }
    if (cause instanceof java.net.SocketTimeoutException) {
      return tooSlow(cause);
    }
    return cause instanceof SSLException || !(cause instanceof IOException)
        ? new RefusedImageException("fetching it failed: " + cause, cause)
        : FetchException.unavailable("fetching it failed: " + cause, cause);
  }

  private FetchException tooSlow(Throwable cause) {
    return FetchException.unavailable(
        "fetching it took more than "
            + timeout.toMillis()
            + " ms; raise ImageDecoder.Builder.timeout to wait longer",
        cause);
  }

  private void requireAllowed(URI address) throws RefusedImageException {
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("http") && !allowHttp) {
      throw new RefusedImageException(
          address + " is not encrypted; use https, or allow it with " + ALLOW_HTTP);
    }
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new RefusedImageException(
          "the server redirects to " + address + ", which is not https");
    }
    if (address.getHost() == null) {
      throw new RefusedImageException("its address names no host");
    }
    if (address.getRawUserInfo() != null) {
      throw new RefusedImageException(
          "its address holds a user name, which is not supported; remove it");
    }
  }

  private static @Nullable HttpHost proxy(URI address) {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return null;
    }
    for (Proxy proxy : selector.select(address)) {
      if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress place) {
        return new HttpHost(place.getHostString(), place.getPort());
      }
      if (proxy.type() == Proxy.Type.DIRECT) {
        return null;
      }
    }
    return null;
  }

  /** One picture on its way, with all its redirects. */
  private final class Download {
    private final URI uri;
    private @Nullable HttpGet current;
    private boolean cancelled;

    Download(URI uri) {
      this.uri = uri;
    }

    void run(CompletableFuture<byte[]> content) {
      try {
        content.complete(follow());
      } catch (IOException | RuntimeException | Error e) {
        content.completeExceptionally(e);
      }
    }

    synchronized void cancel() {
      cancelled = true;
      if (current != null) {
        current.cancel();
      }
    }

    private synchronized HttpGet begin(URI address, @Nullable HttpHost proxy) throws IOException {
      if (cancelled) {
        throw new IOException("cancelled");
      }
      HttpGet request = new HttpGet(address);
      request.setConfig(RequestConfig.custom().setProxy(proxy).build());
      current = request;
      return request;
    }

    private byte[] follow() throws IOException {
      URI address = uri;
      for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        requireAllowed(address);
        HttpHost proxy = proxy(address);
        if (proxy != null) {
          checked.resolve(address.getHost());
        }
        HttpGet request = begin(address, proxy);
        ClassicHttpResponse response =
            (proxy == null ? directClient : proxiedClient)
                .executeOpen(host(address), request, null);
        try (response) {
          int status = response.getCode();
          if (status == 200) {
            return body(request, response);
          }
          request.cancel(); // or closing would read the rest
          if (!isRedirect(status)) {
            throw statusFailure(status);
          }
          address = target(address, response.getFirstHeader("Location"));
        }
      }
      throw new RefusedImageException("the server redirects more than " + MAX_REDIRECTS + " times");
    }

    private byte[] body(HttpGet request, ClassicHttpResponse response) throws IOException {
      HttpEntity entity = response.getEntity();
      if (entity == null) {
        return new byte[0];
      }
      boolean whole = false;
      try {
        if (entity.getContentLength() > maxBytes) {
          throw ImageBytes.tooMany(maxBytes);
        }
        InputStream stream = entity.getContent();
        byte[] bytes = stream == null ? new byte[0] : ImageBytes.readAll(stream, maxBytes);
        whole = true;
        return bytes;
      } finally {
        if (!whole) {
          request.cancel(); // or closing would read the rest
        }
      }
    }
  }

  private static HttpHost host(URI address) throws RefusedImageException {
    try {
      return new HttpHost(address.getScheme(), address.getHost(), address.getPort());
    } catch (IllegalArgumentException e) {
      throw new RefusedImageException("its address is wrong: " + e.getMessage(), e);
    }
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static IOException statusFailure(int status) {
    String reason = "the server answered with status " + status;
    boolean passing = status == 408 || status == 425 || status == 429 || status >= 500;
    return passing
        ? FetchException.unavailable(reason + "; try again later")
        : new RefusedImageException(reason);
  }

  private static URI target(URI from, @Nullable Header location) throws RefusedImageException {
    if (location == null || location.getValue() == null) {
      throw new RefusedImageException("the server redirects to nowhere");
    }
    try {
      return from.resolve(location.getValue());
    } catch (IllegalArgumentException e) {
      throw new RefusedImageException(
          "the server redirects to a wrong address: " + location.getValue(), e);
    }
  }

  /** A host has an address that must not be connected to. */
  private static final class ForbiddenAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String host, InetAddress address) {
      super(
          host
              + " is "
              + address.getHostAddress()
              + ", an address of this machine or of a private network; allow these with"
              + " ImageDecoder.Builder.allowPrivateAddresses(true)");
    }
  }

  /** Resolves names to addresses that may be connected to. */
  private record CheckedNames(Names names, Predicate<? super InetAddress> allowed)
      implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = names.resolve(host);
      for (InetAddress address : addresses) {
        if (!allowed.test(address)) {
          throw new ForbiddenAddressException(host, address);
        }
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
