// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressLinesTest {

  private final StringWriter err = new StringWriter();
  private final AtomicLong now = new AtomicLong();
  private final ProgressLines progress =
      new ProgressLines(new PrintWriter(err, true), 1000, now::get);

  private void done(int pictures, long seconds) {
    now.set(TimeUnit.SECONDS.toNanos(seconds));
    progress.done(pictures);
  }

  @Test
  void tellsEveryFiveSecondsHowFarItIs() {
    done(10, 4);
    done(100, 6);
    done(150, 9);
    done(500, 60);
    done(1000, 120);

    assertThat(err.toString().lines())
        .containsExactly(
            "100 of 1000 pictures, about 54 s left", "500 of 1000 pictures, about 60 s left");
  }

  @Test
  void tellsLongTimesInMinutes() {
    done(100, 100);

    assertThat(err.toString().strip()).isEqualTo("100 of 1000 pictures, about 15 min left");
  }

  @Test
  void saysNothingAboutShortWork() {
    done(1000, 3);

    assertThat(err.toString()).isEmpty();
  }
}
