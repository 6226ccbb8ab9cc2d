// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.Samples;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.classify.ModelOutputs;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EmotionExplainerTest {

  private static final FaceRegion WHOLE = FaceRegion.of(0, 0, 48, 48);
  private static EmotionModel model;
  private static EmotionExplainer explainer;
  private static EmotionExplainer gradients;

  @BeforeAll
  static void load() {
    model = EmotionModel.embedded();
    explainer = new EmotionExplainer(model);
    gradients = EmotionExplainer.byGradients(EmbeddedModels.read("combined"));
  }

  @AfterAll
  static void close() {
    explainer.close();
    gradients.close();
    model.close();
  }

  private static Stream<Named<EmotionExplainer>> both() {
    return Stream.of(Named.of("occlusion", explainer), Named.of("gradients", gradients));
  }

  private static BufferedImage sample(Emotion emotion) {
    return Samples.picture(emotion.label() + ".png");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void aMapHasANumberForEachCell(EmotionExplainer method) {
    FaceExplanation why = method.explain(sample(Emotion.HAPPY), WHOLE, Emotion.HAPPY);
    assertThat(why.emotion()).isEqualTo(Emotion.HAPPY);
    assertThat(why.probability()).isGreaterThan(0.5);
    assertThat(why.rows()).hasSize(EmotionExplainer.CELLS);
    assertThat(why.rows()).allSatisfy(row -> assertThat(row).hasSize(EmotionExplainer.CELLS));
    assertThat(why.rows().stream().flatMap(List::stream)).allMatch(v -> v >= -1 && v <= 1);
  }

  @Test
  void byOcclusionASmileIsReadFromTheLowerHalfOfTheFace() {
    FaceExplanation why = explainer.explain(sample(Emotion.HAPPY), WHOLE, Emotion.HAPPY);
    int half = EmotionExplainer.CELLS / 2;
    assertThat(sum(why.rows().subList(half, 2 * half)))
        .isGreaterThan(sum(why.rows().subList(0, half)));
  }

  private static double sum(List<List<Double>> rows) {
    return rows.stream().flatMap(List::stream).mapToDouble(value -> value).sum();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void equalCallsGiveEqualMaps(EmotionExplainer method) {
    BufferedImage picture = sample(Emotion.SURPRISE);
    double[] first = method.explain(picture, WHOLE, Emotion.SURPRISE).cells();
    double[] second = method.explain(picture, WHOLE, Emotion.SURPRISE).cells();
    assertThat(second).containsExactly(first, within(1e-5));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void aMapIsMoreFaithfulThanChance(EmotionExplainer method) {
    double insertion = 0;
    double deletion = 0;
    double insertionByChance = 0;
    double deletionByChance = 0;
    Random random = new Random(7);
    for (Emotion emotion : Emotion.values()) {
      BufferedImage picture = sample(emotion);
      FaceExplanation why = method.explain(picture, WHOLE, emotion);
      Faithfulness score = method.score(picture, WHOLE, why);
      List<Integer> order =
          new ArrayList<>(IntStream.range(0, why.cells().length).boxed().toList());
      Collections.shuffle(order, random);
      Faithfulness chance = method.score(picture, WHOLE, emotion, order);
      insertion += score.insertion();
      deletion += score.deletion();
      insertionByChance += chance.insertion();
      deletionByChance += chance.deletion();
    }
    assertThat(insertion).isGreaterThan(insertionByChance);
    assertThat(deletion).isLessThan(deletionByChance);
  }

  /** Adebayo et al., 2018, Sanity Checks for Saliency Maps (arXiv 1810.03292). */
  @Test
  void anotherNetworksMapIsAnother(@TempDir Path folder) throws IOException {
    ModelFile file = randomModel(folder);
    try (EmotionModel random = EmotionModel.of(file);
        EmotionExplainer byOcclusion = new EmotionExplainer(random);
        EmotionExplainer byGradients = EmotionExplainer.byGradients(file)) {
      assertThat(agreement(explainer, byOcclusion)).isBetween(-0.5, 0.5);
      assertThat(agreement(gradients, byGradients)).isBetween(-0.5, 0.5);
    }
  }

  /** The mean rank correlation of their maps. */
  private static double agreement(EmotionExplainer first, EmotionExplainer second) {
    return Arrays.stream(Emotion.values())
        .mapToDouble(
            emotion ->
                rankCorrelation(
                    first.explain(sample(emotion), WHOLE, emotion).cells(),
                    second.explain(sample(emotion), WHOLE, emotion).cells()))
        .average()
        .orElseThrow();
  }

  /** Completeness, by which integrated gradients are defined. */
  @ParameterizedTest
  @EnumSource(Emotion.class)
  void byGradientsAllCellsSumToWhatABlurredCropLacks(Emotion emotion) {
    BufferedImage picture = sample(emotion);
    Faithfulness nothingMoved = gradients.score(picture, WHOLE, emotion, List.of());
    double blurred = nothingMoved.insertion();
    double whole = nothingMoved.deletion();

    FaceExplanation why = gradients.explain(picture, WHOLE, emotion);

    assertThat(why.probability()).isCloseTo(whole, within(1e-6));
    assertThat(sum(why.rows())).isCloseTo(whole - blurred, within(0.02));
  }

  @Test
  void gradientsDoNotDisturbATrainingBeside() {
    try (GradientCollector training = PyTorch.require().newGradientCollector()) {
      assertThat(training).isNotNull();
      assertThat(gradients.explain(sample(Emotion.SAD), WHOLE, Emotion.SAD).rows()).isNotEmpty();
    }
  }

  @Test
  void gradientsAreSafeToShare() {
    double[] alone = gradients.explain(sample(Emotion.FEAR), WHOLE, Emotion.FEAR).cells();
    assertThat(
            IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> gradients.explain(sample(Emotion.FEAR), WHOLE, Emotion.FEAR).cells())
                .toList())
        .allSatisfy(map -> assertThat(map).containsExactly(alone, within(1e-5)));
  }

  @Test
  void aClosedExplainerByGradientsRefuses() {
    EmotionExplainer other = EmotionExplainer.byGradients(EmbeddedModels.read("fer2013"));
    other.close();
    other.close();
    assertThatThrownBy(() -> other.explain(sample(Emotion.SAD), WHOLE, Emotion.SAD))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFaceInALargerPictureIsDrawnOverWhereItIs() {
    BufferedImage picture = new BufferedImage(200, 160, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(sample(Emotion.HAPPY), 80, 40, 96, 96, null);
    graphics.dispose();
    FaceRegion region = FaceRegion.of(92, 46, 72, 84);
    FaceExplanation why = explainer.explain(picture, region, Emotion.HAPPY);
    BufferedImage drawn = why.draw(picture);
    assertThat(drawn.getWidth()).isEqualTo(200);
    assertThat(drawn.getHeight()).isEqualTo(160);
    assertThat(changed(picture, drawn, 80, 40, 96, 96)).isGreaterThan(1000);
    assertThat(changed(picture, drawn, 0, 0, 70, 160)).isZero();
  }

  private static int changed(
      BufferedImage before, BufferedImage after, int left, int top, int width, int height) {
    int count = 0;
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        count += before.getRGB(x, y) == after.getRGB(x, y) ? 0 : 1;
      }
    }
    return count;
  }

  @Test
  void aClosedExplainerRefusesAndLeavesTheModelOpen() {
    EmotionExplainer other = new EmotionExplainer(model);
    other.close();
    other.close();
    assertThatThrownBy(() -> other.explain(sample(Emotion.SAD), WHOLE, Emotion.SAD))
        .isInstanceOf(IllegalStateException.class);
    assertThat(explainer.explain(sample(Emotion.SAD), WHOLE, Emotion.SAD).rows()).isNotEmpty();
  }

  private static ModelFile randomModel(Path folder) throws IOException {
    ModelCard like = EmbeddedModels.read("fer2013").card();
    ModelCard.ArchitectureSettings settings =
        new ModelCard.ArchitectureSettings(Architecture.COMPACT_RESNET, 0);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      manager.getEngine().setRandomSeed(11);
      Block network = Architecture.COMPACT_RESNET.newBlock(0);
      network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));
      return ModelFile.write(
          folder,
          settings,
          network,
          ModelCard.Precision.FLOAT32,
          weights ->
              new ModelCard(
                  "random",
                  new ModelCard.Network(
                      settings,
                      like.network().labels(),
                      like.network().input(),
                      ModelOutputs.single("labels")),
                  new ModelCard.Calibration(1, like.calibration().neutralPrior()),
                  weights,
                  like.training(),
                  like.figures(),
                  like.versions()));
    }
  }

  /** Spearman's. */
  private static double rankCorrelation(double[] first, double[] second) {
    double[] a = ranks(first);
    double[] b = ranks(second);
    double mean = (a.length - 1) / 2.0;
    double product = 0;
    double square = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - mean) * (b[i] - mean);
      square += (a[i] - mean) * (a[i] - mean);
    }
    return product / square;
  }

  private static double[] ranks(double[] values) {
    Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    for (int i = 0; i < order.length; i++) {
      ranks[order[i]] = i;
    }
    return ranks;
  }
}
