// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import static io.github.emotion4j.server.RunningServer.dataUri;
import static io.github.emotion4j.server.RunningServer.json;
import static io.github.emotion4j.server.RunningServer.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.DetectorBusyException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.autoconfigure.TomcatVirtualThreadsWebServerFactoryCustomizer;
import org.springframework.mock.web.MockHttpServletRequest;

/** Who may ask, how often and how much. */
final class GuardTest {

  @Test
  void withAKeyTheServiceAnswersNobodyElse() {
    try (RunningServer server = RunningServer.with("--emotion4j.server.api-key=secret")) {
      HttpRequest.Builder request =
          server.post("/analyze", "image/png").POST(BodyPublishers.ofByteArray(sample("sad.png")));

      assertThat(server.send(request.copy()).statusCode()).isEqualTo(401);
      assertThat(server.send(request.copy().header("X-API-Key", "guess")).statusCode())
          .isEqualTo(401);
      assertThat(server.send(request.copy().header("X-API-Key", "secret")).statusCode())
          .isEqualTo(200);
      assertThat(server.send(request.copy().header("Authorization", "Bearer secret")).statusCode())
          .isEqualTo(200);
      assertThat(server.get("/models").statusCode()).isEqualTo(401);
      assertThat(server.get("/").statusCode()).isEqualTo(200);
      assertThat(server.get("/openapi.json").statusCode()).isEqualTo(200);
      assertThat(server.get("/actuator/health").body())
          .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
      HttpResponse<String> refused = server.send(request.copy());
      assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(refused.headers().firstValue("Connection")).hasValue("close");
      assertThat(json(refused).path("status").asInt()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/models",
        "//models",
        "/;a=b/models",
        "/actuator/health/../../models",
        "/actuator/health/..;/../models",
        "/actuator/health/%2e%2e/%2e%2e/models",
        "/actuator/health;/../../models"
      })
  void noWayAroundLeadsToWhatNeedsTheKey(String path) throws IOException {
    try (RunningServer server = RunningServer.with("--emotion4j.server.api-key=secret")) {
      assertThat(
              server.sendRaw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void whoAsksTooOftenIsToldToWait() {
    try (RunningServer server = RunningServer.with("--emotion4j.server.requests-per-second=1")) {
      List<Integer> statuses = new ArrayList<>();
      HttpResponse<String> last = null;
      for (int i = 0; i < 6; i++) {
        last = server.get("/models");
        statuses.add(last.statusCode());
      }

      assertThat(statuses).startsWith(200, 200).contains(429).containsOnly(200, 429);
      assertThat(last.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(json(last).path("error").asText()).isNotEmpty();
      assertThat(server.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whereTooMuchWaitsTheNextIsRefusedAtOnce() {
    try (RunningServer server = RunningServer.with("--emotion4j.server.max-pending=1")) {
      Analyses analyses = server.bean(Analyses.class);
      HttpResponse<String> refused =
          analyses.admitted(
              () -> {
                assertThatThrownBy(() -> analyses.admitted(() -> 1))
                    .isInstanceOf(DetectorBusyException.class);
                return server.postJson("/analyze", Map.of("img", dataUri("happy.png")));
              });

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(json(refused).path("code").asText()).isEqualTo("busy");
      assertThat(server.postJson("/analyze", Map.of("img", dataUri("happy.png"))).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void otherSitesAreToldNothingAndTheBrowserRunsOnlyWhatIsOurs() {
    try (RunningServer server = RunningServer.with()) {
      HttpResponse<String> page = server.get("/");
      HttpResponse<String> foreign =
          server.send(
              server
                  .post("/analyze", "image/png")
                  .header("Origin", "https://elsewhere.example")
                  .POST(BodyPublishers.ofByteArray(sample("happy.png"))));

      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(foreign.headers().map())
          .doesNotContainKey("access-control-allow-origin")
          .doesNotContainKey("set-cookie");
    }
  }

  @Test
  @Timeout(60)
  void slowClientsAndThoseThatHangUpHoldNobodyElse() throws Exception {
    try (RunningServer server = RunningServer.with()) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket("localhost", server.port());
        socket
            .getOutputStream()
            .write(
                ("POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n"
                        + "Content-Length: 1000\r\n\r\nx")
                    .getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }
      byte[] picture = sample("sheet.png");
      for (int i = 0; i < 20; i++) {
        try (Socket socket = new Socket("localhost", server.port())) {
          socket
              .getOutputStream()
              .write(
                  ("POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n"
                          + "Content-Length: "
                          + picture.length
                          + "\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().write(picture);
        }
      }

      for (int i = 0; i < 10; i++) {
        assertThat(server.post("/analyze", "image/png", picture).statusCode()).isEqualTo(200);
      }
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Clients that announce large bodies and send them byte by byte. */
  private static final class Tricklers implements AutoCloseable {

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::trickle, "tricklers");
    private final InputStream first;
    private volatile boolean ended;

    Tricklers(int port, String type, List<Integer> lengths) throws IOException {
      for (int length : lengths) {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write(
                ("POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + length
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        sockets.add(socket);
      }
      first = sockets.get(0).getInputStream();
      thread.start();
    }

    private void trickle() {
      while (!ended) {
        sockets.removeIf(socket -> !isTaken(socket));
        try {
          Thread.sleep(50);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private static boolean isTaken(Socket socket) {
      try {
        socket.getOutputStream().write('x');
        return true;
      } catch (IOException e) {
        return false; // the server has closed it
      }
    }

    /** What the first of them is answered, until the server closes its connection. */
    String answer() throws IOException {
      StringBuilder answer = new StringBuilder();
      try {
        for (int next = first.read(); next >= 0; next = first.read()) {
          answer.append((char) next);
        }
      } catch (SocketException e) {
        // reset, as it sends on
      }
      return answer.toString();
    }

    int stillSending() {
      return sockets.size();
    }

    @Override
    public void close() throws IOException {
      ended = true;
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "application/json", RunningServer.UPLOAD})
  @Timeout(60)
  void largeBodiesThatAreAnnouncedAndTrickleInKeepNobodyOut(String type) throws Exception {
    byte[] picture = sample("sheet.png");
    List<Integer> lengths = new ArrayList<>(Collections.nCopies(20, 30_000_000));
    lengths.addAll(Collections.nCopies(40, 1_000_000)); // what the large ones leave free
    lengths.addAll(Collections.nCopies(40, 50_000));
    try (RunningServer server = RunningServer.with();
        Tricklers tricklers = new Tricklers(server.port(), type, lengths)) {
      for (int i = 0; i < 10; i++) {
        assertThat(server.post("/analyze", "image/png", picture).statusCode()).isEqualTo(200);
        assertThat(
                server
                    .post("/analyze", RunningServer.UPLOAD, RunningServer.upload(List.of(picture)))
                    .statusCode())
            .isEqualTo(200);
      }
      assertThat(tricklers.stillSending()).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "application/json", RunningServer.UPLOAD})
  @Timeout(60)
  void aBodyThatTakesTooLongIsRefusedAndItsConnectionClosed(String type) throws Exception {
    try (RunningServer server = RunningServer.with("--emotion4j.server.body-timeout=1s");
        Tricklers tricklers = new Tricklers(server.port(), type, List.of(30_000_000))) {
      assertThat(tricklers.answer())
          .startsWith("HTTP/1.1 408")
          .contains("took too long", "Connection: close");
    }
  }

  @Test
  @Timeout(60)
  void whoIsRefusedDoesNotHoldTheThreadByTheRestOfTheBody() throws Exception {
    try (RunningServer server = RunningServer.with("--emotion4j.server.api-key=secret");
        Tricklers tricklers = new Tricklers(server.port(), "image/png", List.of(1_000_000))) {
      assertThat(tricklers.answer()).startsWith("HTTP/1.1 401");
    }
  }

  private static BoundedRequest bounded(Semaphore memory) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(new byte[100 * 1024]);
    return new BoundedRequest(request, memory, 1 << 20, Duration.ofSeconds(60));
  }

  @Test
  void bodiesThatHaveComeShareTheMemory() throws Exception {
    Semaphore memory = new Semaphore(128);
    try (BoundedRequest first = bounded(memory);
        BoundedRequest second = bounded(memory)) {
      assertThat(memory.availablePermits()).isEqualTo(128);
      assertThat(first.getInputStream().readAllBytes()).hasSize(100 * 1024);
      assertThat(memory.availablePermits()).isZero();
      assertThatThrownBy(() -> second.getInputStream().readAllBytes())
          .isInstanceOf(RefusedBody.class)
          .hasMessageContaining("503");
    }
    assertThat(memory.availablePermits()).isEqualTo(128);
  }

  @Test
  void virtualThreadsServeToo() {
    assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");
    try (RunningServer server = RunningServer.with("--spring.threads.virtual.enabled=true")) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> server.post("/analyze", "image/png", sample("sheet.png"))));
      }
      assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
      assertThat(server.bean(TomcatVirtualThreadsWebServerFactoryCustomizer.class)).isNotNull();
    }
  }

  @Test
  void aWrongSettingEndsTheStart() {
    assertThatThrownBy(
            () ->
                SpringApplication.run(
                    ServerMain.class, "--server.port=0", "--emotion4j.server.max-pending=many"))
        .hasStackTraceContaining("many");
  }
}
