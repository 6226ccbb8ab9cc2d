// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import io.github.emotion4j.Emotion;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * From pictures to emotions: for a whole dataset, and as a function for columns and SQL.
 *
 * <pre>{@code
 * Dataset<Row> photos = spark.read().format("binaryFile").load("s3://bucket/photos");
 * Emotions.analyze(photos.select("path", "content"), "content", "emotions")
 *     .select("path", "emotions.*")
 *     .write().parquet("s3://bucket/emotions");
 *
 * Emotions.register(spark);
 * spark.sql("SELECT path, emotions(content).* FROM binaryFile.`s3://bucket/photos`");
 * }</pre>
 *
 * <p>{@link #analyze} is the faster: it analyzes several pictures of a partition at a time, and
 * takes their faces through the network together, where the function is called with one picture.
 *
 * <p>Pictures are the content of picture files; null gives null. Each gives a struct of {@link
 * #TYPE}: {@code faces}, surest first, or {@code error}, the other being null. A broken picture is
 * such an error and never fails a task; what is wrong with the detector itself does.
 *
 * <p>Each JVM of an executor opens one detector when it meets its first picture, shares it between
 * its tasks and closes it when it ends. Its settings are those of the application:
 *
 * <table>
 *   <caption>Settings, as {@code --conf}</caption>
 *   <tr><td>{@code spark.emotion4j.model}</td>
 *     <td>name of an embedded model, or path of one on each executor</td></tr>
 *   <tr><td>{@code spark.emotion4j.faceDetector}</td>
 *     <td>as {@code io.github.emotion4j.djl.detect.FaceDetectors} describes it, such as {@code
 *     yunet:/models/yunet.onnx}</td></tr>
 *   <tr><td>{@code spark.emotion4j.minFaceConfidence}</td><td>0 to 1</td></tr>
 *   <tr><td>{@code spark.emotion4j.neutralPrior}</td><td>above 0 and below 1</td></tr>
 *   <tr><td>{@code spark.emotion4j.maxPixels}</td><td>of a picture; 64000000 by default</td></tr>
 * </table>
 */
public final class Emotions {

  /** The name in SQL. */
  public static final String NAME = "emotions";

  private static final StructType POINT =
      struct(required("x", DataTypes.DoubleType), required("y", DataTypes.DoubleType));

  private static final StructType FACE =
      struct(
          required(
              "emotion",
              struct(
                  Stream.of(Emotion.values())
                      .map(emotion -> required(emotion.label(), DataTypes.DoubleType))
                      .toArray(StructField[]::new))),
          required("dominant_emotion", DataTypes.StringType),
          required(
              "region",
              struct(
                  required("x", DataTypes.IntegerType),
                  required("y", DataTypes.IntegerType),
                  required("w", DataTypes.IntegerType),
                  required("h", DataTypes.IntegerType),
                  optional("left_eye", POINT),
                  optional("right_eye", POINT),
                  optional("nose", POINT),
                  optional("mouth_left", POINT),
                  optional("mouth_right", POINT))),
          required("face_confidence", DataTypes.DoubleType),
          optional(
              "head_pose",
              struct(
                  required("yaw", DataTypes.DoubleType),
                  required("pitch", DataTypes.DoubleType),
                  required("roll", DataTypes.DoubleType))),
          optional("face_quality", DataTypes.DoubleType));

  /**
   * What a picture gives: the fields of the JSON, with its units. {@code emotion} holds percent
   * summing to 100, {@code region} and points pixels, {@code head_pose} degrees, {@code
   * face_confidence} and {@code face_quality} 0 to 1.
   */
  public static final StructType TYPE =
      struct(
          optional("faces", DataTypes.createArrayType(FACE, false)),
          optional(
              "error",
              struct(
                  required("code", DataTypes.StringType),
                  required("message", DataTypes.StringType))));

  private Emotions() {}

  private static StructType struct(StructField... fields) {
    return DataTypes.createStructType(fields);
  }

  private static StructField required(String name, DataType type) {
    return DataTypes.createStructField(name, type, false);
  }

  private static StructField optional(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  /**
   * Analyzes the pictures of a dataset, also of one that streams.
   *
   * @param pictures rows in which a column holds the content of a picture file; of each partition a
   *     few dozen are in memory at a time
   * @param content name of that column
   * @param result name of the column of {@link #TYPE} that takes its place
   * @return the same rows, in the same order
   * @throws IllegalArgumentException if there is no such column, or it is not binary
   */
  public static Dataset<Row> analyze(Dataset<Row> pictures, String content, String result) {
    StructField[] fields = pictures.schema().fields().clone();
    int column = pictures.schema().fieldIndex(content);
    if (!fields[column].dataType().equals(DataTypes.BinaryType)) {
      throw new IllegalArgumentException(
          "The column "
              + content
              + " must be binary, the content of picture files, not "
              + fields[column].dataType().simpleString());
    }
    fields[column] = optional(result, TYPE);
    return pictures.mapPartitions(new PartitionAnalysis(column), Encoders.row(struct(fields)));
  }

  /**
   * Returns the function for columns: {@code emotions().apply(col("content"))}.
   *
   * @return a function of one binary column
   */
  public static UserDefinedFunction emotions() {
    UDF1<byte[], Row> analysis = new PictureAnalysis();
    // Spark may work out what is deterministic twice, such as before a filter by its result.
    return functions.udf(analysis, TYPE).withName(NAME).asNondeterministic();
  }

  /**
   * Makes the function known to SQL as {@value #NAME}. From Python: {@code
   * spark._jvm.io.github.emotion4j.spark.Emotions.register(spark._jsparkSession)}.
   *
   * @param spark the session
   */
  public static void register(SparkSession spark) {
    spark.udf().register(NAME, emotions());
  }
}
