// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import java.nio.file.Path;
import java.util.List;

/** Finds faces with another face detector. */
public final class UseFaceDetector {

  private UseFaceDetector() {}

  /**
   * Prints the faces that YuNet finds.
   *
   * @param arguments YuNet's ONNX file, and a picture
   */
  public static void main(String[] arguments) {
    FaceDetector yuNet = YuNetFaceDetector.load(Path.of(arguments[0]));
    System.out.println(analyze(yuNet, Path.of(arguments[1])));
  }

  /**
   * Analyzes a picture.
   *
   * @param faces finds the faces; closed with the detector
   * @param picture the picture
   * @return its faces, surest first
   */
  static List<EmotionResult> analyze(FaceDetector faces, Path picture) {
    try (EmotionDetector detector = DjlEmotionDetector.builder().faceDetector(faces).build()) {
      return detector.analyze(picture);
    }
  }
}
