// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageUnavailableException;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.NoFaceException;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of failure, by the code that tells it in JSON.
 *
 * @param text the code, which never changes
 * @param type the kind
 * @param maker makes an exception of this kind with a message
 */
record FailureCode(
    String text, Class<? extends EmotionException> type, Function<String, EmotionException> maker) {

  private static final FailureCode FAILED =
      new FailureCode("failed", EmotionException.class, EmotionException::new);

  private static final List<FailureCode> ALL =
      List.of(
          new FailureCode("invalid_image", InvalidImageException.class, InvalidImageException::new),
          new FailureCode(
              "image_unavailable", ImageUnavailableException.class, ImageUnavailableException::new),
          new FailureCode(
              "interrupted", AnalysisInterruptedException.class, AnalysisInterruptedException::new),
          new FailureCode("no_face", NoFaceException.class, NoFaceException::new),
          new FailureCode("busy", DetectorBusyException.class, DetectorBusyException::new),
          new FailureCode("model", ModelException.class, ModelException::new),
          new FailureCode(
              "missing_dependency",
              MissingDependencyException.class,
              MissingDependencyException::new));

  /** The code of an exception; that of the general kind if it is of no other. */
  static String of(EmotionException exception) {
    return ALL.stream()
        .filter(code -> code.type().isInstance(exception))
        .findFirst()
        .orElse(FAILED)
        .text();
  }

  /** An exception of the kind that a code tells; of the general kind if the code is unknown. */
  static EmotionException exception(String text, String message) {
    return ALL.stream()
        .filter(code -> code.text().equals(text))
        .findFirst()
        .orElse(FAILED)
        .maker()
        .apply(message);
  }
}
