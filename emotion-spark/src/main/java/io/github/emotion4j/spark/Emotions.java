// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import io.github.emotion4j.Emotion;
import java.util.stream.Stream;
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
 * A function from pictures to emotions, for columns and for SQL.
 *
 * <pre>{@code
 * Emotions.register(spark);
 * spark.read().format("binaryFile").load("s3://bucket/photos")
 *     .selectExpr("path AS image", "emotions(content) AS emotions")
 *     .select("image", "emotions.*")
 *     .write().parquet("s3://bucket/emotions");
 * }</pre>
 *
 * <p>Its argument is the content of a picture file; null gives null. It gives a struct of {@link
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
   * What the function gives: the fields of the JSON, with its units. {@code emotion} holds percent
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
