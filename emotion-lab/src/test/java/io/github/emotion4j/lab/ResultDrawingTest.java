// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ResultDrawingTest {

  private static final Pattern NUMBER = Pattern.compile("(?<=[\" >])[0-9]+(?=[\" ])");
  private static final Path README_PICTURE = Path.of("../docs/result.svg");

  @Test
  void theReadmeShowsWhatTheModelsFind() throws IOException {
    String drawn = ResultDrawing.draw();
    String shown = Files.readString(README_PICTURE).replace("\r\n", "\n");

    assertThat(NUMBER.matcher(shown).replaceAll("N"))
        .as("docs/result.svg; ResultDrawing makes it anew")
        .isEqualTo(NUMBER.matcher(drawn).replaceAll("N"));
    // Processors round differently in the last digit.
    List<Double> numbers = numbers(drawn);
    List<Double> shownNumbers = numbers(shown);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(shownNumbers.get(i)).isCloseTo(numbers.get(i), within(1.0));
    }
    assertThat(Pattern.compile(">[a-z]+ [0-9]+ %</text>").matcher(shown).results())
        .as("faces with an emotion")
        .hasSize(7);
  }

  private static List<Double> numbers(String svg) {
    return NUMBER.matcher(svg).results().map(MatchResult::group).map(Double::valueOf).toList();
  }
}
