// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmotionDetectorTest {
  private final RecordingDetector detector = new RecordingDetector();

  @Test
  void analyzesAFileAsASource() {
    Path path = Path.of("a.jpg");

    assertThat(detector.analyze(path)).isSameAs(RecordingDetector.FACES);
    assertThat(detector.analyzed).containsExactly(ImageSource.of(path));
  }

  @Test
  void analyzesADecodedPictureAsASource() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    assertThat(detector.analyze(image)).isSameAs(RecordingDetector.FACES);
    assertThat(detector.analyzed).containsExactly(ImageSource.of(image));
  }

  @Test
  void analyzesBytesAsASource() {
    byte[] bytes = {1, 2, 3};

    assertThat(detector.analyze(bytes)).isSameAs(RecordingDetector.FACES);
    assertThat(detector.analyzed).containsExactly(ImageSource.of(bytes));
  }

  @Test
  void analyzesAStreamAsASource() {
    InputStream stream = new ByteArrayInputStream(new byte[3]);

    assertThat(detector.analyze(stream)).isSameAs(RecordingDetector.FACES);
    assertThat(detector.analyzed).containsExactly(ImageSource.of(stream));
  }

  @Test
  void analyzesAnAddressAsASource() {
    URI uri = URI.create("https://example.org/a.jpg");

    assertThat(detector.analyze(uri)).isSameAs(RecordingDetector.FACES);
    assertThat(detector.analyzed).containsExactly(ImageSource.of(uri));
  }

  @Test
  void namesTheArtifactToAddWhereThereIsNoImplementation() {
    assertThatThrownBy(EmotionDetector::create)
        .isInstanceOf(MissingDependencyException.class)
        .hasMessageContaining("io.github.emotion4j:emotion-djl");
  }

  @Test
  void isMadeByTheImplementationOnTheClassPath(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(EmotionDetectorProvider.class.getName()),
        RecordingDetectorProvider.class.getName());
    URL[] classPath = {
      folder.toUri().toURL(),
      EmotionDetector.class.getProtectionDomain().getCodeSource().getLocation(),
      EmotionDetectorTest.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = Class.forName(EmotionDetector.class.getName(), true, loader);

      Object made = type.getMethod("create").invoke(null);

      assertThat(made.getClass().getName()).isEqualTo(RecordingDetector.class.getName());
    }
  }

  /** Stands for an implementation. */
  public static final class RecordingDetectorProvider implements EmotionDetectorProvider {
    @Override
    public EmotionDetector create() {
      return new RecordingDetector();
    }
  }

  private static final class RecordingDetector implements EmotionDetector {
    static final List<EmotionResult> FACES = new ArrayList<>();

    final List<ImageSource> analyzed = new ArrayList<>();

    @Override
    public List<EmotionResult> analyze(ImageSource image) {
      analyzed.add(image);
      return FACES;
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<ImageSource> images) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void warmUp() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Diagnosis diagnose() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
