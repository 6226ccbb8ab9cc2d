// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Finds the implementation behind {@link EmotionDetector#create()}. */
final class EmotionDetectorProviders {

  private EmotionDetectorProviders() {}

  static EmotionDetector create() {
    try {
      return Stream.of(
              EmotionDetector.class.getClassLoader(),
              Thread.currentThread().getContextClassLoader())
          .filter(Objects::nonNull)
          .distinct()
          .flatMap(loader -> ServiceLoader.load(EmotionDetectorProvider.class, loader).stream())
          .findFirst()
          .orElseThrow(
              () ->
                  new MissingDependencyException(
                      "No emotion detector is on the class path; add the dependency"
                          + " io.github.emotion4j:emotion-djl (in a shaded jar, merge"
                          + " META-INF/services)"))
          .get()
          .create();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new MissingDependencyException(
          "The emotion detector on the class path can't be loaded: "
              + e
              + "; use the same version of emotion-api and emotion-djl, and leave out none of their"
              + " dependencies",
          e);
    }
  }
}
