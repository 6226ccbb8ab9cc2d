// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emotion4j.djl.classify.Architecture;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingBenchmarkTest {

  static Stream<Optional<Arithmetic>> kinds() {
    return Stream.concat(
        Stream.of(Optional.empty()), Stream.of(Arithmetic.values()).map(Optional::of));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void learnsTheFacesThatItIsTimedOn(Optional<Arithmetic> arithmetic) {
    try (TrainingBenchmark benchmark =
        new TrainingBenchmark(Architecture.COMPACT_RESNET, arithmetic, 14, 16)) {
      double first = benchmark.step();
      double last = first;
      for (int step = 0; step < 20; step++) {
        last = benchmark.step();
      }
      assertThat(last).isPositive().isLessThan(0.7 * first);
    }
  }

  @Test
  void takesThePlainNetworkAtItsOwnSize() {
    try (TrainingBenchmark benchmark =
        new TrainingBenchmark(Architecture.PLAIN_CNN, Optional.of(Arithmetic.FLOAT32), 2, 48)) {
      assertThat(benchmark.step()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "COMPACT_RESNET, 1, 48, 1 of 48",
    "COMPACT_RESNET, 8, 15, 8 of 15",
    "PLAIN_CNN, 8, 44, takes faces of 48 pixels only"
  })
  void refusesWhatItCannotTrainOn(
      Architecture architecture, int batchSize, int cropSize, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new TrainingBenchmark(architecture, Optional.empty(), batchSize, cropSize))
        .withMessageContaining(reason);
  }
}
