// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreedMemoryTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryThatIsFreeBetweenPiecesInUseIsGivenBack() throws IOException {
    List<Memory> pieces = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      Memory piece = new Memory(100_000); // too small to be mapped alone: 400 MB together
      piece.clear();
      pieces.add(piece);
    }
    for (int i = 0; i < pieces.size(); i++) {
      if (i % 20 > 0) {
        pieces.get(i).close();
      }
    }
    long before = residentPages();

    FreedMemory.giveBack();

    assertThat(before - residentPages()).as("pages of 4 KiB").isGreaterThan(300_000_000 / 4096);
    for (int i = 0; i < pieces.size(); i += 20) {
      pieces.get(i).close();
    }
  }

  private static long residentPages() throws IOException {
    try (Scanner numbers = new Scanner(Path.of("/proc/self/statm"), StandardCharsets.US_ASCII)) {
      numbers.nextLong(); // of all its memory, whether it is there or not
      return numbers.nextLong();
    }
  }

  @Test
  void itIsDueOnceAMinute() {
    FreedMemory memory = new FreedMemory(0);

    assertThat(memory.isDue(MINUTE - 1)).isFalse();
    assertThat(memory.isDue(MINUTE)).isTrue();
    assertThat(memory.isDue(MINUTE + 1)).isFalse();
    assertThat(memory.isDue(2 * MINUTE)).isTrue();
  }
}
