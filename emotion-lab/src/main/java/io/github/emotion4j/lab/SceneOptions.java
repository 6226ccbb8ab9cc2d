// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import io.github.emotion4j.training.dataset.Fer2013;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what scenes with faces are composed of. */
final class SceneOptions {

  /** A background is left out already when the teacher suspects a face. */
  private static final double TEACHER_SCORE = 0.5;

  private static final int TEACHER_SIDE = 1280;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--backgrounds",
      paramLabel = "DIR",
      description = "Pictures without people; textures only by default.")
  private @Nullable Path backgrounds;

  @Option(
      names = "--photographs",
      paramLabel = "DIR",
      description = "Photographs of people, in which the teacher finds the faces; none by default.")
  private @Nullable Path photographs;

  @Option(
      names = "--teacher",
      required = true,
      paramLabel = "FILE",
      description = "YuNet as ONNX, which says where in its crop each face is.")
  private Path teacher = Path.of("");

  @Option(
      names = "--scene-size",
      defaultValue = "160",
      description = "Side in pixels, a multiple of 32; default ${DEFAULT-VALUE}.")
  private int sceneSize;

  SceneOptions() {}

  Fer2013 loadFaces(PrintWriter err) {
    return data.load(err);
  }

  Optional<Path> backgrounds() {
    return Optional.ofNullable(backgrounds);
  }

  Optional<Path> photographs() {
    return Optional.ofNullable(photographs);
  }

  int size() {
    return sceneSize;
  }

  /** Opens the teacher; the caller closes it. */
  FaceDetector openTeacher() {
    return YuNetFaceDetector.builder(teacher)
        .scoreThreshold(TEACHER_SCORE)
        .maxSide(TEACHER_SIDE)
        .build();
  }
}
