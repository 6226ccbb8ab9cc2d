// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a data set can't be used: counted, or else told all together at the end, since whoever
 * mends one file wants to know of the others. Used by one thread.
 */
final class Rejects {

  private static final int TOLD = 5;

  private final boolean skipBad;
  private final List<String> skipped = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private @Nullable Exception first;

  Rejects(boolean skipBad) {
    this.skipBad = skipBad;
  }

  /** Leaves out what is good, but of no use here. */
  void leaveOut(String place, String reason) {
    skipped.add(place + ": " + reason);
  }

  /** Takes what is bad. */
  void add(String place, Exception reason) {
    if (skipBad) {
      leaveOut(place, String.valueOf(reason.getMessage()));
      return;
    }
    bad.add(place + " can't be used: " + reason.getMessage());
    first = first == null ? reason : first;
  }

  /**
   * Returns what is left out.
   *
   * @throws DatasetException if something is bad that should not be skipped
   */
  List<String> skipped() {
    if (first == null) {
      return List.copyOf(skipped);
    }
    String told = String.join("; ", bad.subList(0, Math.min(TOLD, bad.size())));
    throw new DatasetException(
        bad.size() == 1
            ? told + " (skipBad would count and skip it)"
            : told
                + (bad.size() > TOLD ? "; and " + (bad.size() - TOLD) + " more" : "")
                + " (skipBad would count and skip them)",
        first);
  }
}
