// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.json.EmotionJsonModule;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs with Boot 3.5 here and with Boot 4 in emotion-spring-boot-4-tests. */
final class StarterServiceTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().registerModule(new EmotionJsonModule());
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext service;
  private static byte[] sheet;

  @BeforeAll
  static void start() throws IOException {
    sheet = Files.readAllBytes(Path.of("../emotion-cli/src/main/resources/samples/sheet.png"));
    service =
        SpringApplication.run(
            PictureService.class,
            "--server.port=0",
            "--emotion4j.limits.max-bytes=5MB",
            "--management.endpoints.web.exposure.include=*",
            "--management.info.java.enabled=false",
            "--management.endpoint.health.show-details=always");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(String path) {
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private static HttpRequest.Builder upload(byte[] picture) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String head =
        String.join(
            "\r\n",
            "--limit",
            "Content-Disposition: form-data; name=\"picture\"; filename=\"a\"",
            "Content-Type: application/octet-stream",
            "",
            "");
    body.write(head.getBytes(StandardCharsets.US_ASCII));
    body.write(picture);
    body.write("\r\n--limit--\r\n".getBytes(StandardCharsets.US_ASCII));
    return to("/upload")
        .header("Content-Type", "multipart/form-data; boundary=limit")
        .POST(BodyPublishers.ofByteArray(body.toByteArray()));
  }

  private static EmotionDetector detector() {
    return service.getBean(EmotionDetector.class);
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  @Test
  void theTestRunsWithTheVersionThatItsModuleNames() {
    assertThat(SpringBootVersion.getVersion())
        .isEqualTo(System.getProperty("emotion4j.spring-boot"));
  }

  @Test
  void theJsonIsTheSameWhicheverJacksonWritesIt() throws Exception {
    HttpResponse<String> response = send(upload(sheet));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(JSON.writeValueAsString(detector().analyze(sheet)));
    assertThat(json(response)).hasSize(7);
  }

  @Test
  void outcomesOfABatchAreWrittenLikewise() throws Exception {
    HttpResponse<String> response =
        send(
            to("/both")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(sheet)));

    assertThat(response.body())
        .isEqualTo(
            JSON.writeValueAsString(
                detector()
                    .analyzeAll(
                        List.of(ImageSource.of(sheet), ImageSource.of(new byte[] {1, 2, 3})))));
  }

  @Test
  void aBrokenPictureIsAProblemOfTheRequest() throws Exception {
    HttpResponse<String> response = send(upload(new byte[] {1, 2, 3}));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).path("status").asInt()).isEqualTo(422);
    assertThat(json(response).path("code").asText()).isEqualTo("invalid_image");
    assertThat(json(response).path("detail").asText()).contains("3 bytes");
    assertThat(response.body()).doesNotContain("trace");
  }

  @Test
  void aPictureOfSeveralMegabytesCanBeUploaded() throws Exception {
    BufferedImage noise = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 1_000_000; i++) {
      noise.setRGB(i % 1000, i / 1000, random.nextInt());
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(noise, "png", png);
    assertThat(png.size()).isBetween(2_000_000, 5_000_000);

    assertThat(send(upload(png.toByteArray())).statusCode()).isEqualTo(200);
  }

  @Test
  void aLargerUploadThanTheLimitIsRefused() throws Exception {
    assertThat(send(upload(new byte[5_300_000])).statusCode()).isEqualTo(413);
  }

  @Test
  void theActuatorTellsTheModelAndNoFolder() throws Exception {
    HttpResponse<String> health = send(to("/actuator/health"));
    HttpResponse<String> info = send(to("/actuator/info"));

    JsonNode details = json(health).path("components").path("emotion4j").path("details");
    assertThat(details.path("model").asText()).isEqualTo("combined");
    assertThat(details.path("modelSha256").asText()).hasSize(64);
    assertThat(json(info).path("emotion4j")).isEqualTo(details);
    assertThat(details.toString())
        .doesNotContain(detector().diagnose().cacheFolder().toString())
        .doesNotContain(detector().diagnose().nativeLibrary());
  }

  @Test
  void metersCountStagesFacesAndFailures() throws Exception {
    send(upload(sheet));
    send(upload(new byte[] {1, 2, 3}));

    for (String stage : List.of("read", "wait", "decode", "detect", "classify")) {
      assertThat(meter("emotion4j.stage?tag=stage:" + stage, "COUNT")).isPositive();
    }
    assertThat(meter("emotion4j.faces", "TOTAL")).isGreaterThanOrEqualTo(7);
    assertThat(meter("emotion4j.failures?tag=kind:invalid_image", "COUNT")).isPositive();
    assertThat(meter("emotion4j.queue", "VALUE")).isZero();
  }

  private static double meter(String name, String statistic) throws Exception {
    JsonNode meter = json(send(to("/actuator/metrics/" + name)));
    for (JsonNode measurement : meter.path("measurements")) {
      if (measurement.path("statistic").asText().equals(statistic)) {
        return measurement.path("value").asDouble();
      }
    }
    throw new AssertionError(name + " has no " + statistic + ": " + meter);
  }

  @Test
  void asynchronousMethodsAnalyze() throws Exception {
    List<EmotionResult> faces =
        service.getBean(PictureService.Background.class).analyze(sheet).get();

    assertThat(faces).isEqualTo(detector().analyze(sheet));
  }

  @Test
  void virtualThreadsAnalyze() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try {
      assertThat(threads.submit(() -> detector().analyze(sheet)).get()).hasSize(7);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void theDetectorIsClosedWithTheContext() {
    EmotionDetector closed;
    try (ConfigurableApplicationContext other =
        SpringApplication.run(PictureService.class, "--server.port=0")) {
      closed = other.getBean(EmotionDetector.class);
      assertThat(closed.diagnose().modelName()).isEqualTo("combined");
    }

    assertThatThrownBy(closed::diagnose).isInstanceOf(IllegalStateException.class);
  }
}
