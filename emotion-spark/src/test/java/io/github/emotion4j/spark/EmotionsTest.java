// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import static org.apache.spark.sql.functions.call_udf;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmotionsTest {

  private static final String WHOLE = "spark.emotion4j.faceDetector";

  @TempDir private static Path shared;
  private static SparkSession spark;
  private static Path photos;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", shared.resolve("warehouse").toString())
            .config(WHOLE, "whole")
            .getOrCreate();
    Emotions.register(spark);
    photos = TestPictures.write(shared.resolve("photos"), 20);
    Files.writeString(photos.resolve("torn.png"), "torn");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> files() {
    return spark.read().format("binaryFile").load(photos.toString());
  }

  private static Dataset<Row> analyzed() {
    return files().selectExpr("path", "emotions(content) AS emotions");
  }

  @Test
  void givesWhatTheDetectorGives() {
    List<Row> rows =
        analyzed()
            .where("emotions.error IS NULL")
            .selectExpr("path", "emotions.faces[0] AS face")
            .collectAsList();

    assertThat(rows).hasSize(20);
    try (EmotionDetector detector = ExecutorDetector.open(new SparkConf().set(WHOLE, "whole"))) {
      for (Row row : rows) {
        EmotionResult expected = detector.analyze(URI.create(row.getString(0))).get(0);
        assertSame(row.getStruct(1), expected);
      }
    }
  }

  private static void assertSame(Row face, EmotionResult expected) {
    assertThat(face.<String>getAs("dominant_emotion"))
        .isEqualTo(expected.dominantEmotion().label());
    Row percentages = face.getAs("emotion");
    for (Emotion emotion : Emotion.values()) {
      assertThat(percentages.<Double>getAs(emotion.label()))
          .isCloseTo(100 * expected.probability(emotion), within(1e-3));
    }
    Row region = face.getAs("region");
    assertThat(region.<Integer>getAs("w")).isEqualTo(48);
    assertThat(region.<Row>getAs("left_eye")).isNull();
    assertThat(face.<Double>getAs("face_quality"))
        .isCloseTo(expected.faceQuality().orElseThrow(), within(1e-6));
  }

  @Test
  void aBrokenPictureIsAnErrorOfItsRowAndFailsNothing() {
    List<Row> failed =
        analyzed()
            .where("emotions.error IS NOT NULL")
            .selectExpr("path", "emotions.faces", "emotions.error.*")
            .collectAsList();

    assertThat(failed).hasSize(1);
    assertThat(failed.get(0).getString(0)).endsWith("torn.png");
    assertThat(failed.get(0).get(1)).isNull();
    assertThat(failed.get(0).<String>getAs("code")).isEqualTo("invalid_image");
    assertThat(analyzed().where("emotions.error IS NULL").count()).isEqualTo(20);
  }

  @Test
  void nullGivesNull() {
    Row row = spark.sql("SELECT emotions(CAST(NULL AS BINARY))").first();

    assertThat(row.isNullAt(0)).isTrue();
  }

  @Test
  void aWholeDatasetGivesTheSameAsTheFunctionInTheSameOrder() {
    Dataset<Row> files = files().coalesce(1).cache();
    Dataset<Row> withNull =
        files.selectExpr(
            "path", "IF(path LIKE '%0007.png', NULL, content) AS content", "length AS bytes");

    List<Row> atOnce = Emotions.analyze(withNull, "content", "e").collectAsList();

    List<Row> oneByOne =
        withNull.selectExpr("path", "emotions(content) AS e", "bytes").collectAsList();
    assertThat(atOnce).hasSize(21);
    for (int i = 0; i < atOnce.size(); i++) {
      Row row = atOnce.get(i);
      assertThat(row.getString(0)).isEqualTo(oneByOne.get(i).getString(0));
      assertThat(row.getLong(2)).isEqualTo(oneByOne.get(i).getLong(2));
      assertThat(shape(row)).isEqualTo(shape(oneByOne.get(i)));
    }
    assertThat(atOnce).filteredOn(row -> row.isNullAt(1)).hasSize(1);
  }

  /** The result, with percentages rounded: sums over tensors are in another order in batches. */
  private static String shape(Row row) {
    return String.valueOf(row.<Row>getAs("e")).replaceAll("(\\d\\.\\d\\d)\\d*(E-\\d+)?", "$1$2");
  }

  @Test
  void aTaskThatReadsNotAllRowsLeavesNoThreads() throws InterruptedException {
    Dataset<Row> emotions =
        Emotions.analyze(files().select("path", "content").coalesce(1), "content", "e");

    assertThat(emotions.limit(2).collectAsList()).hasSize(2);

    for (int i = 0; i < 100 && groups() > 0; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(groups()).isZero();
  }

  private static long groups() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("emotion4j-group"))
        .count();
  }

  @Test
  void aColumnThatHoldsNoPicturesIsRefusedAndNamed() {
    assertThatThrownBy(() -> Emotions.analyze(files(), "path", "e"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The column path must be binary");
    assertThatThrownBy(() -> Emotions.analyze(files(), "picture", "e"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("picture");
  }

  @Test
  void theFunctionIsForColumnsToo() {
    Dataset<Row> byColumn = files().select(Emotions.emotions().apply(col("content")).as("e"));

    assertThat(byColumn.schema().apply("e").dataType()).isEqualTo(Emotions.TYPE);
    assertThat(byColumn.where("e.faces[0].emotion.happy >= 0").count()).isEqualTo(20);
    assertThat(files().select(call_udf(Emotions.NAME, col("content"))).count()).isEqualTo(21);
  }

  @Test
  void aFilterByItsResultDoesNotAnalyzeThePictureTwice() {
    String plan =
        analyzed()
            .where("emotions.error IS NULL")
            .select("emotions.faces")
            .queryExecution()
            .optimizedPlan()
            .toString();

    assertThat(plan.split("emotions\\(content", -1)).hasSize(2);
  }

  @Test
  void theResultIsWrittenAndReadAsParquetWithItsTypes() {
    String file = folder.resolve("emotions.parquet").toString();

    analyzed().write().parquet(file);

    Dataset<Row> read = spark.read().parquet(file);
    assertThat(read.count()).isEqualTo(21);
    assertThat(read.selectExpr("emotions.faces[0].emotion AS e").select("e.*").columns())
        .containsExactly("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral");
  }

  @Test
  void aStreamFromAFolderIsAnalyzedAsFilesArrive() throws Exception {
    Path inbox = TestPictures.write(folder.resolve("inbox"), 3);
    String sink = folder.resolve("out").toString();
    Dataset<Row> arriving =
        Emotions.analyze(
            spark
                .readStream()
                .format("binaryFile")
                .schema(files().schema())
                .load(inbox.toString())
                .select("path", "content"),
            "content",
            "emotions");
    for (int files = 3; files <= 5; files += 2) {
      TestPictures.write(inbox, files);
      StreamingQuery query =
          arriving
              .writeStream()
              .format("parquet")
              .option("checkpointLocation", folder.resolve("checkpoint").toString())
              .trigger(Trigger.AvailableNow())
              .start(sink);
      assertThat(query.awaitTermination(TimeUnit.SECONDS.toMillis(60))).isTrue();

      assertThat(spark.read().parquet(sink).where("size(emotions.faces) = 1").count())
          .isEqualTo(files);
    }
  }

  @Test
  void manyPartitionsShareOneDetector() {
    Dataset<Row> partitions = files().repartition(50);
    assertThat(partitions.selectExpr("emotions(content) AS e").where("e IS NOT NULL").count())
        .isEqualTo(21);
    assertThat(Emotions.analyze(partitions, "content", "e").where("e IS NOT NULL").count())
        .isEqualTo(21);

    assertThat(ExecutorDetector.opened()).isEqualTo(1);
  }

  @Test
  void theExampleCountsTheFacesOfAFolder() {
    Dataset<Row> counts =
        AnalyzeOnSpark.analyze(spark, photos.toString(), folder.resolve("table").toString());

    assertThat(counts.agg(functions.sum("faces")).first().getLong(0)).isEqualTo(20);
    assertThat(spark.read().parquet(folder.resolve("table").toString()).columns())
        .containsExactly("image", "faces", "error");
  }

  @Test
  void aWrongSettingIsRefusedAndNamed() {
    assertThatThrownBy(
            () ->
                ExecutorDetector.open(
                    new SparkConf().set("spark.emotion4j.minFaceConfidence", "7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minFaceConfidence must be in 0 to 1");
  }
}
