// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A request whose body takes its share of memory as it arrives, and not before: one that is
 * announced and does not come holds nothing. For one thread.
 */
final class BoundedRequest extends HttpServletRequestWrapper implements AutoCloseable {

  /** What is taken at a time: 64 of the semaphore's. */
  private static final int KIB_AT_ONCE = 64;

  private static final int KIB = 1024;

  /** From then on, a body must have come at {@link #LEAST_BYTES_A_SECOND} on average. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int LEAST_BYTES_A_SECOND = 16 * KIB;

  private final Semaphore kibibytes;
  private final long most;
  private final Duration timeout;
  private final long began = System.nanoTime();
  private long taken;

  /**
   * Wraps a request.
   *
   * @param request the request, of which only the headers have come
   * @param kibibytes memory that is left for bodies
   * @param most how many bytes a body may have
   * @param timeout how long one may take to arrive
   */
  BoundedRequest(HttpServletRequest request, Semaphore kibibytes, long most, Duration timeout) {
    super(request);
    this.kibibytes = kibibytes;
    this.most = most;
    this.timeout = timeout;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Body(super.getInputStream());
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  /** Gives back the memory. */
  @Override
  public void close() {
    kibibytes.release((int) (taken / KIB));
    taken = 0;
  }

  private final class Body extends ServletInputStream {

    private final ServletInputStream stream;
    private long bytes;

    Body(ServletInputStream stream) {
      this.stream = stream;
    }

    @Override
    public int read() throws IOException {
      int next = stream.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = stream.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int read) {
      bytes += read;
      if (bytes > most) {
        throw new RefusedBody(413, "A request may have " + most + " bytes");
      }
      while (bytes > taken) {
        if (!kibibytes.tryAcquire(KIB_AT_ONCE)) {
          throw new RefusedBody(503, "Too many large requests at once; try again later");
        }
        taken += KIB_AT_ONCE * KIB;
      }
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      boolean isSlow =
          time.compareTo(GRACE.plusSeconds(bytes / LEAST_BYTES_A_SECOND)) > 0
              || time.compareTo(timeout) > 0;
      if (isSlow && !stream.isFinished()) {
        throw new RefusedBody(408, "The request took too long to arrive");
      }
    }

    @Override
    public boolean isFinished() {
      return stream.isFinished();
    }

    @Override
    public boolean isReady() {
      return stream.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      stream.setReadListener(listener);
    }
  }
}
