// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring.snippet;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@SpringBootApplication
@RestController
class Service {
  @Autowired EmotionDetector detector;

  @PostMapping("/faces")
  List<EmotionResult> faces(@RequestParam("picture") MultipartFile picture) throws IOException {
    return detector.analyze(picture.getBytes());
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Service.class, arguments);
  }
}
