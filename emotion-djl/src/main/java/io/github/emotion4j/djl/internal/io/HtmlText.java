// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.io;

/** Text as part of a page. */
public final class HtmlText {

  private HtmlText() {}

  /**
   * Makes text that a browser shows as it is, in a page and in an attribute: names of files come
   * from anywhere.
   *
   * @param raw any text
   * @return the same without what HTML takes for its own
   */
  public static String escape(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
