// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import static io.github.emotion4j.server.RunningServer.UPLOAD;
import static io.github.emotion4j.server.RunningServer.dataUri;
import static io.github.emotion4j.server.RunningServer.sample;
import static io.github.emotion4j.server.RunningServer.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is no 5xx, and tells nothing of the inside. */
final class HostileRequestsTest {

  private static final String JSON = "application/json";

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.with("--emotion4j.server.max-request=8MB");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertRefused(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertTellsNothing(response.body());
  }

  private static void assertTellsNothing(String body) {
    assertThat(body).doesNotContain("\tat ", "java.lang.", "org.springframework", "jackson");
    assertThat(body).doesNotContainIgnoringCase("tomcat");
  }

  @Test
  void theNameOfAnUploadIsThatOfItsOutcomeWithoutFolders() {
    byte[] body =
        utf8(
            "--limit\r\nContent-Disposition: form-data; name=\"img\";"
                + " filename=\"C:\\\\fotos/bild \u00e4.png\"\r\n\r\nnone\r\n--limit--\r\n");

    HttpResponse<String> answer = server.post("/analyze/batch", UPLOAD, body);

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode outcome = RunningServer.json(answer).at("/results/0");
    assertThat(outcome.get("image").asText()).isEqualTo("bild \u00e4.png");
    assertThat(outcome.at("/error/message").asText())
        .startsWith("Can't read the picture bild \u00e4.png: it is not a JPEG");
  }

  @Test
  void aBodyOfAnotherKindIsToldWhatIsTaken() {
    HttpResponse<String> text = server.post("/analyze", "text/plain", utf8("x"));
    HttpResponse<String> none =
        server.send(
            HttpRequest.newBuilder(server.address("/analyze/batch"))
                .POST(BodyPublishers.ofString("x")));

    assertRefused(text);
    assertThat(text.statusCode()).isEqualTo(415);
    assertThat(text.body())
        .contains("Content-Type 'text/plain' is not supported; this address takes ")
        .contains("application/json", "multipart/form-data", "image/*");
    assertRefused(none);
    assertThat(none.body()).contains("The body has no Content-Type; this address takes ");
  }

  @Test
  void anUnknownAddressIsToldWhereTheKnownOnesStand() {
    HttpResponse<String> answer = server.get("/analyse");

    assertRefused(answer);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is nothing here; /openapi.json says what there is");
  }

  @Test
  void brokenJsonIsToldWithoutTheParsersSettings() {
    HttpResponse<String> answer = server.post("/analyze", JSON, utf8("{\"img\": [1"));

    assertRefused(answer);
    assertThat(answer.body())
        .contains("The body is no JSON that this service takes: Unexpected end-of-input")
        .doesNotContain("Source:", "StreamReadFeature");
  }

  /** The jar's times are those of the build, the same for all builds of a version. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/page.js", "/page.css", "/openapi.json"})
  void browsersAskForThePageAnewAfterAnUpdate(String path) {
    HttpResponse<String> answer = server.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(answer.headers().firstValue("Last-Modified")).isEmpty();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "\"img\"",
        "{}",
        "{\"img\":null}",
        "{\"img\":\"\"}",
        "{\"img\":12}",
        "{\"img\":{\"a\":1}}",
        "{\"img\":[]}",
        "{\"img\":[1]}",
        "{\"img\":[null]}",
        "{\"img\":[[\"AAAA\"]]}",
        "{\"img\":\"AAAA\"}",
        "{\"img\":\"%%%%\"}",
        "{\"img\":\"/etc/passwd\"}",
        "{\"img\":\"../../etc/passwd\"}",
        "{\"img\":\"file:///etc/passwd\"}",
        "{\"img\":\"http://localhost:1/\"}",
        "{\"img\":\"https://169.254.169.254/latest/meta-data\"}",
        "{\"img\":\"data:\"}",
        "{\"img\":\"data:image/png,abc\"}",
        "{\"img\":\"data:image/png;base64,\"}",
        "{\"img\":\"AAAA\",\"img\":\"AAAB\"}",
        "{\"img\":\"AAAA\",\"actions\":7}",
        "{\"img\":\"AAAA\",\"actions\":[7]}",
        "{\"img\":\"AAAA\",\"actions\":[\"age\"]}",
        "{\"img\":\"AAAA\",\"actions\":\"cook\"}",
        "{\"img\":\"AAAA\",\"enforce_detection\":\"maybe\"}",
        "{\"img\":\"AAAA\",\"enforce_detection\":[true]}",
        "{\"img\":\"AAAA\",\"anti_spoofing\":true}",
        "{\"img\":\"AAAA\",\"detector_backend\":3}",
        "{\"img\":\"AAAA\"}trailing",
        "\u0000\u0001\u0002",
        "{\"img\":\"\\ud800\"}",
      })
  void aWrongBodyOfJsonIsRefused(String body) {
    assertRefused(server.post("/analyze", JSON, utf8(body)));
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    assertRefused(server.post("/analyze", JSON, new byte[] {'{', '"', (byte) 0xC3, 0x28, '"'}));
  }

  @Test
  void deepNestingIsRefused() {
    assertRefused(server.post("/analyze", JSON, utf8("[".repeat(1_000_000))));
    assertRefused(server.post("/analyze", JSON, utf8("{\"img\":" + "[".repeat(1_000_000))));
    assertRefused(server.post("/analyze", JSON, utf8("{\"a\":".repeat(500_000))));
  }

  @Test
  void hugeNumbersAndNamesAreRefused() {
    assertRefused(server.post("/analyze", JSON, utf8("{\"img\":" + "9".repeat(1_000_000) + "}")));
    assertRefused(
        server.post("/analyze", JSON, utf8("{\"" + "n".repeat(1_000_000) + "\":\"AAAA\"}")));
  }

  @Test
  void tooLargeABodyIsRefusedWhetherOrNotItsLengthIsTold() throws IOException {
    assertRefused(server.post("/analyze", JSON, new byte[9_000_000]));
    assertThat(
            server.sendRaw(
                "POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n"
                    + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "900000\r\n"
                    + "x".repeat(0x900000)
                    + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void tooManyPicturesAreRefused() {
    assertRefused(
        server.post("/analyze", JSON, utf8("{\"img\":[" + "\"AAAA\",".repeat(64) + "\"AAAA\"]}")));
    assertRefused(
        server.post(
            "/analyze/batch", JSON, utf8("{\"img\":[" + "\"AAAA\",".repeat(64) + "\"AAAA\"]}")));
  }

  static Stream<byte[]> uploads() {
    return Stream.of(
        new byte[0],
        utf8("--limit"),
        utf8("--limit\r\n"),
        utf8("no boundary at all"),
        utf8("--limit\r\nContent-Disposition: form-data; name=\"img\"\r\n\r\n"),
        utf8("--limit\r\n" + "X-Long: " + "x".repeat(100_000) + "\r\n\r\nAAAA\r\n--limit--\r\n"),
        upload(List.of(), "actions", "emotion"),
        upload(List.of(), "img", "/etc/passwd"),
        upload(List.of(new byte[0])),
        upload(List.of(new byte[] {1, 2, 3})),
        upload(List.of(sample("happy.png")), "actions", "age"),
        upload(java.util.Collections.nCopies(200, new byte[] {1})));
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void aWrongUploadIsRefused(byte[] body) {
    assertRefused(server.post("/analyze", UPLOAD, body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "img", "img=", "img=%zz", "=", "&&&", "img=AAAA&actions=age"})
  void aWrongFormIsRefused(String form) {
    assertRefused(server.post("/analyze", "application/x-www-form-urlencoded", utf8(form)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "text/html; charset=nonsense",
        "image",
        "multipart/form-data",
        "multipart/mixed; boundary=a",
        "application/json; charset=utf-7"
      })
  void anotherKindOfContentIsRefused(String type) {
    assertRefused(server.post("/analyze", type, utf8("img")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/analyze?enforce_detection=%zz",
        "/analyze?%00=%ff",
        "/analyze?actions=nothing",
        "/live/short",
        "/live/" + "%2e%2e%2f" + "aaaaaaaaaaaaaaaaaaaa",
        "/nothing",
        "/actuator/env",
        "/actuator/heapdump",
        "/error"
      })
  void aWrongAddressIsRefused(String path) throws IOException {
    String answer =
        server.sendRaw(
            String.join(
                "\r\n",
                "POST " + path + " HTTP/1.1",
                "Host: a",
                "Connection: close",
                "Content-Type: image/png",
                "Content-Length: 1",
                "",
                "x"));
    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d.*");
    assertTellsNothing(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /analyze HTTP/1.1\r\n\r\n",
        "POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /analyze HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "PUT /analyze HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      })
  void brokenHttpIsRefused(String request) throws IOException {
    String answer = server.sendRaw(request);
    assertThat(answer).matches("(?s)HTTP/1.1 (4\\d\\d|505).*"); // 505: of that version of HTTP
    assertTellsNothing(answer);
  }

  @Test
  void fuzzedPicturesAreAnsweredOrRefused() {
    Random random = new Random(26);
    List<byte[]> seeds = List.of(sample("happy.png"), sample("sheet.png"));
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] fuzzed = seeds.get(i % seeds.size()).clone();
      for (int change = random.nextInt(8); change >= 0; change--) {
        fuzzed[random.nextInt(fuzzed.length)] = (byte) random.nextInt();
      }
      fuzzed =
          random.nextInt(3) == 0 ? Arrays.copyOf(fuzzed, random.nextInt(fuzzed.length)) : fuzzed;
      HttpResponse<String> response =
          server.post("/analyze?enforce_detection=false", "image/png", fuzzed);
      if (response.statusCode() != 200) {
        assertRefused(response);
        refused++;
      }
    }
    assertThat(refused).isBetween(30, 150);
  }

  @Test
  void fuzzedJsonIsAnsweredOrRefused() {
    Random random = new Random(27);
    byte[] seed =
        utf8("{\"img\":\"" + dataUri("happy.png") + "\",\"actions\":[\"emotion\"],\"align\":true}");
    for (int i = 0; i < 150; i++) {
      byte[] fuzzed = seed.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        fuzzed[random.nextInt(60) % fuzzed.length] = (byte) random.nextInt();
      }
      HttpResponse<String> response = server.post("/analyze", JSON, fuzzed);
      if (response.statusCode() != 200) {
        assertRefused(response);
      }
    }
  }

  @Test
  void picturesOfTheFuzzCorporaAreAnsweredOrRefused() throws IOException {
    Path suite = Path.of(System.getProperty("emotion4j.shared"), "data", "image-suite.zip");
    assumeTrue(Files.isRegularFile(suite), "needs ../shared");
    int sent = 0;
    try (ZipFile zip = new ZipFile(suite.toFile())) {
      List<? extends ZipEntry> files =
          zip.stream().filter(entry -> entry.getName().startsWith("files/")).toList();
      for (int i = 0; i < files.size(); i += 5) {
        byte[] picture = zip.getInputStream(files.get(i)).readAllBytes();
        HttpResponse<String> response = server.post("/analyze", "image/png", picture);
        if (response.statusCode() != 200) {
          assertRefused(response);
        }
        sent++;
      }
    }
    assertThat(sent).isGreaterThan(500);
  }

  @Test
  void aBombOfPixelsIsRefusedBeforeItIsDecoded() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk(
        png,
        "IHDR",
        new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF, 0, 0, (byte) 0xFF, (byte) 0xFF, 8, 2, 0, 0, 0});
    ByteArrayOutputStream zeros = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(zeros)) {
      for (int i = 0; i < 200; i++) {
        deflater.write(new byte[1 << 20]);
      }
    }
    chunk(png, "IDAT", zeros.toByteArray());
    chunk(png, "IEND", new byte[0]);
    long begin = System.nanoTime();

    assertRefused(server.post("/analyze", "image/png", png.toByteArray()));
    assertRefused(
        server.postJson(
            "/analyze", Map.of("img", Base64.getEncoder().encodeToString(png.toByteArray()))));

    assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(content);
    writeInt(png, content.length);
    png.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    png.writeBytes(content);
    writeInt(png, (int) crc.getValue());
  }

  private static void writeInt(ByteArrayOutputStream out, int value) {
    out.write(value >>> 24);
    out.write(value >>> 16);
    out.write(value >>> 8);
    out.write(value);
  }

  @Test
  void addressesOfTheOwnNetworkAreRefusedWhereAddressesAreAllowed() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer inside =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inside.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1/");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    inside.start();
    String port = ":" + inside.getAddress().getPort();
    try (RunningServer open = RunningServer.with("--emotion4j.server.allow-addresses=true")) {
      for (String address :
          List.of(
              "http://127.0.0.1" + port,
              "https://127.0.0.1" + port,
              "https://localhost" + port,
              "https://[::1]" + port,
              "https://0.0.0.0" + port,
              "https://2130706433" + port,
              "https://169.254.169.254/latest/meta-data/",
              "https://10.0.0.1/a.png",
              "https://user:word@127.0.0.1" + port,
              "https://no such host/",
              "https://")) {
        HttpResponse<String> response = open.postJson("/analyze", Map.of("img", address));
        assertRefused(response);
      }
    } finally {
      inside.stop(0);
    }
    assertThat(asked).hasValue(0);
  }
}
