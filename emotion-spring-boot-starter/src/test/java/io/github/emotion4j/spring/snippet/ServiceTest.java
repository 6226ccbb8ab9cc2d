// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring.snippet;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service of docs/service.md. */
final class ServiceTest {

  @Test
  void thePageShowsThisService() throws Exception {
    String source =
        Files.readString(
            Path.of(
                "../emotion-spring-boot-starter/src/test/java/io/github/emotion4j/spring/snippet",
                "Service.java"));

    assertThat(Files.readString(Path.of("../docs/service.md")))
        .contains(source.substring(source.indexOf("@SpringBootApplication\n")));
  }

  @Test
  void itAnswersAnUpload() throws Exception {
    byte[] picture =
        Files.readAllBytes(Path.of("../emotion-cli/src/main/resources/samples/sheet.png"));
    String head =
        String.join(
            "\r\n",
            "--limit",
            "Content-Disposition: form-data; name=\"picture\"; filename=\"a.png\"",
            "",
            "");
    try (ConfigurableApplicationContext service =
        SpringApplication.run(Service.class, "--server.port=0")) {
      String port = service.getEnvironment().getRequiredProperty("local.server.port");
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/faces"))
                      .header("Content-Type", "multipart/form-data; boundary=limit")
                      .POST(
                          BodyPublishers.ofByteArrays(
                              List.of(
                                  head.getBytes(StandardCharsets.US_ASCII),
                                  picture,
                                  "\r\n--limit--\r\n".getBytes(StandardCharsets.US_ASCII))))
                      .build(),
                  BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body().split("dominant_emotion", -1)).hasSize(8);
    }
  }
}
