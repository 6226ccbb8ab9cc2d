// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import java.util.Arrays;

/**
 * The cheapest way to give each row a column of its own: the Hungarian method with shortest
 * augmenting paths (Jonker and Volgenant, 1987).
 */
final class Assignment {

  private Assignment() {}

  /**
   * Solves an assignment.
   *
   * @param cost a row and a column each, finite; as many columns as rows or more
   * @return the column of each row
   */
  static int[] of(double[][] cost) {
    int rows = cost.length;
    int columns = rows == 0 ? 0 : cost[0].length;
    double[] rowPrice = new double[rows + 1];
    double[] columnPrice = new double[columns + 1];
    int[] rowOf = new int[columns + 1]; // counted from 1; 0 is none
    int[] before = new int[columns + 1];
    for (int row = 1; row <= rows; row++) {
      double[] slack = new double[columns + 1];
      boolean[] used = new boolean[columns + 1];
      Arrays.fill(slack, Double.POSITIVE_INFINITY);
      rowOf[0] = row;
      int column = 0;
      while (rowOf[column] != 0) {
        used[column] = true;
        int next = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 1; j <= columns; j++) {
          if (!used[j]) {
            double reduced =
                cost[rowOf[column] - 1][j - 1] - rowPrice[rowOf[column]] - columnPrice[j];
            if (reduced < slack[j]) {
              slack[j] = reduced;
              before[j] = column;
            }
            if (slack[j] < least) {
              least = slack[j];
              next = j;
            }
          }
        }
        for (int j = 0; j <= columns; j++) {
          if (used[j]) {
            rowPrice[rowOf[j]] += least;
            columnPrice[j] -= least;
          } else {
            slack[j] -= least;
          }
        }
        column = next;
      }
      while (column != 0) {
        rowOf[column] = rowOf[before[column]];
        column = before[column];
      }
    }
    int[] columnOf = new int[rows];
    for (int j = 1; j <= columns; j++) {
      if (rowOf[j] > 0) {
        columnOf[rowOf[j] - 1] = j - 1;
      }
    }
    return columnOf;
  }
}
