// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.NoFaceException;
import io.github.emotion4j.djl.DjlEmotionDetector;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

final class EmotionAutoConfigurationTest {

  private static final BufferedImage BLANK =
      new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(EmotionAutoConfiguration.class));

  @Test
  void settingsReachTheDetector() {
    runner
        .withPropertyValues(
            "emotion4j.model=ferplus",
            "emotion4j.flip=true",
            "emotion4j.neutral-prior=0.4",
            "emotion4j.face.required=true",
            "emotion4j.face.min-confidence=0.9",
            "emotion4j.limits.threads=3",
            "emotion4j.limits.max-wait=2s",
            "emotion4j.limits.max-pixels=5000")
        .run(
            context -> {
              EmotionDetector detector = context.getBean(EmotionDetector.class);
              assertThat(detector.diagnose().modelName()).isEqualTo("ferplus");
              assertThatThrownBy(() -> detector.analyze(BLANK)).isInstanceOf(NoFaceException.class);
              assertThatThrownBy(
                      () ->
                          detector.analyze(new BufferedImage(99, 99, BufferedImage.TYPE_3BYTE_BGR)))
                  .isInstanceOf(InvalidImageException.class)
                  .hasMessageContaining("more than 5000");
            });
  }

  @Test
  void anotherFaceDetectorIsNamed() {
    runner
        .withPropertyValues("emotion4j.face.detector=whole", "emotion4j.model=fer2013")
        .run(
            context ->
                assertThat(context.getBean(EmotionDetector.class).analyze(BLANK)).hasSize(1));
  }

  @Test
  void filesOfTheMachineAreNoAddressesUnlessTheSettingsSaySo() {
    URI file = Path.of("../emotion-cli/src/main/resources/samples/happy.png").toUri();
    runner.run(
        context ->
            assertThatThrownBy(() -> context.getBean(EmotionDetector.class).analyze(file))
                .isInstanceOf(InvalidImageException.class));
    runner
        .withPropertyValues("emotion4j.addresses.files=true")
        .run(
            context -> assertThat(context.getBean(EmotionDetector.class).analyze(file)).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource({
    "emotion4j.face.detector=yolo, yolo",
    "emotion4j.limits.threads=0, predictors must be at least 1",
    "emotion4j.neutral-prior=1.5, 1.5",
    "emotion4j.model=no-such-folder, no-such-folder",
    "emotion4j.warm-up=perhaps, perhaps",
    "emotion4j.limits.max-wait=soon, soon"
  })
  void aWrongSettingEndsTheStartAndIsNamed(String setting, String named) {
    runner
        .withPropertyValues(setting)
        .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(named));
  }

  @Test
  void aDetectorOfTheApplicationIsNotReplaced() {
    runner
        .withUserConfiguration(OwnDetector.class)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(EmotionDetector.class)
                    .getBean(EmotionDetector.class)
                    .isSameAs(context.getBean("own")));
  }

  @Configuration
  static class OwnDetector {

    @Bean
    EmotionDetector own() {
      return DjlEmotionDetector.builder().faceDetector(FaceDetector.wholeImage()).build();
    }
  }

  @Test
  void everyObserverOfTheApplicationIsTold() {
    runner
        .withUserConfiguration(OwnObserver.class)
        .run(
            context -> {
              context.getBean(EmotionDetector.class).analyze(BLANK);

              assertThat(context.getBean(OwnObserver.class).faces).containsExactly(0);
            });
  }

  @Configuration
  static class OwnObserver {

    private final List<Integer> faces = Collections.synchronizedList(new ArrayList<>());

    @Bean
    AnalysisObserver observer() {
      return new AnalysisObserver() {
        @Override
        public void analyzed(int count) {
          faces.add(count);
        }
      };
    }
  }

  @Test
  void everySettingIsDescribedForEditors() throws IOException {
    JsonNode metadata;
    try (InputStream stream =
        EmotionProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      metadata = new ObjectMapper().readTree(stream).path("properties");
    }
    List<String> names = new ArrayList<>();
    for (JsonNode setting : metadata) {
      names.add(setting.path("name").asText());
      assertThat(setting.path("description").asText()).as(setting.toString()).isNotBlank();
    }

    assertThat(names)
        .contains(
            "emotion4j.model",
            "emotion4j.warm-up",
            "emotion4j.preload",
            "emotion4j.face.detector",
            "emotion4j.limits.max-bytes")
        .hasSize(16);
  }
}
