// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import io.github.emotion4j.EmotionResult;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /analyze} as DeepFace has it, and {@code POST /analyze/batch}. */
@RestController
final class AnalyzeController {

  private static final String ANALYZE = "/analyze";
  private static final String BATCH = "/analyze/batch";
  private static final String ANY_IMAGE = "image/*";

  private final PictureRequestReader reader;
  private final Analyses analyses;

  AnalyzeController(PictureRequestReader reader, Analyses analyses) {
    this.reader = reader;
    this.analyses = analyses;
  }

  @PostMapping(
      path = ANALYZE,
      consumes = {MediaType.APPLICATION_JSON_VALUE, "application/*+json"})
  Map<String, Object> analyzeJson(HttpServletRequest request) throws IOException {
    return analyze(reader.json(request));
  }

  @PostMapping(path = ANALYZE, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Map<String, Object> analyzeForm(HttpServletRequest request) throws IOException {
    return analyze(reader.form(request));
  }

  @PostMapping(path = ANALYZE, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Map<String, Object> analyzeUpload(HttpServletRequest request) throws IOException {
    return analyze(reader.upload(request));
  }

  @PostMapping(
      path = ANALYZE,
      consumes = {ANY_IMAGE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  Map<String, Object> analyzeBytes(HttpServletRequest request) throws IOException {
    return analyze(reader.bytes(request));
  }

  @PostMapping(
      path = BATCH,
      consumes = {MediaType.APPLICATION_JSON_VALUE, "application/*+json"})
  Map<String, Object> batchJson(HttpServletRequest request) throws IOException {
    return batch(reader.json(request));
  }

  @PostMapping(path = BATCH, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Map<String, Object> batchUpload(HttpServletRequest request) throws IOException {
    return batch(reader.upload(request));
  }

  private Map<String, Object> analyze(PictureRequest request) {
    List<List<EmotionResult>> faces =
        analyses.admitted(
            () ->
                request.pictures().stream()
                    .map(picture -> analyses.analyze(picture, request))
                    .toList());
    return answer(request.isList() ? faces : faces.get(0), request);
  }

  private Map<String, Object> batch(PictureRequest request) {
    return answer(analyses.admitted(() -> analyses.analyzeAll(request)), request);
  }

  private static Map<String, Object> answer(Object results, PictureRequest request) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("results", results);
    if (!request.ignoredActions().isEmpty()) {
      answer.put("ignored_actions", request.ignoredActions());
    }
    return answer;
  }
}
