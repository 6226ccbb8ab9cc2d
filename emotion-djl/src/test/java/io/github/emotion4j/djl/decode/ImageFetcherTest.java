// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.ImageUnavailableException;
import io.github.emotion4j.InvalidImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ImageFetcherTest {
  private static final byte[] PNG =
      Pictures.encode(Pictures.plain(12, 8, BufferedImage.TYPE_INT_RGB, 0xFF336699), "png");
  private static final String BASE64 = Base64.getEncoder().encodeToString(PNG);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  private URI serve(String path, HttpHandler handler) {
    server.createContext(path, handler);
    return address(path);
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static HttpHandler redirect(int status, String location) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    };
  }

  private static void sendPicture(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, PNG.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(PNG);
    }
  }

  private static ImageDecoder.Builder open() {
    return ImageDecoder.builder().allowHttp(true).allowPrivateAddresses(true);
  }

  private static BufferedImage decode(ImageDecoder.Builder decoder, URI uri) {
    return decoder.build().decode(ImageSource.of(uri));
  }

  private static BufferedImage decode(String uri) {
    return decode(ImageDecoder.builder(), URI.create(uri));
  }

  @Test
  void fetchesAPicture() {
    URI uri = serve("/a.png", ImageFetcherTest::sendPicture);

    assertThat(decode(open(), uri).getWidth()).isEqualTo(12);
  }

  @Test
  void fetchesManyPicturesWithOneDecoder() {
    ImageDecoder decoder = open().build();
    URI uri = serve("/a.png", ImageFetcherTest::sendPicture);
    for (int i = 0; i < 20; i++) {
      assertThat(decoder.decode(ImageSource.of(uri)).getWidth()).isEqualTo(12);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsARedirect(int status) {
    serve("/a.png", ImageFetcherTest::sendPicture);
    URI uri = serve("/old", redirect(status, "/a.png"));

    assertThat(decode(open(), uri).getWidth()).isEqualTo(12);
  }

  @Test
  void followsFiveRedirects() {
    for (int i = 1; i <= 5; i++) {
      serve("/step" + i, redirect(302, i == 5 ? "/a.png" : "/step" + (i + 1)));
    }
    serve("/a.png", ImageFetcherTest::sendPicture);

    assertThat(decode(open(), address("/step1")).getWidth()).isEqualTo(12);
  }

  @Test
  void stopsAtTheSixthRedirect() {
    AtomicInteger requests = new AtomicInteger();
    HttpHandler loop = redirect(302, "/loop");
    URI uri =
        serve(
            "/loop",
            exchange -> {
              requests.incrementAndGet();
              loop.handle(exchange);
            });

    assertThatThrownBy(() -> decode(open(), uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("redirects more than 5 times");
    assertThat(requests).hasValue(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/hostname", "ftp://127.0.0.1/a", "data:;base64,AAAA"})
  void doesNotFollowARedirectToAnotherScheme(String location) {
    URI uri = serve("/away", redirect(302, location));

    assertThatThrownBy(() -> decode(open(), uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("which is not https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http://[", "http:///a", "https://user:secret@127.0.0.1/"})
  void refusesARedirectToAWrongAddress(String location) {
    URI uri = serve("/away", redirect(302, location));

    assertThatThrownBy(() -> decode(open(), uri)).isInstanceOf(InvalidImageException.class);
  }

  @Test
  void refusesARedirectWithoutALocation() {
    URI uri =
        serve(
            "/nowhere",
            exchange -> {
              exchange.sendResponseHeaders(302, -1);
              exchange.close();
            });

    assertThatThrownBy(() -> decode(open(), uri)).hasMessageContaining("redirects to nowhere");
  }

  private URI answering(int status) {
    return serve(
        "/missing",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 304, 403, 404, 410})
  void namesTheStatusOfAnAnswerWithoutAPicture(int status) {
    URI uri = answering(status);

    assertThatThrownBy(() -> decode(open(), uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll(uri.toString(), "status " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void tellsAStatusThatMayPassFromOneThatStays(int status) {
    URI uri = answering(status);

    assertThatThrownBy(() -> decode(open(), uri))
        .isInstanceOf(ImageUnavailableException.class)
        .hasMessageContainingAll(uri.toString(), "status " + status, "later");
  }

  @Test
  void doesNotWaitForTheBodyOfAnAnswerWithoutAPicture() {
    URI uri =
        serve(
            "/error",
            exchange -> {
              exchange.sendResponseHeaders(404, 1_000_000_000);
              exchange.getResponseBody().write(new byte[1000]);
              exchange.getResponseBody().flush();
            });

    assertThatThrownBy(() -> decode(open(), uri)).hasMessageContaining("status 404");
  }

  @Test
  void anAnswerThatBreaksOffMayBeWholeNextTime() {
    URI uri =
        serve(
            "/torn",
            exchange -> {
              exchange.sendResponseHeaders(200, PNG.length);
              exchange.getResponseBody().write(PNG, 0, 20);
              exchange.getResponseBody().flush();
              server.stop(0);
            });

    assertThatThrownBy(() -> decode(open(), uri))
        .isInstanceOf(ImageUnavailableException.class)
        .hasMessageContaining("fetching it failed");
  }

  @Test
  void anUnknownHostMayBeKnownNextTime() {
    assertThatThrownBy(() -> decode("https://no-such-host.invalid/a.png"))
        .isInstanceOf(ImageUnavailableException.class)
        .hasMessageContainingAll("host is unknown", "no-such-host.invalid");
  }

  @Test
  void refusesHeadersWithoutEnd() {
    URI uri =
        serve(
            "/headers",
            exchange -> {
              for (int i = 0; i < 10_000; i++) {
                exchange.getResponseHeaders().add("X-" + i, "y");
              }
              sendPicture(exchange);
            });

    assertThatThrownBy(() -> decode(open(), uri)).isInstanceOf(EmotionException.class);
  }

  @Test
  void connectsToTheAddressThatWasCheckedThoughTheNameChanges() throws Exception {
    URI outside = serve("/a.png", ImageFetcherTest::sendPicture);
    AtomicInteger reached = new AtomicInteger();
    InetAddress insideAddress = InetAddress.getByName("127.0.0.2");
    HttpServer inside =
        HttpServer.create(new InetSocketAddress(insideAddress, outside.getPort()), 0);
    inside.createContext("/", exchange -> reached.incrementAndGet());
    inside.start();
    try {
      AtomicInteger asked = new AtomicInteger();
      InetAddress outsideAddress = InetAddress.getLoopbackAddress();
      ImageFetcher fetcher =
          new ImageFetcher(
              new ImageFetcher.Limits(1 << 20, Duration.ofSeconds(5), false, true, false),
              host ->
                  new InetAddress[] {asked.getAndIncrement() == 0 ? outsideAddress : insideAddress},
              address -> !address.equals(insideAddress));

      URI uri = URI.create("http://rebind.example:" + outside.getPort() + "/a.png");
      assertThat(fetcher.fetch(uri)).isEqualTo(PNG);
      assertThat(asked).as("one name, one answer").hasValue(1);
      assertThat(reached).hasValue(0);
    } finally {
      inside.stop(0);
    }
  }

  @Test
  void refusesANameOfWhichOneAddressIsPrivate() throws Exception {
    InetAddress[] both = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
    ImageFetcher fetcher =
        new ImageFetcher(
            new ImageFetcher.Limits(1 << 20, Duration.ofSeconds(5), false, true, false),
            host -> both,
            AddressRules::isPublic);

    assertThatThrownBy(() -> fetcher.fetch(URI.create("http://both.example/a.png")))
        .isInstanceOf(RefusedImageException.class)
        .hasMessageContaining("both.example is 10.0.0.1");
  }

  @Test
  void goesThroughTheProxyOfTheJvm() {
    AtomicInteger asked = new AtomicInteger();
    serve(
        "/a.png",
        exchange -> {
          asked.incrementAndGet();
          sendPicture(exchange);
        });
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        ProxySelector.of(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.getAddress().getPort())));
    try {
      ImageDecoder.Builder decoder = ImageDecoder.builder().allowHttp(true);
      assertThat(decode(decoder, URI.create("http://1.1.1.1/a.png")).getWidth()).isEqualTo(12);
      assertThat(asked).hasValue(1);
      assertThatThrownBy(() -> decode(decoder, URI.create("http://10.0.0.1/a.png")))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("allowPrivateAddresses(true)");
      assertThat(asked).hasValue(1);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void refusesATooLargeAnswerByItsContentLength() {
    AtomicInteger sent = new AtomicInteger();
    URI uri =
        serve(
            "/large",
            exchange -> {
              exchange.sendResponseHeaders(200, 1_000_000_000);
              sent.incrementAndGet();
            });

    assertThatThrownBy(() -> decode(open().maxBytes(1000), uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll("more than 1000 bytes", "maxBytes");
  }

  @Test
  void refusesATooLargeAnswerOfUnknownLength() {
    URI uri = serve("/endless", exchange -> trickle(exchange, 10_000, 0));

    assertThatThrownBy(() -> decode(open().maxBytes(100_000), uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll("more than 100000 bytes", "maxBytes");
  }

  private static void trickle(HttpExchange exchange, int bytes, long pauseMillis)
      throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      while (!Thread.currentThread().isInterrupted()) {
        body.write(new byte[bytes]);
        body.flush();
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void stopsAtTheDeadlineThoughBytesTrickleIn() {
    URI uri = serve("/slow", exchange -> trickle(exchange, 1, 50));
    long start = System.nanoTime();

    assertThatThrownBy(() -> decode(open().timeout(Duration.ofMillis(600)), uri))
        .isInstanceOf(ImageUnavailableException.class)
        .hasMessageContainingAll("600 ms", "timeout");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void stopsAtTheDeadlineThoughRedirectsKeepComing() {
    HttpHandler loop = redirect(302, "/loop");
    URI uri =
        serve(
            "/loop",
            exchange -> {
              pause(300);
              loop.handle(exchange);
            });

    assertThatThrownBy(() -> decode(open().timeout(Duration.ofMillis(700)), uri))
        .hasMessageContaining("timeout");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void stopsWhenInterruptedAndKeepsTheFlag() {
    URI uri = serve("/slow", exchange -> trickle(exchange, 1, 50));
    Thread caller = Thread.currentThread();
    threads.execute(
        () -> {
          pause(400);
          caller.interrupt();
        });

    assertThatThrownBy(() -> decode(open(), uri))
        .isInstanceOf(AnalysisInterruptedException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aStreamThatIsInterruptedIsNotCalledBroken(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.png"), PNG);
    try (InputStream stream = Channels.newInputStream(FileChannel.open(file))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> ImageDecoder.builder().build().decode(ImageSource.of(stream)))
          .isInstanceOf(AnalysisInterruptedException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aStreamThatTimesOutMayComeNextTime() {
    InputStream stream =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SocketTimeoutException("Read timed out");
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            return read();
          }
        };

    assertThatThrownBy(() -> ImageDecoder.builder().build().decode(ImageSource.of(stream)))
        .isInstanceOf(ImageUnavailableException.class)
        .hasMessageContaining("Read timed out");
  }

  @Test
  void refusesPlainHttpByDefault() {
    URI uri = serve("/a.png", ImageFetcherTest::sendPicture);

    assertThatThrownBy(() -> decode(ImageDecoder.builder().allowPrivateAddresses(true), uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("allowHttp(true)");
  }

  @Test
  void refusesTheOwnMachineByDefault() {
    AtomicInteger requests = new AtomicInteger();
    URI uri = serve("/a.png", exchange -> requests.incrementAndGet());

    assertThatThrownBy(() -> decode(ImageDecoder.builder().allowHttp(true), uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("allowPrivateAddresses(true)");
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/a",
        "https://2130706433/a",
        "https://localhost/a",
        "https://0.0.0.0/a",
        "https://10.0.0.1/a",
        "https://172.16.0.1/a",
        "https://192.168.1.1/a",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/a",
        "https://[::1]/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://[fe80::1]/a",
        "https://[fd00::1]/a"
      })
  void refusesPrivateAddressesByDefault(String uri) {
    assertThatThrownBy(() -> decode(uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("allowPrivateAddresses(true)");
  }

  @Test
  void refusesAPortThatNobodyListensTo() {
    URI uri = address("/a.png");
    server.stop(0);

    assertThatThrownBy(() -> decode(open(), uri))
        .isInstanceOf(ImageUnavailableException.class)
        .hasMessageContaining("fetching it failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https:///a",
        "https:a",
        "http://a_b/",
        "http://127.1/a",
        "https://u:p@127.0.0.1/a"
      })
  void refusesAnAddressThatIsWrong(String uri) {
    assertThatThrownBy(() -> decode(open(), URI.create(uri)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("its address");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://127.0.0.1/a, ftp",
    "jar:file:///a.jar!/b, jar",
    "mailto:a@b, mailto",
    "a/relative.png, ''"
  })
  void refusesOtherSchemesByName(String uri, String scheme) {
    assertThatThrownBy(() -> decode(uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("scheme \"" + scheme + "\"");
  }

  @Test
  void readsAFileAddress(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a b.png"), PNG);

    assertThat(decode(file.toUri().toString()).getWidth()).isEqualTo(12);
  }

  @Test
  void refusesAFileAddressWhereToldTo(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.png"), PNG);
    ImageDecoder.Builder decoder = ImageDecoder.builder().allowFileAddresses(false);

    assertThatThrownBy(() -> decode(decoder, file.toUri()))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll("a.png", "allowFileAddresses(true)");
    assertThat(decoder.build().decode(ImageSource.of(file)).getWidth()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file://elsewhere/a.png", "file:a.png", "file:///a.png?query"})
  void refusesAFileAddressOfAnotherMachine(String uri) {
    assertThatThrownBy(() -> decode(uri)).hasMessageContaining("names no file of this machine");
  }

  @Test
  void refusesAFileAddressOfMoreBytesThanTheLimit(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.png"), PNG);

    assertThatThrownBy(() -> decode(ImageDecoder.builder().maxBytes(10), file.toUri()))
        .hasMessageContaining("maxBytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png;base64,",
        "data:;base64,",
        "DATA:IMAGE/PNG;BASE64,",
        "data:image/png;name=a;base64,"
      })
  void readsADataAddress(String head) {
    assertThat(decode(head + BASE64).getWidth()).isEqualTo(12);
  }

  @Test
  void readsADataAddressWithEscapedCharacters() {
    String escaped = BASE64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");

    assertThat(decode("data:image/png;base64," + escaped).getWidth()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data:image/png,abc", "data:abc", "data:,", "data:base64,AAAA"})
  void refusesADataAddressThatIsNotBase64(String uri) {
    assertThatThrownBy(() -> decode(uri))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining(";base64,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AAA$", "AA=A", "A-_A"})
  void refusesWrongBase64(String base64) {
    assertThatThrownBy(() -> decode("data:image/png;base64," + base64))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("its base64 is wrong");
  }

  @Test
  void refusesAnEmptyDataAddress() {
    assertThatThrownBy(() -> decode("data:;base64,")).hasMessageContaining("it is empty");
  }

  @Test
  void refusesADataAddressOfMoreBytesThanTheLimit() {
    URI uri = URI.create("data:;base64," + BASE64);

    assertThatThrownBy(() -> decode(ImageDecoder.builder().maxBytes(PNG.length - 1), uri))
        .hasMessageContainingAll("bytes", "maxBytes");
  }

  @Test
  void acceptsADataAddressOfExactlyTheLimit() {
    URI uri = URI.create("data:;base64," + BASE64);

    assertThat(decode(ImageDecoder.builder().maxBytes(PNG.length), uri).getWidth()).isEqualTo(12);
  }
}
