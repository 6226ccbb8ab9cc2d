// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.ImageSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** A service as an application of Spring Boot, 3 or 4, would have it. */
@Configuration
@EnableAutoConfiguration
@EnableAsync
@Import({PictureService.Pictures.class, PictureService.Background.class})
public class PictureService {

  @RestController
  static final class Pictures {

    private final EmotionDetector detector;

    Pictures(EmotionDetector detector) {
      this.detector = detector;
    }

    @PostMapping("/upload")
    List<EmotionResult> upload(@RequestParam("picture") MultipartFile picture) throws IOException {
      return detector.analyze(picture.getBytes());
    }

    @PostMapping("/both")
    List<AnalysisOutcome> both(@RequestBody byte[] picture) {
      return detector.analyzeAll(
          List.of(ImageSource.of(picture), ImageSource.of(new byte[] {1, 2, 3})));
    }
  }

  static class Background {

    private final EmotionDetector detector;

    Background(EmotionDetector detector) {
      this.detector = detector;
    }

    @Async
    CompletableFuture<List<EmotionResult>> analyze(byte[] picture) {
      return CompletableFuture.completedFuture(detector.analyze(picture));
    }
  }
}
