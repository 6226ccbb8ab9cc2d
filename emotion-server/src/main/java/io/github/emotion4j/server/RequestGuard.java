// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands before all: what each answer tells the browser, who may ask how often (429) and with which
 * key (401), and how much is held in memory at a time, and for how long (413, 503, 408).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestGuard extends OncePerRequestFilter {

  /** The page, which asks for the key, its description, and whether the service is alive. */
  private static final Set<String> PUBLIC =
      Set.of("/", "/index.html", "/page.css", "/page.js", "/icon.svg", "/openapi.json");

  private static final String HEALTH = "/actuator/health";
  private static final int MOST_CLIENTS = 10_000;

  /** A body becomes texts, bytes and trees of them: this share of the heap is for the bodies. */
  private static final int HEAP_SHARE = 10;

  private static final int KIB = 1024;

  private final ServerProperties properties;
  private final JsonMapper mapper;
  private final LoadingCache<String, Bucket> clients;
  private final Semaphore kibibytes;

  RequestGuard(ServerProperties properties, JsonMapper mapper) {
    this.properties = properties;
    this.mapper = mapper;
    clients =
        Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build(client -> newBucket());
    long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    long bytes = Math.max(share, properties.maxRequest().toBytes());
    kibibytes = new Semaphore(Math.toIntExact(bytes / KIB + 1));
  }

  private Bucket newBucket() {
    int rate = properties.requestsPerSecond();
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(2L * rate).refillGreedy(rate, Duration.ofSeconds(1)))
        .build();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    tellTheBrowser(response);
    if (isPublic(request)) {
      chain.doFilter(request, response);
    } else if (properties.requestsPerSecond() > 0
        && !clients.get(request.getRemoteAddr()).tryConsume(1)) {
      refuse(
          request, response, 429, "You send more requests than this service takes from one client");
    } else if (!hasKey(request)) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      refuse(
          request, response, 401, "Send the API key as \"Authorization: Bearer KEY\" or X-API-Key");
    } else {
      withinMemory(request, response, chain);
    }
  }

  private static void tellTheBrowser(HttpServletResponse response) {
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
            + " media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
  }

  private static boolean isPublic(HttpServletRequest request) {
    String path = request.getServletPath(); // decoded, without dots: what is answered
    boolean reads =
        HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
    return reads && (PUBLIC.contains(path) || path.equals(HEALTH) || path.startsWith(HEALTH + "/"));
  }

  private boolean hasKey(HttpServletRequest request) {
    if (properties.apiKey().isEmpty()) {
      return true;
    }
    String authorization =
        Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).orElse("");
    String key =
        authorization.regionMatches(true, 0, "Bearer ", 0, 7)
            ? authorization.substring(7).trim()
            : Optional.ofNullable(request.getHeader("X-API-Key")).orElse("");
    return MessageDigest.isEqual(
        key.getBytes(StandardCharsets.UTF_8), properties.apiKey().getBytes(StandardCharsets.UTF_8));
  }

  private void withinMemory(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long most = properties.maxRequest().toBytes();
    if (request.getContentLengthLong() > most) {
      refuse(request, response, 413, "A request may have " + most + " bytes");
      return;
    }
    try (BoundedRequest bounded =
        new BoundedRequest(request, kibibytes, most, properties.bodyTimeout())) {
      chain.doFilter(bounded, response);
    }
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, int status, String detail)
      throws IOException {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), detail);
    problem.setProperty(ServerProblems.DEEPFACE_ERROR, detail);
    response.setStatus(status);
    if (request.getContentLengthLong() != 0 && !HttpMethod.GET.matches(request.getMethod())) {
      // Its body may come after the answer: the client is not to send its next request behind it.
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    if (status == 429 || status == 503) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    byte[] body = mapper.writeValueAsBytes(problem);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
