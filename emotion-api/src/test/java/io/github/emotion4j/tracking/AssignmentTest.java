// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class AssignmentTest {

  @Property(seed = "1")
  void theCheapestIsFoundAsByTryingAll(@ForAll("costs") double[][] cost) {
    int[] assigned = Assignment.of(cost);

    double sum = 0;
    for (int i = 0; i < cost.length; i++) {
      sum += cost[i][assigned[i]];
    }
    assertThat(assigned).hasSize(cost.length).doesNotHaveDuplicates();
    boolean[] none = new boolean[cost.length == 0 ? 0 : cost[0].length];
    assertThat(sum).isEqualTo(best(cost, 0, none), within(1e-6));
  }

  /** Up to five rows, as many columns or a few more, and now and then a pair that must not be. */
  @Provide
  Arbitrary<double[][]> costs() {
    Arbitrary<Double> costs =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.doubles().between(-5, 15)), Tuple.of(1, Arbitraries.just(1e6)));
    return Combinators.combine(
            Arbitraries.integers().between(0, 5), Arbitraries.integers().between(0, 2))
        .flatAs(
            (rows, more) ->
                costs
                    .array(double[].class)
                    .ofSize(rows + more)
                    .array(double[][].class)
                    .ofSize(rows));
  }

  private static double best(double[][] cost, int row, boolean[] used) {
    if (row == cost.length) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int j = 0; j < used.length; j++) {
      if (!used[j]) {
        used[j] = true;
        best = Math.min(best, cost[row][j] + best(cost, row + 1, used));
        used[j] = false;
      }
    }
    return best;
  }
}
