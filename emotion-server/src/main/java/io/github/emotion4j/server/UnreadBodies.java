// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Reads what is left of the body of a request that was answered without it, for clients that send
 * all before they look for the answer; but not for long. Tomcat alone would read on at the pace of
 * the client, however slow, and the client would hold the thread.
 */
@Component
final class UnreadBodies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final Duration MOST = Duration.ofSeconds(2);

  UnreadBodies() {}

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addEngineValves(new AfterAnswer());
  }

  private static final class AfterAnswer extends ValveBase {

    AfterAnswer() {
      super(true); // asynchronous requests pass, though there are none
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      getNext().invoke(request, response);
      if (request.isAsync() || request.isFinished()) {
        return;
      }
      response.flushBuffer(); // to end it would end the request, too
      if (request.getCoyoteRequest().hasExpectation() || !isReadToItsEnd(request)) {
        // No more is read: the connection is closed after the answer.
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
    }

    private static boolean isReadToItsEnd(Request request) {
      byte[] block = new byte[1 << 16];
      long end = System.nanoTime() + MOST.toNanos();
      try {
        InputStream body = request.getInputStream();
        while (System.nanoTime() < end) {
          if (body.read(block) < 0) {
            return true;
          }
        }
        return request.isFinished();
      } catch (IOException | IllegalStateException e) {
        return false; // the client is gone, or its body is broken
      }
    }
  }
}
