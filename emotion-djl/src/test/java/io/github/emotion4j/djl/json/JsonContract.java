// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.HeadPose;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.ImageUnavailableException;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.NoFaceException;
import io.github.emotion4j.Point;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the modules of all versions of Jackson do. */
abstract class JsonContract {

  static final String JSON =
      "{\"emotion\":{\"angry\":10.0,\"disgust\":5.0,\"fear\":5.0,\"happy\":50.0,\"sad\":10.0,"
          + "\"surprise\":10.0,\"neutral\":10.0},\"dominant_emotion\":\"happy\","
          + "\"region\":{\"x\":10,\"y\":20,\"w\":80,\"h\":90,"
          + "\"left_eye\":[70.0,50.5],\"right_eye\":[30.0,50.0]},\"face_confidence\":0.99}";

  /** Writes by a mapper that found the module by itself. */
  abstract String write(Object value);

  /** Reads by such a mapper. */
  abstract <T> T read(String json, Class<T> type);

  /** Writes by a mapper with settings that change the shape of other objects. */
  abstract String writeOddly(Object value);

  /** The kind of exception by which a mapper refuses an input. */
  abstract Class<? extends Exception> mismatch();

  private JsonNode tree(Object value) {
    try {
      return new ObjectMapper().readTree(write(value));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static FaceRegion region() {
    return FaceRegion.of(10, 20, 80, 90, new Eyes(new Point(70, 50.5), new Point(30, 50)));
  }

  private static EmotionResult result(FaceRegion region, double... probabilities) {
    Map<Emotion, Double> map = new EnumMap<>(Emotion.class);
    for (int i = 0; i < probabilities.length; i++) {
      map.put(Emotion.ofIndex(i), probabilities[i]);
    }
    return EmotionResult.of(region, 0.99, map);
  }

  private static EmotionResult happy(FaceRegion region) {
    return result(region, 0.1, 0.05, 0.05, 0.5, 0.1, 0.1, 0.1);
  }

  @Test
  void aResultHasTheShapeOfDeepFace() {
    assertThat(write(happy(region()))).isEqualTo(JSON);
  }

  @Test
  void smallPercentagesAreWrittenWithoutAnExponent() {
    EmotionResult result = result(region(), 0.000006, 0.000001, 0, 0.99999, 0.000003, 0, 0);

    assertThat(write(result))
        .contains("\"angry\":0.0006", "\"disgust\":0.0001", "\"fear\":0.0", "\"happy\":99.999")
        .doesNotContain("E-");
  }

  @Test
  void unknownEyesAreNull() {
    JsonNode json = tree(happy(FaceRegion.of(10, 20, 80, 90)));

    assertThat(json.at("/region/left_eye").isNull()).isTrue();
    assertThat(json.at("/region/right_eye").isNull()).isTrue();
  }

  private static EmotionResult full() {
    FaceLandmarks landmarks =
        new FaceLandmarks(
            new Point(70, 50.5),
            new Point(30, 50),
            new Point(51, 70),
            new Point(66, 90),
            new Point(34, 91));
    return happy(FaceRegion.of(10, 20, 80, 90, landmarks))
        .withHeadPose(new HeadPose(12.25, -3, 0.5))
        .withFaceQuality(0.75);
  }

  @Test
  void whatIsKnownBesideIsAddedInFieldsOfItsOwn() {
    assertThat(write(full()))
        .isEqualTo(
            JSON.replace(
                    "[30.0,50.0]}",
                    "[30.0,50.0],\"nose\":[51.0,70.0],\"mouth_left\":[66.0,90.0],"
                        + "\"mouth_right\":[34.0,91.0]}")
                .replace(
                    "0.99}",
                    "0.99,\"head_pose\":{\"yaw\":12.25,\"pitch\":-3.0,\"roll\":0.5},"
                        + "\"face_quality\":0.75}"));
  }

  @Test
  void whatIsKnownBesideIsReadBack() {
    assertThat(read(write(full()), EmotionResult.class)).isEqualTo(full());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"face_quality\":1.5",
        "\"head_pose\":{\"yaw\":120,\"pitch\":0,\"roll\":0}",
        "\"head_pose\":{}"
      })
  void anImpossiblePoseOrQualityIsRefused(String field) {
    String json = JSON.substring(0, JSON.length() - 1) + "," + field + "}";

    assertThatThrownBy(() -> read(json, EmotionResult.class)).isInstanceOf(mismatch());
  }

  @Property(tries = 200, seed = "1")
  void percentagesSumToAHundredAndAResultThatIsReadEqualsTheOneThatWasWritten(
      @ForAll("results") EmotionResult written) {
    double sum = 0;
    for (JsonNode percentage : tree(written).path("emotion")) {
      sum += percentage.doubleValue();
    }

    assertThat(sum).isEqualTo(100, within(1e-3));
    assertThat(read(write(written), EmotionResult.class)).isEqualTo(written);
  }

  @Provide
  Arbitrary<EmotionResult> results() {
    Arbitrary<Integer> side = Arbitraries.integers().between(1, Integer.MAX_VALUE);
    Arbitrary<Point> point =
        Combinators.combine(Arbitraries.doubles(), Arbitraries.floats())
            .as((x, y) -> new Point(x, (double) y));
    Arbitrary<FaceRegion> regions =
        Combinators.combine(side, side, point.list().ofSize(5), Arbitraries.of(0, 2, 5))
            .as(
                (width, height, p, points) ->
                    switch (points) {
                      case 2 -> FaceRegion.of(1, 2, width, height, new Eyes(p.get(0), p.get(1)));
                      case 5 -> FaceRegion.of(1, 2, width, height, landmarks(p));
                      default -> FaceRegion.of(1, 2, width, height);
                    });
    Arbitrary<double[]> logits =
        Arbitraries.doubles().between(-20, 20).array(double[].class).ofSize(7);
    return Combinators.combine(regions, logits, Arbitraries.doubles().between(0, 1))
        .as((region, row, quality) -> result(region, softmax(row)).withFaceQuality(quality));
  }

  private static FaceLandmarks landmarks(List<Point> points) {
    return new FaceLandmarks(
        points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
  }

  /** In floats, as a network gives them. */
  private static double[] softmax(double[] logits) {
    double total = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(logit -> (float) (Math.exp(logit) / total)).toArray();
  }

  @Test
  void theDominantEmotionIsTheSameThoughAnotherIsAHairBehind() {
    EmotionResult written = result(region(), 0.25, 0, 0, 0.25 + 1e-12, 0.25, 0.25, 0);

    EmotionResult read = read(write(written), EmotionResult.class);

    assertThat(read.dominantEmotion()).isEqualTo(Emotion.HAPPY);
    assertThat(read.ranking()).isEqualTo(written.ranking());
  }

  @Test
  void theSettingsOfAMapperDoNotChangeTheShape() {
    FaceRegion blind = FaceRegion.of(10, 20, 80, 90);

    assertThat(writeOddly(happy(blind))).isEqualTo(write(happy(blind)));
  }

  @Test
  void facesOfAPictureAreAnObjectWithItsName() {
    AnalysisOutcome faces =
        new AnalysisOutcome.Faces(ImageSource.of(Path.of("a.png")), List.of(happy(region())));

    assertThat(write(faces)).isEqualTo("{\"image\":\"a.png\",\"faces\":[" + JSON + "]}");
  }

  @Test
  void aFailureIsACodeAndAMessage() {
    AnalysisOutcome failure =
        new AnalysisOutcome.Failure(
            ImageSource.of(Path.of("a.png")),
            new InvalidImageException("it is \"torn\"", new IllegalStateException("inner")));

    assertThat(write(failure))
        .isEqualTo(
            "{\"image\":\"a.png\",\"error\":{\"code\":\"invalid_image\","
                + "\"message\":\"it is \\\"torn\\\"\"}}");
    assertThat(write(new NoFaceException("none")))
        .isEqualTo("{\"code\":\"no_face\",\"message\":\"none\"}");
  }

  static Stream<ImageSource> sources() {
    return Stream.of(
        ImageSource.of(Path.of("a.png")),
        ImageSource.of(URI.create("https://example.org/a.png?" + "q".repeat(100))),
        ImageSource.of(URI.create("file:///a/b.png")));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void anOutcomeThatIsReadEqualsTheOneThatWasWritten(ImageSource image) {
    AnalysisOutcome written = new AnalysisOutcome.Faces(image, List.of(happy(region())));

    assertThat(read(write(written), AnalysisOutcome.class)).isEqualTo(written);
  }

  @Test
  void aPictureInMemoryKeepsItsDescription() {
    AnalysisOutcome written = new AnalysisOutcome.Faces(ImageSource.of(new byte[7]), List.of());

    assertThat(read(write(written), AnalysisOutcome.class).image().describe()).isEqualTo("7 bytes");
  }

  @Test
  void aPictureInItsAddressIsNotWrittenWhole() {
    URI data = URI.create("data:image/png;base64," + "A".repeat(10_000));
    assertThat(write(new AnalysisOutcome.Faces(ImageSource.of(data), List.of())))
        .hasSizeLessThan(200);
  }

  static Stream<EmotionException> exceptions() {
    return Stream.of(
        new InvalidImageException("why"),
        new ImageUnavailableException("why"),
        new AnalysisInterruptedException("why"),
        new NoFaceException("why"),
        new DetectorBusyException("why"),
        new ModelException("why"),
        new MissingDependencyException("why"),
        new EmotionException("why"));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void aFailureThatIsReadIsOfItsKind(EmotionException cause) {
    AnalysisOutcome written = new AnalysisOutcome.Failure(ImageSource.of(Path.of("a")), cause);

    assertThat(read(write(written), AnalysisOutcome.class))
        .isInstanceOfSatisfying(
            AnalysisOutcome.Failure.class,
            read ->
                assertThat(read.cause()).isExactlyInstanceOf(cause.getClass()).hasMessage("why"));
  }

  @Test
  void aFailureOfALaterVersionIsRead() {
    assertThat(read("{\"code\":\"tired\",\"message\":\"why\"}", EmotionException.class))
        .isExactlyInstanceOf(EmotionException.class)
        .hasMessage("why");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; image",
        "{\"image\":\"a\"}; faces",
        "{\"image\":\"a\",\"faces\":[1]}; percentage",
        "{\"image\":\"a\",\"error\":{\"code\":\"failed\"}}; message",
        "{\"image\":\"a\",\"error\":\"torn\"}; error"
      })
  void aBadOutcomeIsRefusedWithAReason(String json, String reason) {
    assertThatThrownBy(() -> read(json, AnalysisOutcome.class))
        .isInstanceOf(mismatch())
        .hasMessageContaining(reason);
  }

  @Test
  void aRegionWithoutEyesIsReadWithoutEyes() {
    FaceRegion region = FaceRegion.of(1, 2, 3, 4);

    assertThat(read(write(region), FaceRegion.class)).isEqualTo(region);
  }

  @Test
  void aListOfResultsGoesThereAndBack() {
    EmotionResult[] read =
        read(write(List.of(happy(region()), happy(region()))), EmotionResult[].class);

    assertThat(read).extracting(EmotionResult::region).containsExactly(region(), region());
  }

  @Test
  void unknownFieldsAreSkipped() {
    String more = JSON.replace("\"face_confidence\"", "\"age\":3,\"face_confidence\"");

    assertThat(read(more, EmotionResult.class).faceConfidence()).isEqualTo(0.99);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "\"fear\":5.0; \"fear\":\"much\"; \"fear\"",
        "\"fear\":5.0; \"fright\":5.0; \"fear\"",
        "\"fear\":5.0; \"fear\":-5.0; probability of fear",
        "\"fear\":5.0; \"fear\":15.0; sum to 1",
        "\"fear\":5.0; \"fear\":null; \"fear\"",
        "\"emotion\"; \"feeling\"; \"angry\"",
        "\"region\"; \"area\"; \"region\"",
        "\"x\":10; \"x\":10.5; \"x\"",
        "\"x\":10; \"x\":-1; x must be at least 0",
        "\"x\":10; \"x\":99999999999; \"x\"",
        "\"w\":80; \"w\":0; width",
        "\"h\":90; \"height\":90; \"h\"",
        "\"x\":10; \"x\":1e999999999; \"x\"",
        "\"fear\":5.0; \"fear\":1e999999999; probability of fear",
        "[70.0,50.5]; [70.0]; finite",
        "[70.0,50.5]; [\"a\",1]; finite",
        "\"face_confidence\":0.99; \"face_confidence\":2; face confidence",
        "\"face_confidence\":0.99; \"face_confidence\":\"high\"; face confidence",
        "\"face_confidence\"; \"certainty\"; face confidence"
      })
  void aBadResultIsRefusedWithAReason(String part, String bad, String reason) {
    String json = JSON.replace(part, bad);

    assertThatThrownBy(() -> read(json, EmotionResult.class))
        .isInstanceOf(mismatch())
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "1", "\"happy\""})
  void whatIsNoResultIsRefused(String json) {
    assertThatThrownBy(() -> read(json, EmotionResult.class))
        .isInstanceOf(mismatch())
        .hasMessageContaining("percentage");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "1", "\"all\""})
  void whatIsNoRegionIsRefused(String json) {
    assertThatThrownBy(() -> read(json, FaceRegion.class))
        .isInstanceOf(mismatch())
        .hasMessageContaining("whole number \"x\"");
  }
}
