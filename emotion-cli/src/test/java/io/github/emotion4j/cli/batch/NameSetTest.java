// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameSetTest {

  @Test
  void knowsEachNameOnceHoweverManyThereAre() {
    NameSet names = new NameSet();
    for (int i = 0; i < 100_000; i++) {
      assertThat(names.add("photos/" + i + ".jpg")).isTrue();
    }
    for (int i = 0; i < 100_000; i += 7) {
      assertThat(names.add("photos/" + i + ".jpg")).isFalse();
    }
    assertThat(names.size()).isEqualTo(100_000);
  }
}
