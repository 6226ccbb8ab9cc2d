// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {

  @Test
  void theCheapestIsFoundAsByTryingAll() {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      int rows = random.nextInt(6);
      int columns = rows + random.nextInt(3);
      double[][] cost = new double[rows][columns];
      for (double[] row : cost) {
        for (int j = 0; j < columns; j++) {
          row[j] = random.nextInt(20) - 5 + (random.nextInt(4) == 0 ? 1e6 : 0);
        }
      }

      int[] assigned = Assignment.of(cost);

      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += cost[i][assigned[i]];
      }
      assertThat(assigned).doesNotHaveDuplicates();
      assertThat(sum).isEqualTo(best(cost, 0, new boolean[columns]), within(1e-6));
    }
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
