// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import static io.github.emotion4j.server.RunningServer.UPLOAD;
import static io.github.emotion4j.server.RunningServer.base64;
import static io.github.emotion4j.server.RunningServer.dataUri;
import static io.github.emotion4j.server.RunningServer.json;
import static io.github.emotion4j.server.RunningServer.sample;
import static io.github.emotion4j.server.RunningServer.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A client as DeepFace's documentation of its REST API has it: requests of its README and its
 * collection of requests, {@code resp["results"][0]["dominant_emotion"]} of the answers.
 */
final class DeepFaceClientTest {

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.with();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> dominantEmotions(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    List<String> emotions = new ArrayList<>();
    for (JsonNode face : json(response).path("results")) {
      emotions.add(face.path("dominant_emotion").asText());
    }
    return emotions;
  }

  private static byte[] blank() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  @Test
  void aDataUriInJsonWithAllActionsOfDeepFaceIsAnswered() {
    HttpResponse<String> response =
        server.postJson(
            "/analyze",
            Map.of(
                "img",
                dataUri("happy.png"),
                "actions",
                List.of("age", "gender", "emotion", "race"),
                "detector_backend",
                "retinaface",
                "align",
                true,
                "anti_spoofing",
                false));

    assertThat(dominantEmotions(response)).containsExactly("happy");
    JsonNode face = json(response).path("results").get(0);
    double sum = 0;
    for (JsonNode percentage : face.path("emotion")) {
      sum += percentage.asDouble();
    }
    assertThat(sum).isCloseTo(100, within(0.01));
    assertThat(face.path("emotion").path("happy").asDouble()).isGreaterThan(50);
    assertThat(face.path("region").path("w").isInt()).isTrue();
    assertThat(face.path("region").path("left_eye")).hasSize(2);
    assertThat(face.path("face_confidence").asDouble()).isBetween(0.5, 1.0);
    assertThat(json(response).path("ignored_actions").toString())
        .isEqualTo("[\"age\",\"gender\",\"race\"]");
  }

  @Test
  void withoutActionsTheEmotionIsAnswered() {
    assertThat(
            dominantEmotions(server.postJson("/analyze", Map.of("img", dataUri("surprise.png")))))
        .containsExactly("surprise");
  }

  @Test
  void anUploadedFileIsAnswered() {
    HttpResponse<String> response =
        server.post(
            "/analyze",
            UPLOAD,
            upload(List.of(sample("happy.png")), "actions", "[\"age\", \"emotion\"]"));

    assertThat(dominantEmotions(response)).containsExactly("happy");
  }

  @Test
  void aFormIsAnswered() {
    String form =
        "img="
            + URLEncoder.encode(dataUri("surprise.png"), StandardCharsets.UTF_8)
            + "&actions=emotion&enforce_detection=True";

    assertThat(
            dominantEmotions(
                server.post(
                    "/analyze",
                    "application/x-www-form-urlencoded",
                    form.getBytes(StandardCharsets.UTF_8))))
        .containsExactly("surprise");
  }

  @Test
  void everyFaceOfAPictureIsAResult() {
    assertThat(dominantEmotions(server.postJson("/analyze", Map.of("img", base64("sheet.png")))))
        .hasSize(7);
  }

  @Test
  void aListOfPicturesIsAnsweredByAListOfLists() {
    HttpResponse<String> response =
        server.postJson(
            "/analyze", Map.of("img", List.of(dataUri("happy.png"), base64("sheet.png"))));

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode results = json(response).path("results");
    assertThat(results).hasSize(2);
    assertThat(results.get(0)).hasSize(1);
    assertThat(results.get(1)).hasSize(7);
  }

  @Test
  void theBytesOfAPictureAreEnough() {
    assertThat(dominantEmotions(server.post("/analyze", "image/png", sample("happy.png"))))
        .containsExactly("happy");
    assertThat(
            dominantEmotions(
                server.post("/analyze", "application/octet-stream", sample("happy.png"))))
        .containsExactly("happy");
  }

  @Test
  void aPictureWithoutAFaceIsAnErrorUnlessDetectionIsNotEnforced() throws IOException {
    HttpResponse<String> enforced = server.post("/analyze", "image/png", blank());
    HttpResponse<String> free =
        server.post("/analyze?enforce_detection=false", "image/png", blank());

    assertThat(enforced.statusCode()).isEqualTo(422);
    assertThat(json(enforced).path("error").asText()).contains("Face could not be detected");
    assertThat(json(enforced).path("code").asText()).isEqualTo("no_face");
    assertThat(dominantEmotions(free)).hasSize(1);
    JsonNode face = json(free).path("results").get(0);
    assertThat(face.path("face_confidence").asDouble()).isZero();
    assertThat(face.path("region").path("w").asInt()).isEqualTo(64);
  }

  @Test
  void skippingTheDetectorTakesThePictureForAFace() throws IOException {
    HttpResponse<String> response =
        server.post("/analyze?detector_backend=skip", "image/png", blank());

    assertThat(dominantEmotions(response)).hasSize(1);
    assertThat(json(response).path("results").get(0).path("face_confidence").asDouble())
        .isEqualTo(1);
  }

  @Test
  void aBatchTellsWhatBecameOfEachPicture() throws IOException {
    HttpResponse<String> response =
        server.postJson(
            "/analyze/batch",
            Map.of(
                "img",
                List.of(dataUri("happy.png"), "no base64!", "AAAA", dataUri("surprise.png"))));

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode results = json(response).path("results");
    assertThat(results).hasSize(4);
    assertThat(results.get(0).path("faces").get(0).path("dominant_emotion").asText())
        .isEqualTo("happy");
    assertThat(results.get(1).path("error").path("code").asText()).isEqualTo("invalid_image");
    assertThat(results.get(2).path("error").path("code").asText()).isEqualTo("invalid_image");
    assertThat(results.get(3).path("faces").get(0).path("dominant_emotion").asText())
        .isEqualTo("surprise");

    HttpResponse<String> uploaded =
        server.post("/analyze/batch", UPLOAD, upload(List.of(sample("happy.png"), blank())));
    assertThat(json(uploaded).path("results").get(0).path("faces")).hasSize(1);
    assertThat(json(uploaded).path("results").get(1).path("error").path("code").asText())
        .isEqualTo("no_face");
  }

  @Test
  void theFramesOfACameraKeepTheirFaces() {
    String path = "/live/0123456789abcdef";
    JsonNode first = json(server.post(path, "image/png", sample("sheet.png"))).path("faces");
    JsonNode second = json(server.post(path, "image/png", sample("sheet.png"))).path("faces");

    assertThat(first.size()).isGreaterThanOrEqualTo(5);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).path("track").asInt()).isEqualTo(first.get(i).path("track").asInt());
      assertThat(second.get(i).path("face").path("region"))
          .isEqualTo(first.get(i).path("face").path("region"));
    }
  }
}
