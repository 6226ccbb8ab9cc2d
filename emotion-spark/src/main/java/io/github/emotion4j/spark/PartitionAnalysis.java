// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.ImageSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/** Analyzes the pictures of a partition on an executor, several at a time. */
final class PartitionAnalysis implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final byte[] NOTHING = new byte[0];

  private final int column;

  /** Makes an analysis that puts the result where the picture was. */
  PartitionAnalysis(int column) {
    this.column = column;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator(); // without opening a detector
    }
    Deque<Row> analyzed = new ArrayDeque<>(); // a few dozen, in the order of their outcomes
    Stream<ImageSource> pictures =
        StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
            .map(
                row -> {
                  analyzed.add(row);
                  return ImageSource.of(row.isNullAt(column) ? NOTHING : row.getAs(column));
                });
    Stream<AnalysisOutcome> outcomes = ExecutorDetector.get().analyzeAll(pictures);
    TaskCompletionListener end = context -> outcomes.close(); // also where not all rows are read
    TaskContext.get().addTaskCompletionListener(end);
    return outcomes.map(outcome -> withOutcome(analyzed.remove(), outcome)).iterator();
  }

  private Row withOutcome(Row row, AnalysisOutcome outcome) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == column && !row.isNullAt(i) ? PictureAnalysis.row(outcome) : row.get(i);
    }
    return RowFactory.create(values);
  }
}
