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

/** From the code of a failure in JSON ({@link EmotionException#code()}) back to an exception. */
final class FailureCode {

  private static final List<Function<String, EmotionException>> MAKERS =
      List.of(
          InvalidImageException::new,
          ImageUnavailableException::new,
          AnalysisInterruptedException::new,
          NoFaceException::new,
          DetectorBusyException::new,
          ModelException::new,
          MissingDependencyException::new);

  private FailureCode() {}

  /** An exception of the kind that a code tells; of the general kind if the code is unknown. */
  static EmotionException exception(String code, String message) {
    return MAKERS.stream()
        .map(maker -> maker.apply(message))
        .filter(exception -> exception.code().equals(code))
        .findFirst()
        .orElseGet(() -> new EmotionException(message));
  }
}
