// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a detector starts in virtual machines that differ from this one. */
@Timeout(300)
class StartTest {

  /** What a thread of the common pool has in a Spring Boot jar. */
  public static final class UnderAnotherContextClassLoader {

    private UnderAnotherContextClassLoader() {}

    public static void main(String[] arguments) {
      Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
      try (EmotionDetector detector = EmotionDetector.create()) {
        detector.warmUp();
        System.out.println("created " + detector.diagnose().engine());
      }
    }
  }

  /** Says what was thrown, and whether the face detector that was given is closed. */
  public static final class WithAFaceDetectorOfItsOwn {

    private WithAFaceDetectorOfItsOwn() {}

    public static void main(String[] arguments) {
      boolean[] closed = new boolean[1];
      FaceDetector own =
          new FaceDetector() {
            @Override
            public List<DetectedFace> detect(BufferedImage image) {
              return List.of();
            }

            @Override
            public String name() {
              return "own";
            }

            @Override
            public void close() {
              closed[0] = true;
            }
          };
      try {
        DjlEmotionDetector.builder().faceDetector(own).build();
      } catch (EmotionException e) {
        System.out.println(e + " closed: " + closed[0]);
      }
    }
  }

  private static String run(Map<String, String> environment, String leftOut, Class<?> program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dai.djl.offline=true", "-Xmx512m"));
    command.add("-cp");
    command.add(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> leftOut.isEmpty() || !entry.contains(leftOut))
            .collect(joining(File.pathSeparator)));
    command.add(program.getName());
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().putAll(environment);
    Process running = process.start();
    String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    running.waitFor();
    return output;
  }

  @Test
  void theThreadsContextClassLoaderDoesNotMatter() throws Exception {
    assertThat(run(Map.of(), "", UnderAnotherContextClassLoader.class)).contains("created PyTorch");
  }

  @Test
  void whereItFailsWhatItWasGivenIsClosed() throws Exception {
    assertThat(run(Map.of(), "pytorch-native", WithAFaceDetectorOfItsOwn.class))
        .contains("MissingDependencyException", "pytorch-native-cpu", "closed: true");
  }

  @Test
  void whereTheEnvironmentNamesAnotherPyTorchTheOneOnTheClassPathIsUsed(@TempDir Path cache)
      throws Exception {
    Map<String, String> environment =
        Map.of("PYTORCH_VERSION", "1.13.1", "DJL_CACHE_DIR", cache.toString());

    assertThat(run(environment, "", UnderAnotherContextClassLoader.class))
        .contains("created PyTorch 2.7.1")
        .doesNotContain("publish.djl.ai", "glibc");
    assertThat(cache.resolve("pytorch")).isDirectoryContaining("glob:**/2.7.1-*");
  }

  @Test
  void itsBridgeIsNotDownloadedEither(@TempDir Path cache) throws Exception {
    Map<String, String> environment =
        Map.of("PYTORCH_VERSION", "1.13.1", "DJL_CACHE_DIR", cache.toString());

    assertThat(run(environment, "pytorch-jni", WithAFaceDetectorOfItsOwn.class))
        .contains("MissingDependencyException", "ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0")
        .doesNotContain("publish.djl.ai");
    assertThat(cache.resolve("pytorch")).doesNotExist();
  }

  @Test
  void aBridgeOfAnotherVersionIsNotDownloaded() throws Exception {
    assertThat(run(Map.of(), "pytorch-jni", WithAFaceDetectorOfItsOwn.class))
        .contains("MissingDependencyException", "ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0")
        .doesNotContain("publish.djl.ai");
  }

  @Test
  void anUnwritableCacheIsNamedAsTheReason(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(
            run(
                Map.of("DJL_CACHE_DIR", file.resolve("cache").toString()),
                "",
                WithAFaceDetectorOfItsOwn.class))
        .contains("MissingDependencyException", file.toString())
        .doesNotContain("glibc");
  }

  @Test
  void classesThatAreLeftOutAreNamed() throws Exception {
    assertThat(run(Map.of(), "commons-pool2", WithAFaceDetectorOfItsOwn.class))
        .contains("MissingDependencyException", "org.apache.commons.pool2");
  }
}
