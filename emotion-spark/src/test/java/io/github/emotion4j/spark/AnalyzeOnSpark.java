// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** An example: the emotions of a folder of pictures, as a table, by {@code spark-submit}. */
public final class AnalyzeOnSpark {

  private AnalyzeOnSpark() {}

  /**
   * Writes the table and prints how many faces show which emotion.
   *
   * @param arguments the folder of pictures and that of the table, both of any file system
   * @throws IOException if the session can't be closed
   */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      analyze(spark, arguments[0], arguments[1]).show();
    }
  }

  /**
   * Analyzes pictures into a table, whose rows have the columns image, faces and error.
   *
   * @param spark the session
   * @param pictures a folder, with all below it
   * @param table a folder, of Parquet
   * @return how many faces show which emotion
   */
  static Dataset<Row> analyze(SparkSession spark, String pictures, String table) {
    Dataset<Row> files =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", true)
            .option("pathGlobFilter", "*.{jpg,jpeg,png,webp}")
            .load(pictures)
            .selectExpr("path AS image", "content");
    Emotions.analyze(files, "content", "emotions")
        .select("image", "emotions.*")
        .write()
        .parquet(table);
    return spark
        .read()
        .parquet(table)
        .select(expr("explode(faces.dominant_emotion) AS emotion"))
        .groupBy("emotion")
        .agg(count("*").as("faces"));
  }
}
