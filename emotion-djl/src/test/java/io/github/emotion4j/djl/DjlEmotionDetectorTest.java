// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Diagnosis;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.NoFaceException;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DjlEmotionDetectorTest {

  private static EmotionDetector detector;

  @BeforeAll
  static void createDetector() {
    detector = with(FaceDetector.wholeImage());
  }

  @AfterAll
  static void closeDetector() {
    detector.close();
  }

  private static ImageSource face(long seed) {
    return ImageSource.of(TestFaces.face(seed));
  }

  private static EmotionDetector with(FaceDetector faces) {
    return DjlEmotionDetector.builder().faceDetector(faces).build();
  }

  private static void assertClose(EmotionResult actual, EmotionResult expected) {
    assertThat(actual.region()).isEqualTo(expected.region());
    for (Emotion emotion : Emotion.values()) {
      assertThat(actual.probability(emotion))
          .isCloseTo(expected.probability(emotion), within(1e-5));
    }
  }

  @Test
  void theServiceLoaderGivesThisDetector() {
    try (EmotionDetector created = EmotionDetector.create()) {
      assertThat(created).isInstanceOf(DjlEmotionDetector.class);
    }
  }

  @Test
  void everyKindOfSourceGivesTheSameResult(@TempDir Path folder) throws IOException {
    BufferedImage image = TestFaces.face(1);
    byte[] png = TestFaces.png(image);
    Path file = Files.write(folder.resolve("face.png"), png);
    URI data = URI.create("data:image/png;base64," + Base64.getEncoder().encodeToString(png));

    List<EmotionResult> results = detector.analyze(image);

    assertThat(results).hasSize(1).isUnmodifiable();
    assertClose(detector.analyze(file).get(0), results.get(0));
    assertClose(detector.analyze(png).get(0), results.get(0));
    assertClose(detector.analyze(new ByteArrayInputStream(png)).get(0), results.get(0));
    assertClose(detector.analyze(data).get(0), results.get(0));
  }

  @Test
  void aStreamOfPicturesGivesWhatAListGivesAndLosesNothingByABrokenOne() {
    List<ImageSource> images =
        IntStream.range(0, 100)
            .mapToObj(i -> i % 9 == 4 ? ImageSource.of(new byte[] {1, 2, 3}, "torn " + i) : face(i))
            .toList();
    List<AnalysisOutcome> listed = detector.analyzeAll(images);

    List<AnalysisOutcome> streamed;
    try (Stream<AnalysisOutcome> outcomes = detector.analyzeAll(images.stream())) {
      streamed = outcomes.toList();
    }

    assertThat(streamed).extracting(AnalysisOutcome::image).isEqualTo(images);
    for (int i = 0; i < images.size(); i++) {
      if (listed.get(i) instanceof AnalysisOutcome.Faces faces) {
        assertClose(streamed.get(i).orElseThrow().get(0), faces.faces().get(0));
      } else {
        assertThat(((AnalysisOutcome.Failure) streamed.get(i)).cause())
            .isInstanceOf(InvalidImageException.class)
            .hasMessageContaining("torn " + i);
      }
    }
  }

  @Test
  void theProbabilitiesSumToOne() {
    EmotionResult result = detector.analyze(TestFaces.face(1)).get(0);

    assertThat(result.probabilities().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void findsFacesWithNothingConfigured() {
    try (EmotionDetector created = EmotionDetector.create()) {
      assertThat(created.analyze(Samples.picture("sheet.png"))).hasSize(7);
      assertThat(created.analyze(Samples.picture("happy.png"))).hasSize(1);
      assertThat(created.analyze(new BufferedImage(48, 48, BufferedImage.TYPE_3BYTE_BGR)))
          .isEmpty();
    }
  }

  /** Turns a picture clockwise about its middle, onto a grey canvas that holds all of it. */
  private static BufferedImage turned(BufferedImage picture, double degrees) {
    int side = (int) Math.ceil(Math.hypot(picture.getWidth(), picture.getHeight()));
    BufferedImage turned = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = turned.createGraphics();
    graphics.setColor(Color.GRAY);
    graphics.fillRect(0, 0, side, side);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
    graphics.drawImage(
        picture, (side - picture.getWidth()) / 2, (side - picture.getHeight()) / 2, null);
    graphics.dispose();
    return turned;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-15, 15})
  void facesThatLeanAreFoundAndReadAsUprightOnes(double degrees) {
    BufferedImage sheet = Samples.picture("sheet.png");
    try (EmotionDetector created = EmotionDetector.create()) {
      List<Emotion> upright = emotions(created.analyze(sheet));
      List<EmotionResult> leaning = created.analyze(turned(sheet, degrees));

      assertThat(leaning).hasSize(7);
      List<Emotion> missing = new ArrayList<>(upright);
      emotions(leaning).forEach(missing::remove);
      assertThat(missing).hasSizeLessThanOrEqualTo(1);
    }
  }

  private static List<Emotion> emotions(List<EmotionResult> faces) {
    return faces.stream().map(EmotionResult::dominantEmotion).toList();
  }

  @Test
  void aResultTellsPoseAndQualityWhereTheFaceDetectorGivesLandmarks() {
    try (EmotionDetector created = EmotionDetector.create()) {
      assertThat(created.analyze(Samples.picture("sheet.png")))
          .allSatisfy(
              face -> {
                assertThat(face.headPose()).isPresent();
                assertThat(face.faceQuality().orElseThrow()).isBetween(0.1, 1.0);
              });
    }
  }

  @Test
  void aResultTellsQualityButNoPoseForAFaceDetectorThatGivesNoLandmarks() {
    EmotionResult face = detector.analyze(TestFaces.face(1)).get(0);

    assertThat(face.headPose()).isEmpty();
    assertThat(face.faceQuality()).isPresent();
  }

  @Test
  void facesOfLessConfidenceThanAskedForAreLeftOutWhoeverFindsThem() {
    FaceDetector faces =
        TestFaces.detector(
            image ->
                List.of(
                    new DetectedFace(FaceRegion.of(0, 0, 48, 48), 0.8),
                    new DetectedFace(FaceRegion.of(0, 0, 40, 40), 0.7)));
    try (EmotionDetector strict =
        DjlEmotionDetector.builder().faceDetector(faces).minFaceConfidence(0.75).build()) {
      assertThat(strict.analyze(TestFaces.face(1)))
          .extracting(EmotionResult::faceConfidence)
          .containsExactly(0.8);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.01, 7", "1, 0"})
  void theEmbeddedFaceDetectorReportsFromTheConfidenceOnThatIsAskedFor(
      double confidence, int faces) {
    try (EmotionDetector created =
        DjlEmotionDetector.builder().minFaceConfidence(confidence).build()) {
      assertThat(created.analyze(Samples.picture("sheet.png"))).hasSizeGreaterThanOrEqualTo(faces);
      assertThat(created.analyze(Samples.picture("sheet.png")).size() > 0).isEqualTo(faces > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesAConfidenceThatIsNoFraction(double confidence) {
    assertThatThrownBy(() -> DjlEmotionDetector.builder().minFaceConfidence(confidence))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minFaceConfidence");
  }

  /** A drawn face of so many pixels in a photograph of 12 megapixels. */
  private static byte[] photograph(int side) throws IOException {
    BufferedImage photograph = new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = photograph.createGraphics();
    graphics.setColor(Color.LIGHT_GRAY);
    graphics.fillRect(0, 0, 4000, 3000);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(TestFaces.face(3), 1000, 800, side, side, null);
    graphics.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(photograph, "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  /** Sees the drawn face of a photograph, at whatever size it is shown. */
  private record KnownFace(int side, int maxInputSide, List<Integer> widths)
      implements FaceDetector {

    @Override
    public List<DetectedFace> detect(BufferedImage image) {
      widths.add(image.getWidth());
      int factor = 4000 / image.getWidth();
      return List.of(
          new DetectedFace(
              FaceRegion.of(1000 / factor, 800 / factor, side / factor, side / factor), 0.9));
    }

    @Override
    public String name() {
      return "known";
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 72})
  void aLargeJpegIsDecodedReducedForTheFaceDetectorAndGivesTheSame(int side) throws IOException {
    ImageSource photograph = ImageSource.of(photograph(side));
    List<Integer> widths = new ArrayList<>();
    try (EmotionDetector reduced = with(new KnownFace(side, 1280, widths));
        EmotionDetector whole = with(new KnownFace(side, Integer.MAX_VALUE, widths))) {
      EmotionResult actual = reduced.analyze(photograph).get(0);
      EmotionResult expected = whole.analyze(photograph).get(0);

      assertThat(widths).containsExactly(2000, 4000);
      assertThat(actual.region()).isEqualTo(FaceRegion.of(1000, 800, side, side));
      for (Emotion emotion : Emotion.values()) {
        assertThat(actual.probability(emotion))
            .isCloseTo(expected.probability(emotion), within(0.02));
      }
    }
  }

  @Test
  void aFaceThatIsTooSmallInAReducedPictureIsCutOutOfTheWhole() throws IOException {
    ImageSource photograph = ImageSource.of(photograph(72));
    try (EmotionDetector reduced = with(new KnownFace(72, 1280, new ArrayList<>()));
        EmotionDetector whole = with(new KnownFace(72, 4000, new ArrayList<>()))) {
      assertClose(reduced.analyze(photograph).get(0), whole.analyze(photograph).get(0));
    }
  }

  @Test
  void aPictureWithoutAFaceGivesNothing() {
    try (EmotionDetector faceless = with(TestFaces.detector(image -> List.of()))) {
      assertThat(faceless.analyze(TestFaces.face(1))).isEmpty();
    }
  }

  @Test
  void aPictureWithoutAFaceIsAnErrorWhereOneIsRequired() {
    try (EmotionDetector strict =
        DjlEmotionDetector.builder()
            .faceDetector(TestFaces.detector(image -> List.of()))
            .requireFace(true)
            .build()) {
      assertThatThrownBy(() -> strict.analyze(TestFaces.face(1)))
          .isInstanceOf(NoFaceException.class)
          .hasMessageContaining("image of 48x48");
    }
  }

  @Test
  void severalFacesKeepTheOrderOfTheFaceDetector() {
    List<DetectedFace> faces =
        List.of(TestFaces.at(50, 40, 40), TestFaces.at(0, 0, 20), TestFaces.at(90, 90, 30));
    try (EmotionDetector several = with(TestFaces.detector(image -> faces))) {
      List<EmotionResult> results = several.analyze(TestFaces.noise(150, 150, 1));

      assertThat(results)
          .extracting(EmotionResult::region)
          .containsExactlyElementsOf(faces.stream().map(DetectedFace::region).toList());
      assertThat(results).extracting(EmotionResult::faceConfidence).containsOnly(0.5);
    }
  }

  @Test
  void aBatchOfNothingHasNoOutcomes() {
    assertThat(detector.analyzeAll(List.of())).isEmpty();
  }

  @Test
  void aBatchHasAnOutcomeForEachPictureInOrder() {
    ImageSource broken = ImageSource.of(new byte[10]);
    ImageSource faceless = ImageSource.of(TestFaces.noise(60, 60, 2));
    List<ImageSource> images = List.of(face(1), broken, face(2), faceless, face(3));
    FaceDetector faces =
        TestFaces.detector(
            image -> image.getWidth() == 60 ? List.of() : FaceDetector.wholeImage().detect(image));
    try (EmotionDetector picky = with(faces)) {
      List<AnalysisOutcome> outcomes = picky.analyzeAll(images);

      assertThat(outcomes).extracting(AnalysisOutcome::image).isEqualTo(images);
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              AnalysisOutcome.Failure.class,
              failure -> assertThat(failure.cause()).isInstanceOf(InvalidImageException.class));
      assertThat(outcomes.get(3).orElseThrow()).isEmpty();
      for (int good : new int[] {0, 2, 4}) {
        assertClose(
            outcomes.get(good).orElseThrow().get(0), picky.analyze(images.get(good)).get(0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64})
  void aBatchGivesWhatSingleCallsGive(int batchSize) {
    List<ImageSource> images = List.of(face(1), face(2), face(3), face(4), face(5));
    try (EmotionDetector batching =
        DjlEmotionDetector.builder()
            .faceDetector(FaceDetector.wholeImage())
            .batchSize(batchSize)
            .build()) {
      List<AnalysisOutcome> outcomes = batching.analyzeAll(images);

      for (int i = 0; i < images.size(); i++) {
        assertClose(outcomes.get(i).orElseThrow().get(0), detector.analyze(images.get(i)).get(0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void facesAreSharedOutToAllProcessors(int faces) {
    List<ImageSource> images = IntStream.range(0, faces).mapToObj(seed -> face(seed)).toList();

    List<AnalysisOutcome> outcomes = detector.analyzeAll(images);

    for (int i = 0; i < faces; i++) {
      assertClose(outcomes.get(i).orElseThrow().get(0), detector.analyze(images.get(i)).get(0));
    }
  }

  @Test
  void aFacelessPictureOfABatchFailsAloneWhereAFaceIsRequired() {
    FaceDetector faces =
        TestFaces.detector(
            image -> image.getWidth() == 60 ? List.of() : FaceDetector.wholeImage().detect(image));
    try (EmotionDetector strict =
        DjlEmotionDetector.builder().faceDetector(faces).requireFace(true).build()) {
      List<AnalysisOutcome> outcomes =
          strict.analyzeAll(List.of(ImageSource.of(TestFaces.noise(60, 60, 1)), face(1)));

      assertThatThrownBy(() -> outcomes.get(0).orElseThrow()).isInstanceOf(NoFaceException.class);
      assertThat(outcomes.get(1).orElseThrow()).hasSize(1);
    }
  }

  @Test
  void aFaceDetectorThatThrowsIsNamedWithThePicture() {
    RuntimeException cause = new IllegalStateException("out of order");
    FaceDetector failing =
        TestFaces.detector(
            image -> {
              throw cause;
            });
    try (EmotionDetector broken = with(failing)) {
      assertThatThrownBy(() -> broken.analyze(TestFaces.face(1)))
          .isInstanceOf(EmotionException.class)
          .hasMessageContainingAll("test detector", "image of 48x48")
          .hasCause(cause);
    }
  }

  @Test
  void warmingUpWrapsWhatAFaceDetectorThrows() {
    FaceDetector failing =
        TestFaces.detector(
            image -> {
              throw new IllegalStateException("out of order");
            });
    try (EmotionDetector broken = with(failing)) {
      assertThatThrownBy(broken::warmUp)
          .isInstanceOf(EmotionException.class)
          .hasMessageContaining("test detector");
    }
  }

  @Test
  void aFaceDetectorThatReturnsAListOfNullIsNamed() {
    FaceDetector failing = TestFaces.detector(image -> Arrays.asList((DetectedFace) null));
    try (EmotionDetector broken = with(failing)) {
      assertThatThrownBy(() -> broken.analyze(TestFaces.face(1)))
          .isInstanceOf(EmotionException.class)
          .hasMessageContaining("test detector");
    }
  }

  @Test
  void aFaceDetectorThatThrowsSpoilsOnlyItsPicture() {
    FaceDetector failing =
        TestFaces.detector(
            image -> {
              if (image.getWidth() == 60) {
                throw new IllegalStateException("out of order");
              }
              return FaceDetector.wholeImage().detect(image);
            });
    try (EmotionDetector broken = with(failing)) {
      List<AnalysisOutcome> outcomes =
          broken.analyzeAll(List.of(face(1), ImageSource.of(TestFaces.noise(60, 60, 1)), face(2)));

      assertThat(outcomes.get(0)).isInstanceOf(AnalysisOutcome.Faces.class);
      assertThat(outcomes.get(1)).isInstanceOf(AnalysisOutcome.Failure.class);
      assertThat(outcomes.get(2)).isInstanceOf(AnalysisOutcome.Faces.class);
    }
  }

  @Test
  void aFaceThatReachesOutOfThePictureIsClassified() {
    try (EmotionDetector outside =
        with(TestFaces.detector(image -> List.of(TestFaces.at(40, 40, 30))))) {
      assertThat(outside.analyze(TestFaces.face(1))).hasSize(1);
    }
  }

  /** Regions that are far outside, sides that are none: what keeps no contract. */
  static Stream<FaceDetector> badDetectors() {
    return Stream.of(
        bad(1, List.of(new DetectedFace(FaceRegion.of(1500, 1500, 20, 20), 0.9))),
        bad(1, List.of(new DetectedFace(FaceRegion.of(Integer.MAX_VALUE, 0, 1, 1), 0.9))),
        bad(0, List.of()),
        bad(-5, List.of()));
  }

  private static FaceDetector bad(int maxInputSide, List<DetectedFace> found) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        return image.getWidth() == 48 ? FaceDetector.wholeImage().detect(image) : found;
      }

      @Override
      public int maxInputSide() {
        return maxInputSide == 1 ? 320 : maxInputSide;
      }

      @Override
      public String name() {
        return "bad";
      }
    };
  }

  @ParameterizedTest
  @MethodSource("badDetectors")
  void whateverADetectorDoesIsAFailureOfItsPicture(FaceDetector bad) throws IOException {
    ImageSource large = ImageSource.of(photograph(600));
    try (EmotionDetector broken = with(bad)) {
      List<AnalysisOutcome> outcomes = broken.analyzeAll(List.of(face(1), large, face(2)));

      assertThat(outcomes).hasSize(3);
      assertThat(outcomes.get(0).getClass()).isEqualTo(outcomes.get(2).getClass());
      if (outcomes.get(1) instanceof AnalysisOutcome.Failure) {
        assertThatThrownBy(() -> broken.analyze(large)).isInstanceOf(EmotionException.class);
      }
    }
  }

  @Test
  void aBatchWithNullIsRefusedBeforeItBegins() {
    List<ImageSource> images = Arrays.asList(face(1), null);

    assertThatThrownBy(() -> detector.analyzeAll(images))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("images[1]");
  }

  @Test
  void aDetectorMayWaitForEver() {
    try (EmotionDetector patient =
        DjlEmotionDetector.builder()
            .faceDetector(FaceDetector.wholeImage())
            .maxWait(ChronoUnit.FOREVER.getDuration())
            .build()) {
      assertThat(patient.analyze(TestFaces.face(1))).hasSize(1);
    }
  }

  @Test
  void warmingUpLeavesResultsAsTheyWere() {
    EmotionResult before = detector.analyze(TestFaces.face(1)).get(0);

    detector.warmUp();

    assertClose(detector.analyze(TestFaces.face(1)).get(0), before);
  }

  @Test
  void theDiagnosisNamesEverything() {
    Diagnosis diagnosis;
    try (EmotionDetector created = EmotionDetector.create()) {
      diagnosis = created.diagnose();
    }

    assertThat(diagnosis.engine()).isEqualTo("PyTorch 2.7.1");
    assertThat(Path.of(diagnosis.nativeLibrary())).isDirectory();
    assertThat(diagnosis.device()).isNotBlank();
    assertThat(diagnosis.modelName())
        .isEqualTo(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL).card().name());
    assertThat(diagnosis.modelSha256())
        .isEqualTo(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL).card().weights().sha256());
    assertThat(diagnosis.faceDetector()).isEqualTo("embedded");
    assertThat(diagnosis.cacheFolder()).isAbsolute();
  }

  @Test
  void createsAndAnalyzesWithoutTheNetwork() {
    try (Connections connections = Connections.watch()) {
      try (EmotionDetector local = EmotionDetector.create()) {
        local.warmUp();
        local.analyze(TestFaces.face(1));
      }

      assertThat(connections.tried()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"single_face, 1", "couple, 2", "multi_face, 5", "no_face, 0"})
  void findsAndClassifiesTheFacesOfAPhotograph(String photo, int faces) {
    Path model = Shared.file("models/yunet_n_640_640.onnx");
    Path picture = Shared.file("data/photos/" + photo + ".jpg");
    try (EmotionDetector withYuNet = with(YuNetFaceDetector.load(model))) {
      assertThat(withYuNet.analyze(picture)).hasSize(faces);
    }
  }

  @Test
  void photographsInABatchGiveWhatSingleCallsGive() {
    Path model = Shared.file("models/yunet_n_640_640.onnx");
    List<ImageSource> photos = new ArrayList<>();
    for (String photo : List.of("couple", "no_face", "single_face")) {
      photos.add(ImageSource.of(Shared.file("data/photos/" + photo + ".jpg")));
    }
    try (EmotionDetector withYuNet = with(YuNetFaceDetector.load(model))) {
      List<AnalysisOutcome> outcomes = withYuNet.analyzeAll(photos);

      for (int i = 0; i < photos.size(); i++) {
        List<EmotionResult> single = withYuNet.analyze(photos.get(i));
        List<EmotionResult> batched = outcomes.get(i).orElseThrow();
        assertThat(batched).hasSameSizeAs(single);
        for (int face = 0; face < single.size(); face++) {
          assertClose(batched.get(face), single.get(face));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesFewerPredictorsThanOne(int count) {
    assertThatThrownBy(() -> DjlEmotionDetector.builder().predictors(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("predictors", String.valueOf(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesASmallerBatchThanOne(int faces) {
    assertThatThrownBy(() -> DjlEmotionDetector.builder().batchSize(faces))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("batchSize", String.valueOf(faces));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void refusesAWaitThatIsNotPositive(Duration time) {
    assertThatThrownBy(() -> DjlEmotionDetector.builder().maxWait(time))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("maxWait", time.toString());
  }
}
