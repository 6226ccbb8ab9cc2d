// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.List;
import java.util.Objects;

/**
 * The outcome of one picture of a batch: its faces, or the failure of this picture alone.
 *
 * <pre>{@code
 * for (AnalysisOutcome outcome : detector.analyzeAll(pictures)) {
 *   if (outcome instanceof AnalysisOutcome.Faces found) {
 *     show(found.image(), found.faces());
 *   } else if (outcome instanceof AnalysisOutcome.Failure failed) {
 *     log.warn("{} skipped", failed.image().describe(), failed.cause());
 *   }
 * }
 * }</pre>
 */
public sealed interface AnalysisOutcome {

  /**
   * Returns the picture that this is about.
   *
   * @return the source as it was given
   */
  ImageSource image();

  /**
   * Returns the faces, for callers that let a failure end their work.
   *
   * @return the faces; empty if the picture has none
   * @throws EmotionException the failure, if this is one
   */
  List<EmotionResult> orElseThrow();

  /**
   * The picture was analyzed.
   *
   * @param image the picture
   * @param faces its faces, surest first; empty if it has none
   */
  record Faces(ImageSource image, List<EmotionResult> faces) implements AnalysisOutcome {

    /**
     * Makes an outcome; the list is copied.
     *
     * @param image the picture
     * @param faces its faces
     */
    public Faces {
      Objects.requireNonNull(image, "image");
      faces = List.copyOf(faces);
    }

    @Override
    public List<EmotionResult> orElseThrow() {
      return faces;
    }
  }

  /**
   * The picture could not be analyzed.
   *
   * @param image the picture
   * @param cause why; the message names the picture
   */
  record Failure(ImageSource image, EmotionException cause) implements AnalysisOutcome {

    /**
     * Makes an outcome.
     *
     * @param image the picture
     * @param cause why
     */
    public Failure {
      Objects.requireNonNull(image, "image");
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public List<EmotionResult> orElseThrow() {
      throw cause;
    }
  }
}
