// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.spring.PublicDiagnosis;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /models}: what this service answers with. */
@RestController
final class ModelsController {

  private final EmotionDetector detector;

  ModelsController(EmotionDetector detector) {
    this.detector = detector;
  }

  @GetMapping("/models")
  Map<String, Object> models() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("in_use", PublicDiagnosis.of(detector.diagnose()));
    answer.put("emotions", Arrays.stream(Emotion.values()).map(Emotion::label).toList());
    List<Map<String, Object>> embedded =
        EmbeddedModels.names().stream()
            .map(name -> describe(name, EmbeddedModels.read(name).card()))
            .toList();
    answer.put("embedded", embedded);
    return answer;
  }

  private static Map<String, Object> describe(String name, ModelCard card) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", name);
    model.put("weights_sha256", card.weights().sha256());
    model.put("figures", card.figures());
    return model;
  }
}
