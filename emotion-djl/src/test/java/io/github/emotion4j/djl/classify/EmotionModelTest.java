// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.repository.zoo.Criteria;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.Connections;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.TestFaces;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionModelTest {

  private static final String SEVEN = "anger,disgust,fear,happiness,sadness,surprise,neutral";
  private static final String EIGHT = SEVEN + ",contempt";

  static List<String> names() {
    return EmbeddedModels.names();
  }

  private static EmotionResult analyze(EmotionModel model) {
    // Larger than any network's input, so that the size of the crop matters.
    BufferedImage image = TestFaces.noise(300, 300, 1);
    try (EmotionDetector detector =
        DjlEmotionDetector.builder().model(model).faceDetector(FaceDetector.wholeImage()).build()) {
      return detector.analyze(image).get(0);
    }
  }

  private static void assertLikeEmbedded(EmotionModel model) {
    EmotionResult expected = analyze(EmotionModel.embedded());
    EmotionResult actual = analyze(model);
    for (Emotion emotion : Emotion.values()) {
      assertThat(actual.probability(emotion))
          .isEqualTo(expected.probability(emotion), within(1e-5));
    }
  }

  private static Path copyEmbedded(Path folder) throws IOException {
    String weights = EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL).card().weights().file();
    copy(EmbeddedModels.DEFAULT_MODEL + ".json", folder.resolve(ModelFile.CARD_FILE));
    copy(weights, folder.resolve(weights));
    return folder;
  }

  private static void copy(String embedded, Path file) throws IOException {
    try (InputStream stream = EmbeddedModels.class.getResourceAsStream("emotion/" + embedded)) {
      Files.write(file, stream.readAllBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyEmbeddedModelLoadsWithItsCard(String name) {
    try (EmotionModel model = EmotionModel.embedded(name)) {
      ModelCard card = model.card().orElseThrow();
      assertThat(model.name()).isEqualTo(card.name());
      assertThat(model.cropSize()).isEqualTo(card.network().input().size());
      assertThat(model.device()).isNotNull();
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> EmotionModel.embedded("nosuch"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("\"nosuch\"", EmbeddedModels.DEFAULT_MODEL);
  }

  @Test
  void aFolderGivesTheSameModel(@TempDir Path folder) throws IOException {
    assertLikeEmbedded(EmotionModel.load(copyEmbedded(folder)));
  }

  @Test
  void aFileThatWasReadGivesTheSameModel(@TempDir Path folder) throws IOException {
    assertLikeEmbedded(EmotionModel.of(ModelFile.read(copyEmbedded(folder))));
  }

  @Test
  void aZipGivesTheSameModel(@TempDir Path folder) throws IOException {
    copyEmbedded(folder);
    Path zip = folder.resolve("model.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        var files = Files.newDirectoryStream(folder, "emotion-*")) {
      for (Path entry : files) {
        out.putNextEntry(new ZipEntry(entry.getFileName().toString()));
        Files.copy(entry, out);
      }
    }

    assertLikeEmbedded(EmotionModel.load(zip, Device.cpu()));
  }

  @Test
  void aMissingModelIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("nosuch");

    assertThatThrownBy(() -> EmotionModel.load(missing))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(missing.toString(), ModelFile.CARD_FILE);
  }

  @Test
  void anEmptyFolderIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> EmotionModel.load(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(folder.toString(), ModelFile.CARD_FILE);
  }

  @Test
  void alteredWeightsAreRefused(@TempDir Path folder) throws IOException {
    copyEmbedded(folder);
    Path weights =
        folder.resolve(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL).card().weights().file());
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2]++;
    Files.write(weights, bytes);

    assertThatThrownBy(() -> EmotionModel.load(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("SHA-256", folder.toString());
  }

  @Test
  void theZooGivesTheEmbeddedModel() {
    assertLikeEmbedded(EmotionModel.fromZoo(embeddedCriteria()));
  }

  private static Criteria<Image, Classifications> embeddedCriteria() {
    return Criteria.builder()
        .setTypes(Image.class, Classifications.class)
        .optGroupId("io.github.emotion4j")
        .optArtifactId(EmbeddedModels.DEFAULT_MODEL)
        .build();
  }

  @Test
  void aModelThatMayRunCodeIsRefusedBeforeItIsLoaded(@TempDir Path folder) throws IOException {
    Path script = Files.write(folder.resolve("model.pt"), new byte[] {1, 2, 3});
    Criteria<Image, Classifications> criteria = script(script);

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("ai.djl.localmodelzoo", "fromTrustedZoo")
        .hasNoCause();
  }

  @Test
  void aBlockWithoutATranslatorMayRunCode(@TempDir Path folder) {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optModelPath(folder)
            .optBlock(newForeignBlock(7))
            .build();

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("fromTrustedZoo");
  }

  @Test
  void aTrustedModelIsLoadedAndABrokenOneNamed(@TempDir Path folder) throws IOException {
    Path script = Files.write(folder.resolve("model.pt"), new byte[] {1, 2, 3});
    Criteria<Image, Classifications> criteria = script(script);

    assertThatThrownBy(() -> EmotionModel.fromTrustedZoo(criteria, LabelMapping.standard()))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("ai.djl.localmodelzoo", "Can't load")
        .hasCauseInstanceOf(Exception.class);
  }

  private static Criteria<Image, Classifications> script(Path file) {
    return Criteria.builder()
        .setTypes(Image.class, Classifications.class)
        .optEngine("PyTorch")
        .optModelPath(file)
        .optTranslatorFactory(new EmotionTranslatorFactory())
        .optArgument("labels", SEVEN)
        .build();
  }

  @Test
  void aModelThatNoZooHasIsRefused() {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optGroupId("io.github.emotion4j")
            .optArtifactId("nosuch")
            .build();

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nosuch");
  }

  private static Block newForeignBlock(int labels) {
    return new SequentialBlock()
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(labels).build());
  }

  private static Criteria.Builder<Image, Classifications> foreign(Path folder, String labels)
      throws IOException {
    int count = labels.split(",").length;
    return foreign(folder, labels, () -> newForeignBlock(count));
  }

  private static Criteria.Builder<Image, Classifications> foreign(
      Path folder, String labels, Supplier<Block> network) throws IOException {
    PyTorch.require();
    try (Model model = Model.newInstance("foreign", Device.cpu(), "PyTorch")) {
      Block block = network.get();
      block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 1, 32, 32));
      model.setBlock(block);
      model.setProperty("Epoch", "0");
      model.save(folder, "foreign");
    }
    return Criteria.builder()
        .setTypes(Image.class, Classifications.class)
        .optEngine("PyTorch")
        .optDevice(Device.cpu())
        .optModelPath(folder)
        .optModelName("foreign")
        .optBlock(network.get())
        .optTranslatorFactory(new EmotionTranslatorFactory())
        .optArgument("labels", labels)
        .optArgument("size", "32");
  }

  @Test
  void aForeignModelWithNounsForLabelsNeedsNoMapping(@TempDir Path folder) throws IOException {
    EmotionResult result = analyze(EmotionModel.fromZoo(foreign(folder, SEVEN).build()));

    assertThat(result.probabilities()).hasSize(7);
  }

  @Test
  void aForeignModelHasNoCardButTheCropSizeOfItsTranslator(@TempDir Path folder)
      throws IOException {
    try (EmotionModel model = EmotionModel.fromZoo(foreign(folder, SEVEN).build())) {
      assertThat(model.card()).isEmpty();
      assertThat(model.cropSize()).isEqualTo(32);
      assertThat(model.name()).isEqualTo("foreign");
    }
  }

  @Test
  void aDetectorOfAForeignModelKnowsNoHash(@TempDir Path folder) throws IOException {
    try (EmotionDetector detector =
        DjlEmotionDetector.builder()
            .model(EmotionModel.fromZoo(foreign(folder, SEVEN).build()))
            .build()) {
      assertThat(detector.diagnose().modelSha256()).isEqualTo("unknown");
    }
  }

  @Test
  void aForeignLabelCanBeIgnored(@TempDir Path folder) throws IOException {
    EmotionResult result =
        analyze(
            EmotionModel.fromZoo(
                foreign(folder, EIGHT).build(), LabelMapping.standard().ignore("contempt")));

    assertThat(result.probabilities().values().stream().mapToDouble(Double::doubleValue).sum())
        .isEqualTo(1, within(1e-6));
  }

  @Test
  void aForeignLabelCanBeMapped(@TempDir Path folder) throws IOException {
    EmotionResult mapped =
        analyze(
            EmotionModel.fromZoo(
                foreign(folder, EIGHT).build(),
                LabelMapping.standard().map("contempt", Emotion.DISGUST)));

    assertThat(mapped.probabilities()).hasSize(7);
  }

  @Test
  void anUnmappedLabelIsRefusedByName(@TempDir Path folder) throws IOException {
    Criteria<Image, Classifications> criteria = foreign(folder, EIGHT).build();

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("\"contempt\"");
  }

  @Test
  void aMissingEmotionIsRefusedByName(@TempDir Path folder) throws IOException {
    Criteria<Image, Classifications> criteria = foreign(folder, "anger,fear").build();

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("happy");
  }

  @Test
  void logitsThatAreTakenForProbabilitiesAreRefused(@TempDir Path folder) throws IOException {
    // Of so many outputs of random weights one is negative.
    Criteria<Image, Classifications> criteria =
        foreign(folder, SEVEN + ",a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z")
            .optArgument("softmax", "false")
            .build();
    LabelMapping mapping = LabelMapping.standard();
    for (char label = 'a'; label <= 'z'; label++) {
      mapping = mapping.ignore(String.valueOf(label));
    }
    LabelMapping ignoring = mapping;

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria, ignoring))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("softmax");
  }

  @Test
  void aModelThatMixesThePicturesOfABatchIsRefused(@TempDir Path folder) throws IOException {
    Function<NDArray, NDArray> mixing = batch -> batch.sub(batch.mean(new int[] {0}));
    Criteria<Image, Classifications> criteria =
        foreign(folder, SEVEN, () -> newForeignBlock(7, mixing)).build();

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("foreign", "alone", "beside another", "ONEDNN_MAX_CPU_ISA=AVX2");
  }

  @Test
  void aModelThatGivesNoNumbersForABatchIsRefused(@TempDir Path folder) throws IOException {
    Function<NDArray, NDArray> failing =
        batch -> batch.getShape().get(0) > 1 ? batch.mul(Float.NaN) : batch;
    Criteria<Image, Classifications> criteria =
        foreign(folder, SEVEN, () -> newForeignBlock(7, failing)).build();

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("foreign");
  }

  @Test
  void aModelOfOneFaceAtATimeClassifiesOneFaceAtATime(@TempDir Path folder) throws IOException {
    Function<NDArray, NDArray> single =
        batch -> batch.reshape(1, 32 * 32); // fails for a batch of two
    EmotionModel model =
        EmotionModel.fromZoo(foreign(folder, SEVEN, () -> newForeignBlock(7, single)).build());

    assertThat(analyze(model).probabilities()).hasSize(7);
  }

  private static Block newForeignBlock(int labels, Function<NDArray, NDArray> first) {
    return new SequentialBlock()
        .add(new LambdaBlock(batch -> new NDList(first.apply(batch.singletonOrThrow()))))
        .add(newForeignBlock(labels));
  }

  @Test
  void moreLabelsThanOutputsAreRefused(@TempDir Path folder) throws IOException {
    Criteria<Image, Classifications> criteria =
        foreign(folder, SEVEN).optArgument("labels", EIGHT).build();

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the labels are 8");
  }

  @ParameterizedTest
  @CsvSource({"size, big", "std, 0", "softmax, maybe"})
  void aBadArgumentOfTheTranslatorIsNamed(String name, String value, @TempDir Path folder)
      throws IOException {
    Criteria<Image, Classifications> criteria =
        foreign(folder, SEVEN).optArgument(name, value).build();

    assertThatThrownBy(() -> EmotionModel.fromZoo(criteria))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(name + "=" + value);
  }

  @Test
  void aZooModelIsLoadedWithoutTheNetwork(@TempDir Path folder) throws IOException {
    Criteria<Image, Classifications> criteria = foreign(folder, SEVEN).build();
    try (Connections connections = Connections.watch()) {
      EmotionModel.fromZoo(criteria).close();
      EmotionModel.fromZoo(embeddedCriteria()).close();

      assertThat(connections.tried()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void closingIsHarmlessAndFinal(int times) {
    EmotionModel model = EmotionModel.embedded();

    assertThatCode(
            () -> {
              for (int i = 0; i < times; i++) {
                model.close();
              }
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(model::newPredictor).isInstanceOf(IllegalStateException.class);
  }
}
