// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.DjlEmotionDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands hostile files to a whole detector with default limits, in memory and on disk. The system
 * property {@code emotion4j.fuzz.analyses} sets how many mutations there are of each file; the
 * slowest case is logged.
 */
class AnalyzeFuzzTest {

  private static final int CASES_A_FILE = Integer.getInteger("emotion4j.fuzz.analyses", 40);
  private static final Logger log = LoggerFactory.getLogger(AnalyzeFuzzTest.class);

  private static final Map<String, byte[]> HAND_MADE = HostileFiles.handMade();
  private static final EmotionDetector detector =
      DjlEmotionDetector.builder().faceDetector(FaceDetector.wholeImage()).build();
  private static final SlowestCase slowest = new SlowestCase();
  private static int cases;
  private static int results;

  @AfterAll
  static void closeIt() {
    detector.close();
    log.info("{} cases, {} of them pictures; the slowest was {}", cases, results, slowest);
  }

  static List<String> names() {
    return List.copyOf(HostileFiles.FILES.keySet());
  }

  static List<String> handMadeNames() {
    return List.copyOf(HAND_MADE.keySet());
  }

  private static void analyze(String name, byte[] file) {
    cases++;
    slowest.time(name, () -> analyzeOnce(name, file));
  }

  private static void analyzeOnce(String name, byte[] file) {
    try {
      List<EmotionResult> faces = detector.analyze(file);
      assertThat(faces).as(name).hasSize(1);
      results++;
    } catch (EmotionException e) {
      // An Error would mean that a size was not checked beforehand.
      assertThat(e.getCause()).as(name).isNotInstanceOf(Error.class);
      assertThat(e).as(name).hasMessageNotContaining("null");
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @Timeout(600)
  void mutationEndsInAResultOrAnEmotionExceptionWithinASecond(String name) {
    byte[] file = HostileFiles.FILES.get(name);
    for (int seed = 0; seed < CASES_A_FILE; seed++) {
      Random random = new Random(seed * 37L + name.hashCode());
      analyze(name + ", seed " + seed, HostileFiles.mutate(file, random));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void goodFileGivesAResult(String name) {
    assertThat(detector.analyze(HostileFiles.FILES.get(name))).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("handMadeNames")
  @Timeout(30)
  void handMadeFileEndsInAResultOrAnEmotionExceptionWithinASecond(String name) {
    analyze(name, HAND_MADE.get(name));
  }

  @Test
  void aFileIsReadByItsContentAndNotByItsName(@TempDir Path folder) throws IOException {
    Path png = Files.write(folder.resolve("face.jpg"), HostileFiles.FILES.get("PNG with alpha"));
    Path gif = Files.write(folder.resolve("face"), HostileFiles.FILES.get("animated GIF"));

    assertThat(detector.analyze(png)).hasSize(1);
    assertThat(detector.analyze(gif)).hasSize(1);
  }
}
