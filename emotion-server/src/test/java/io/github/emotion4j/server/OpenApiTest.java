// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import static io.github.emotion4j.server.RunningServer.dataUri;
import static io.github.emotion4j.server.RunningServer.json;
import static io.github.emotion4j.server.RunningServer.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The service does what its OpenAPI document says. */
final class OpenApiTest {

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private static RunningServer server;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    server = RunningServer.with();
    document = json(server.get("/openapi.json"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertIs(String schema, HttpResponse<String> response) {
    ObjectNode root = RunningServer.JSON.createObjectNode();
    root.put("$ref", "#/components/schemas/" + schema);
    root.set("components", document.path("components"));

    assertThat(SCHEMAS.getSchema(root).validate(json(response))).as(response.body()).isEmpty();
  }

  @Test
  void itNamesEveryAddressOfTheServiceAndNoOther() {
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    Set<String> described = new TreeSet<>();
    document.path("paths").fieldNames().forEachRemaining(described::add);

    Set<String> mapped = new TreeSet<>();
    server
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(mapping -> mapped.addAll(mapping.getPatternValues()));
    mapped.remove("/error");
    mapped.removeIf(path -> path.startsWith("/actuator"));

    assertThat(mapped).isEqualTo(described);
  }

  @Test
  void theAnswersHaveTheShapesItSays() {
    assertIs("Analysis", server.post("/analyze", "image/png", sample("sheet.png")));
    assertIs("Analysis", server.postJson("/analyze", Map.of("img", List.of(dataUri("happy.png")))));
    assertIs(
        "Analysis", server.post("/analyze?detector_backend=skip", "image/png", sample("sad.png")));
    assertIs(
        "Batch",
        server.postJson("/analyze/batch", Map.of("img", List.of(dataUri("happy.png"), "AAAA"))));
    assertIs("Frame", server.post("/live/abcdefghijklmnop", "image/png", sample("sheet.png")));
    assertIs("Models", server.get("/models"));
    assertIs("Problem", server.post("/analyze", "image/png", new byte[] {1}));
    assertIs("Problem", server.post("/analyze", "text/plain", new byte[] {1}));
    assertIs("Problem", server.get("/nothing"));
  }

  @Test
  void theTestTellsAWrongShape() {
    ObjectNode root = RunningServer.JSON.createObjectNode();
    root.put("$ref", "#/components/schemas/Analysis");
    root.set("components", document.path("components"));

    assertThat(SCHEMAS.getSchema(root).validate(json(server.get("/models")))).isNotEmpty();
  }
}
