// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers whatever goes wrong by problem details (RFC 9457), which also have the field {@code
 * error} that clients of DeepFace read. Nothing of the inside is told.
 */
@RestControllerAdvice
final class ServerProblems extends ResponseEntityExceptionHandler
    implements ResponseBodyAdvice<Object> {

  /** Where DeepFace says what went wrong. */
  static final String DEEPFACE_ERROR = "error";

  private static final Logger LOG = LoggerFactory.getLogger(ServerProblems.class);

  ServerProblems() {}

  @ExceptionHandler({FileUploadException.class, IllegalStateException.class})
  ResponseEntity<ProblemDetail> answerUnreadable(Exception exception) {
    if (exception instanceof IllegalStateException
        && !exception.getClass().getName().startsWith("org.apache.tomcat.")) {
      return answerUnexpected(exception);
    }
    return problem(400, "The request can't be read: its form or upload is broken");
  }

  /** The client broke off: nobody reads the answer. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> answerBrokenOff(IOException exception) {
    return problem(400, "The request can't be read to its end");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answerUnexpected(Exception exception) {
    LOG.error("A request failed", exception);
    return problem(500, "The request failed; the server's log says why");
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException exception,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String sent =
        exception.getContentType() == null
            ? "The body has no Content-Type"
            : "Content-Type '" + exception.getContentType() + "' is not supported";
    exception.getBody().setDetail(sent + taken(exception.getSupportedMediaTypes()));
    return handleExceptionInternal(exception, null, headers, status, request);
  }

  private static String taken(List<MediaType> types) {
    return types.isEmpty() ? "" : "; this address takes " + MediaType.toString(types);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException exception,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    exception.getBody().setDetail("There is nothing here; /openapi.json says what there is");
    return handleExceptionInternal(exception, null, headers, status, request);
  }

  static ResponseEntity<ProblemDetail> problem(int status, String detail) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), detail));
  }

  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public Object beforeBodyWrite(
      Object body,
      MethodParameter returnType,
      MediaType contentType,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (body instanceof ProblemDetail problem) {
      String error =
          Optional.ofNullable(problem.getDetail())
              .or(() -> Optional.ofNullable(problem.getTitle()))
              .orElse("");
      problem.setProperty(DEEPFACE_ERROR, error);
    }
    return body;
  }

  /** What fails before or beyond the controllers. */
  @RestController
  static final class Errors implements ErrorController {

    Errors() {}

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
      Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
      return status instanceof Integer code
          ? problem(code, "The request can't be answered")
          : problem(404, "There is nothing here");
    }
  }
}
