// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageUnavailableException;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.NoFaceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers exceptions of this SDK by problem details (RFC 9457) with the property {@code code},
 * {@link EmotionException#code()}:
 *
 * <ul>
 *   <li>422: the picture is broken, not supported, too large, or has no face though one is required
 *   <li>424: the picture's host does not answer just now
 *   <li>503 with {@code Retry-After}: the detector is busy or shuts down
 *   <li>500: all else, such as a damaged model; the message is logged and not shown
 * </ul>
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
public final class EmotionProblems {

  private static final Logger LOG = LoggerFactory.getLogger(EmotionProblems.class);

  /** Makes the advice. */
  public EmotionProblems() {}

  /**
   * Answers an exception.
   *
   * @param exception what went wrong
   * @return the problem
   */
  @ExceptionHandler
  public ResponseEntity<ProblemDetail> answer(EmotionException exception) {
    int status = status(exception);
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    if (status == 503) {
      response.header(HttpHeaders.RETRY_AFTER, "1");
    }
    if (status == 500) {
      LOG.error("A picture could not be analyzed", exception);
    }
    return response.body(problem(exception));
  }

  /**
   * Describes an exception.
   *
   * @param exception what went wrong
   * @return the problem, as {@link #answer} sends it
   */
  public static ProblemDetail problem(EmotionException exception) {
    int status = status(exception);
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatusCode.valueOf(status),
            status == 500
                ? "The picture could not be analyzed; the server's log says why"
                : String.valueOf(exception.getMessage()));
    problem.setProperty("code", exception.code());
    return problem;
  }

  private static int status(EmotionException exception) {
    if (exception instanceof InvalidImageException || exception instanceof NoFaceException) {
      return 422;
    }
    if (exception instanceof ImageUnavailableException) {
      return 424;
    }
    return exception instanceof DetectorBusyException
            || exception instanceof AnalysisInterruptedException
        ? 503
        : 500;
  }
}
