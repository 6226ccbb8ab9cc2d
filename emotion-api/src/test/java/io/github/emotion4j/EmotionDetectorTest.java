// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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

  @Test
  void isMadeByAnImplementationThatOnlyTheCallersClassLoaderSees(@TempDir Path folder)
      throws Exception {
    service(folder, RecordingDetectorProvider.class.getName());
    URL[] api = {EmotionDetector.class.getProtectionDomain().getCodeSource().getLocation()};
    URL[] implementation = {
      folder.toUri().toURL(),
      EmotionDetectorTest.class.getProtectionDomain().getCodeSource().getLocation()
    };
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader parent = new URLClassLoader(api, ClassLoader.getPlatformClassLoader());
        URLClassLoader child = new URLClassLoader(implementation, parent)) {
      Class<?> type = Class.forName(EmotionDetector.class.getName(), true, child);
      Thread.currentThread().setContextClassLoader(child);

      Object made = type.getMethod("create").invoke(null);

      assertThat(made.getClass().getName()).isEqualTo(RecordingDetector.class.getName());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void anImplementationThatCannotBeLoadedIsAMissingDependency(@TempDir Path folder)
      throws Exception {
    service(folder, "no.such.Provider");
    URL[] classPath = {
      folder.toUri().toURL(),
      EmotionDetector.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = Class.forName(EmotionDetector.class.getName(), true, loader);

      assertThatThrownBy(() -> type.getMethod("create").invoke(null))
          .cause()
          .hasMessageContaining("no.such.Provider")
          .extracting(cause -> cause.getClass().getName())
          .isEqualTo(MissingDependencyException.class.getName());
    }
  }

  private static void service(Path folder, String provider) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(EmotionDetectorProvider.class.getName()), provider);
  }

  @Test
  void aSourceOfNothingIsRefusedWhereItIsMade() {
    assertThatThrownBy(() -> ImageSource.of((BufferedImage) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("ImageIO.read");
    assertThatThrownBy(() -> ImageSource.of((Path) null)).hasMessage("path");
    assertThatThrownBy(() -> ImageSource.of((byte[]) null)).hasMessage("bytes");
    assertThatThrownBy(() -> ImageSource.of((InputStream) null)).hasMessage("stream");
    assertThatThrownBy(() -> ImageSource.of((URI) null)).hasMessage("uri");
  }

  @Test
  void aFaceWithoutAPlaceIsRefusedWhereItIsMade() {
    assertThatThrownBy(() -> new DetectedFace(null, 1)).hasMessage("region");
    assertThatThrownBy(() -> new Eyes(null, new Point(1, 1))).hasMessage("left");
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
