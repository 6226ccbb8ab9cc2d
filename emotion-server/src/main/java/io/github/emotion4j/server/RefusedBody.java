// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;

/** A body that is too large (413), arrives too slowly (408) or has no room just now (503). */
final class RefusedBody extends ResponseStatusException {

  private static final long serialVersionUID = 1L;

  RefusedBody(int status, String detail) {
    super(HttpStatusCode.valueOf(status), detail);
  }

  @Override
  public HttpHeaders getHeaders() {
    HttpHeaders headers = new HttpHeaders();
    headers.setConnection("close"); // what is left of it is not read
    if (getStatusCode().value() == 503) {
      headers.set(HttpHeaders.RETRY_AFTER, "1");
    }
    return headers;
  }
}
