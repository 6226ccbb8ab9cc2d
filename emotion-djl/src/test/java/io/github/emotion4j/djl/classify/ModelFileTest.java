// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.ModelException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final ModelCard.ArchitectureSettings SETTINGS =
      new ModelCard.ArchitectureSettings(Architecture.COMPACT_RESNET, 0.3);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  @TempDir Path directory;

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private Block network(Architecture architecture) {
    Block block = architecture.newBlock(0.3);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));
    for (Parameter parameter : block.getParameters().values()) {
      if (!parameter.requiresGradient()) { // running statistics that no fresh network has
        NDArray values = parameter.getArray();
        values.addi(manager.randomUniform(0, 1, values.getShape()));
      }
    }
    return block;
  }

  private static ModelCard card(
      ModelCard.ArchitectureSettings settings, ModelCard.Weights weights) {
    return card(settings, ModelOutputs.single("fer2013"), weights);
  }

  private static ModelCard card(
      ModelCard.ArchitectureSettings settings, ModelOutputs outputs, ModelCard.Weights weights) {
    return new ModelCard(
        "test",
        new ModelCard.Network(settings, ModelCard.LABELS, ModelCard.Input.FER2013, outputs),
        new ModelCard.Calibration(1.5, OptionalDouble.of(0.2)),
        weights,
        new ModelCard.Training(
            new ModelCard.TrainingData("synthetic", "Training", 84, "fer2013"),
            3,
            2,
            42,
            Map.of("epochs", "3"),
            Instant.parse("2026-01-02T03:04:05Z")),
        Map.of("PublicTest", new ModelCard.Figures(28, 0.5, 0.4, 0.1)),
        Map.of("djl", "0.36.0"));
  }

  private ModelFile write(ModelCard.Precision precision) throws IOException {
    return ModelFile.write(
        directory,
        SETTINGS,
        network(Architecture.COMPACT_RESNET),
        precision,
        weights -> card(SETTINGS, weights));
  }

  private ObjectNode cardJson() throws IOException {
    return (ObjectNode) JSON.readTree(directory.resolve(ModelFile.CARD_FILE).toFile());
  }

  private void writeCard(JsonNode json) throws IOException {
    JSON.writeValue(directory.resolve(ModelFile.CARD_FILE).toFile(), json);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private float[] logits(Block block, NDArray faces) {
    return block
        .forward(new ParameterStore(manager, false), new NDList(faces), false)
        .singletonOrThrow()
        .toFloatArray();
  }

  private float[] logitsOfFile(Path path, NDArray faces) {
    try (Model model = ModelFile.read(path).newModel(Device.cpu())) {
      return logits(model.getBlock(), faces);
    }
  }

  private Block twoHeads() {
    Block joint = SETTINGS.name().newBlock(14, 0.3);
    joint.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));
    return joint;
  }

  private Path write(Block twoHeads, ModelOutputs outputs) throws IOException {
    return ModelFile.writeCard(
        directory,
        card(
            SETTINGS,
            outputs,
            ModelFile.writeHeads(directory, SETTINGS, twoHeads, ModelCard.Precision.FLOAT32, 2)));
  }

  private float[] logitsOfInference(Path path, NDArray faces) {
    try (Model model = ModelFile.read(path).newZooModel(Device.cpu())) {
      return logits(model.getBlock(), faces);
    }
  }

  private static double[] toDoubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void cardIsReadAsWritten(ModelCard.Precision precision) throws IOException {
    ModelFile written = write(precision);

    assertThat(ModelFile.read(directory).card()).isEqualTo(written.card());
  }

  @ParameterizedTest
  @CsvSource({
    "COMPACT_RESNET, FLOAT32, 0",
    "COMPACT_RESNET, FLOAT16, 0.02",
    "PLAIN_CNN, FLOAT32, 0",
    "PLAIN_CNN, FLOAT16, 0.02",
  })
  void networkIsReadAsWritten(
      Architecture architecture, ModelCard.Precision precision, float tolerance)
      throws IOException {
    ModelCard.ArchitectureSettings settings = new ModelCard.ArchitectureSettings(architecture, 0.3);
    Block block = network(architecture);
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));
    float[] before = logits(block, faces);
    ModelFile.write(directory, settings, block, precision, weights -> card(settings, weights));

    assertThat(logitsOfFile(directory, faces)).containsExactly(before, within(tolerance));
  }

  @Test
  void writingDoesNotChangeTheNetwork() throws IOException {
    Block block = network(Architecture.COMPACT_RESNET);
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));
    float[] before = logits(block, faces);
    ModelFile.write(
        directory, SETTINGS, block, ModelCard.Precision.FLOAT16, file -> card(SETTINGS, file));

    assertThat(logits(block, faces)).isEqualTo(before);
  }

  @Test
  void halfPrecisionIsHalfTheSize() throws IOException {
    write(ModelCard.Precision.FLOAT16);

    assertThat(Files.size(directory.resolve(ModelFile.read(directory).card().weights().file())))
        .isBetween(1_300_000L, 1_500_000L);
  }

  @Test
  void newModelComputesInSinglePrecision() throws IOException {
    write(ModelCard.Precision.FLOAT16);

    try (Model model = ModelFile.read(directory).newModel(Device.cpu())) {
      assertThat(model.getBlock().getParameters().values())
          .allMatch(parameter -> parameter.getArray().getDataType() == DataType.FLOAT32);
    }
  }

  @Test
  void leavesACardAndTheWeightsOnly() throws IOException {
    ModelFile written = write(ModelCard.Precision.FLOAT16);

    assertThat(files())
        .containsExactlyInAnyOrder(ModelFile.CARD_FILE, written.card().weights().file());
  }

  @Test
  void overwritingLeavesOneWeightsFile() throws IOException {
    ModelFile first = write(ModelCard.Precision.FLOAT16);
    ModelFile second = write(ModelCard.Precision.FLOAT16);

    assertThat(second.card().weights()).isNotEqualTo(first.card().weights());
    assertThat(files())
        .containsExactlyInAnyOrder(ModelFile.CARD_FILE, second.card().weights().file());
    assertThat(ModelFile.read(directory).card()).isEqualTo(second.card());
  }

  @Test
  void overwritingWithTheSameIsHarmless() throws IOException {
    Block block = network(Architecture.COMPACT_RESNET);
    for (int i = 0; i < 2; i++) {
      ModelFile.write(
          directory, SETTINGS, block, ModelCard.Precision.FLOAT32, file -> card(SETTINGS, file));
    }

    assertThat(files()).hasSize(2);
    assertThat(ModelFile.read(directory).card().name()).isEqualTo("test");
  }

  @Test
  void failedWriteLeavesTheOldModel() throws IOException {
    ModelFile old = write(ModelCard.Precision.FLOAT16);
    List<String> before = files();

    assertThatThrownBy(
            () ->
                ModelFile.write(
                    directory,
                    SETTINGS,
                    network(Architecture.COMPACT_RESNET),
                    ModelCard.Precision.FLOAT16,
                    weights -> {
                      throw new IllegalStateException("no figures");
                    }))
        .hasMessage("no figures");

    assertThat(files()).isEqualTo(before);
    assertThat(ModelFile.read(directory).card()).isEqualTo(old.card());
  }

  @Test
  void theJsonOfACardIsFlatAsItWasBeforeCardsHadGroups() throws IOException {
    for (String name : EmbeddedModels.names()) {
      Path written = ModelFile.writeCard(directory, EmbeddedModels.read(name).card());

      try (InputStream embedded =
          ModelFile.class.getResourceAsStream("emotion/" + name + ".json")) {
        assertThat(written).hasBinaryContent(embedded.readAllBytes());
      }
    }
  }

  static Stream<Arguments> badCards() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return Stream.of(
        Arguments.of("/formatVersion", nodes.numberNode(4), "format version 4"),
        Arguments.of("/formatVersion", nodes.numberNode(1.5), "format version 1.5"),
        Arguments.of("/formatVersion", nodes.textNode("1"), "format version \"1\""),
        Arguments.of("/formatVersion", nodes.missingNode(), "format version none"),
        Arguments.of("/labels", nodes.arrayNode().add("angry"), "[angry] are not"),
        Arguments.of("/labels", nodes.nullNode(), "labels"),
        Arguments.of("/architecture/name", nodes.textNode("VGG"), "VGG"),
        Arguments.of("/architecture/name", nodes.numberNode(0), "number"),
        Arguments.of("/architecture/name", nodes.missingNode(), "name"),
        Arguments.of("/architecture", nodes.missingNode(), "architecture"),
        Arguments.of("/architecture", nodes.nullNode(), "architecture"),
        Arguments.of("/weights", nodes.missingNode(), "weights"),
        Arguments.of("/weights", nodes.nullNode(), "weights"),
        Arguments.of("/weights/precision", nodes.textNode("INT4"), "INT4"),
        Arguments.of("/weights/sha256", nodes.textNode("abc"), "abc"),
        Arguments.of("/weights/sha256", nodes.textNode("0".repeat(64)), "0".repeat(64)),
        Arguments.of("/input/size", nodes.numberNode(0), "input size 0"),
        Arguments.of("/input/size", nodes.numberNode(100_000), "input size 100000"),
        Arguments.of("/input/standardDeviation", nodes.numberNode(0), "normalisation"),
        Arguments.of("/input/size", nodes.numberNode(64), "input of 64 pixels"),
        Arguments.of("/input/size", nodes.numberNode(1024), "input of 1024 pixels"),
        Arguments.of("/input/colour", nodes.textNode("RGB"), "in RGB does not fit the network"),
        Arguments.of("/input/colour", nodes.textNode("CMYK"), "CMYK"),
        Arguments.of("/temperature", nodes.numberNode(0), "temperature 0"),
        Arguments.of("/temperature", nodes.numberNode(-1), "temperature -1"),
        Arguments.of("/neutralPrior", nodes.numberNode(0), "neutral prior 0"),
        Arguments.of("/neutralPrior", nodes.numberNode(1), "neutral prior 1"),
        Arguments.of("/neutralPrior", nodes.missingNode(), "neutralPrior"),
        Arguments.of("/outputs", nodes.missingNode(), "outputs"),
        Arguments.of("/outputs/heads", nodes.arrayNode(), "heads []"),
        Arguments.of("/outputs/heads", nodes.arrayNode().add("a").add("a"), "heads [a, a]"),
        Arguments.of("/outputs/heads", nodes.arrayNode().add("a"), "are not for some of [a]"),
        Arguments.of("/outputs/weights", nodes.objectNode(), "weights of heads {}"),
        Arguments.of("/outputs/biases", nodes.objectNode().put("fear", Double.NaN), "NaN"),
        Arguments.of("/outputs/biases", nodes.objectNode().put("joy", 1), "biases {joy=1.0}"),
        Arguments.of("/outputs/neutralHead", nodes.textNode("a"), "neutral head a"),
        Arguments.of("/training/finished", nodes.textNode("yesterday"), "yesterday"),
        Arguments.of("/temperature", nodes.missingNode(), "temperature"),
        Arguments.of("/training", nodes.missingNode(), "training"),
        Arguments.of("/training/dataSet", nodes.nullNode(), "dataSet"),
        Arguments.of("/training/images", nodes.missingNode(), "images"),
        Arguments.of("/surprise", nodes.numberNode(1), "surprise"),
        Arguments.of("/training/surprise", nodes.numberNode(1), "surprise"),
        Arguments.of("/network", nodes.objectNode(), "\"network\""),
        Arguments.of("/calibration", nodes.objectNode(), "\"calibration\""),
        Arguments.of("/training/data", nodes.objectNode(), "\"data\""),
        Arguments.of("/weights/url", nodes.textNode("https://example.org"), "url"));
  }

  @ParameterizedTest
  @MethodSource("badCards")
  void refusesACardWithTheReason(String pointer, JsonNode value, String reason) throws IOException {
    write(ModelCard.Precision.FLOAT16);
    ObjectNode json = cardJson();
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) json.at(pointer.substring(0, slash));
    String field = pointer.substring(slash + 1);
    if (value.isMissingNode()) {
      parent.remove(field);
    } else {
      parent.set(field, value);
    }
    writeCard(json);

    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void readsVersionOneWhichHadOneHeadAndNoPrior() throws IOException {
    ModelCard written = write(ModelCard.Precision.FLOAT16).card();
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));
    float[] logits = logitsOfFile(directory, faces);
    ObjectNode json = cardJson().put("formatVersion", 1);
    json.remove(List.of("outputs", "neutralPrior"));
    writeCard(json);

    ModelCard read = ModelFile.read(directory).card();

    assertThat(read.network().outputs()).isEqualTo(ModelOutputs.single("fer2013"));
    assertThat(read.calibration().neutralPrior()).isEmpty();
    assertThat(read.training()).isEqualTo(written.training());
    assertThat(logitsOfFile(directory, faces)).isEqualTo(logits);
  }

  @Test
  void readsVersionTwoWhichHadABiasForNeutralOnly() throws IOException {
    write(ModelCard.Precision.FLOAT16);
    ObjectNode json = cardJson().put("formatVersion", 2);
    ObjectNode outputs = (ObjectNode) json.get("outputs");
    outputs.remove(List.of("biases", "neutralHead"));
    outputs.put("neutralBias", -0.5);
    writeCard(json);

    ModelOutputs read = ModelFile.read(directory).card().network().outputs();

    assertThat(read.biases()).containsExactly(Map.entry("neutral", -0.5));
    assertThat(read.neutralHead()).isEmpty();
  }

  @Test
  void headsInOneFileAreSummedAsTheCardSays() throws IOException {
    Block joint = twoHeads();
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));
    float[] both = logits(joint, faces);
    ModelCard.Weights weights =
        ModelFile.writeHeads(directory, SETTINGS, joint, ModelCard.Precision.FLOAT32, 2);
    ModelOutputs sum =
        new ModelOutputs(
            List.of("a", "b"),
            Map.of("a", 0.25, "b", -2.0),
            Map.of("neutral", 0.5, "disgust", -1.0),
            Optional.empty());

    Path file = ModelFile.writeCard(directory, card(SETTINGS, sum, weights));

    float[] expected = new float[14];
    for (int i = 0; i < 14; i++) {
      int row = i / 7 * 14 + i % 7;
      expected[i] =
          0.25f * both[row] - 2 * both[row + 7] + (i % 7 == 6 ? 0.5f : i % 7 == 1 ? -1 : 0);
    }
    assertThat(file).hasFileName("test.json");
    assertThat(logitsOfFile(file, faces)).containsExactly(expected, within(1e-5f));
  }

  @Test
  void aNeutralHeadTellsWhetherAFaceIsNeutralAndTheSumWhichOfTheOthersItIs() throws IOException {
    Block joint = twoHeads();
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));
    float[] both = logits(joint, faces);
    ModelOutputs outputs =
        new ModelOutputs(
            List.of("a", "b"),
            Map.of("a", 0.75, "b", 0.25),
            Map.of("neutral", -1.0, "disgust", 0.5),
            Optional.of("b"));

    Path file = write(joint, outputs);

    double[] expected = new double[14];
    for (int face = 0; face < 2; face++) {
      double sumOfOthers = 0;
      double sumOfHead = 0;
      for (int k = 0; k < 6; k++) {
        float a = both[14 * face + k];
        float b = both[14 * face + 7 + k];
        expected[7 * face + k] = 0.75 * a + 0.25 * b + (k == 1 ? 0.5 : 0);
        sumOfOthers += Math.exp(expected[7 * face + k]);
        sumOfHead += Math.exp(b);
      }
      float neutral = both[14 * face + 13];
      expected[7 * face + 6] = -1 + neutral - Math.log(sumOfHead) + Math.log(sumOfOthers);
    }
    assertThat(toDoubles(logitsOfFile(file, faces))).containsExactly(expected, within(1e-5));
    assertThat(toDoubles(logitsOfInference(file, faces))).containsExactly(expected, within(1e-5));
  }

  @Test
  void aModelToTrainFromTakesTheNeutralHeadsOwnRow() throws IOException {
    Block joint = twoHeads();
    NDArray face = manager.randomNormal(new Shape(1, 1, 48, 48));
    float[] both = logits(joint, face);
    ModelOutputs outputs =
        new ModelOutputs(
            List.of("a", "b"), Map.of("a", 1.0), Map.of("neutral", -1.0), Optional.of("b"));
    Path file = write(joint, outputs);

    float[] expected = Arrays.copyOf(both, 7);
    expected[6] = both[13] - 1;
    try (Model model = ModelFile.read(file).newTrainableModel(Device.cpu())) {
      assertThat(logits(model.getBlock(), face)).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void cardsThatShareWeightsGiveTheHeadsTheyName() throws IOException {
    Block joint = twoHeads();
    NDArray face = manager.randomNormal(new Shape(1, 1, 48, 48));
    float[] both = logits(joint, face);
    ModelCard.Weights weights =
        ModelFile.writeHeads(directory, SETTINGS, joint, ModelCard.Precision.FLOAT32, 2);

    for (int head = 0; head < 2; head++) {
      ModelOutputs one =
          new ModelOutputs(
              List.of("0", "1"), Map.of(String.valueOf(head), 1.0), Map.of(), Optional.empty());
      Path file = ModelFile.writeCard(directory, card(SETTINGS, one, weights));

      assertThat(logitsOfFile(file, face))
          .containsExactly(Arrays.copyOfRange(both, 7 * head, 7 * head + 7), within(1e-6f));
    }
  }

  @Test
  void refusesACardOfMoreHeadsThanTheFileHas() throws IOException {
    write(ModelCard.Precision.FLOAT16);
    ObjectNode json = cardJson();
    ((ObjectNode) json.get("outputs")).putArray("heads").add("fer2013").add("ferplus");
    writeCard(json);
    ModelFile file = ModelFile.read(directory);

    assertThatThrownBy(() -> file.newModel(Device.cpu()))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(directory.toString(), "COMPACT_RESNET with 2 heads");
  }

  /** Makes the card that of a TorchScript backbone. */
  private void writeBackboneCard(int features) throws IOException {
    ObjectNode json = cardJson();
    ObjectNode architecture = json.putObject("architecture");
    architecture.put("backbone", "resnet18.pt");
    architecture.set("backboneInput", JSON.valueToTree(BackboneInput.IMAGENET));
    architecture.put("features", features).put("dropout", 0.3);
    writeCard(json);
  }

  @Test
  void refusesABackboneUnlessItIsTrusted() throws IOException {
    write(ModelCard.Precision.FLOAT32);
    writeBackboneCard(512);

    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("holds code that runs")
        .hasMessageContaining("EmotionModel.loadTrusted");
    assertThat(ModelFile.readTrusted(directory).card().network().architecture())
        .isEqualTo(new ModelCard.BackboneSettings("resnet18.pt", BackboneInput.IMAGENET, 512, 0.3));
  }

  @Test
  void refusesABackboneOfHalfPrecision() throws IOException {
    write(ModelCard.Precision.FLOAT16);
    writeBackboneCard(512);

    assertThatThrownBy(() -> ModelFile.readTrusted(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("weights of a TorchScript backbone are FLOAT32, not FLOAT16");
  }

  @Test
  void refusesABackboneWithoutFeatures() throws IOException {
    write(ModelCard.Precision.FLOAT32);
    writeBackboneCard(0);

    assertThatThrownBy(() -> ModelFile.readTrusted(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("backbone features 0 are not positive");
  }

  @Test
  void refusesABackboneWhoseModuleIsMissing() throws IOException {
    write(ModelCard.Precision.FLOAT32);
    writeBackboneCard(512);
    ModelFile file = ModelFile.readTrusted(directory);

    assertThatThrownBy(() -> file.newModel(Device.cpu()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("do not fit the architecture TORCHSCRIPT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/passwd", "a/b", "..", ".hidden", "a\\b", "", "c:x"})
  void refusesAWeightsNameThatLeavesTheFolder(String name) throws IOException {
    write(ModelCard.Precision.FLOAT16);
    ObjectNode json = cardJson();
    ((ObjectNode) json.get("weights")).put("file", name);
    writeCard(json);

    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("weights file name \"" + name + "\" is not allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "\"text\"", "{} {}", "PK\u0003\u0004"})
  void refusesACardThatIsNoJsonObject(String content) throws IOException {
    Files.writeString(directory.resolve(ModelFile.CARD_FILE), content);

    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(directory.toString());
  }

  @Test
  void refusesACardThatIsTooLarge() throws IOException {
    Files.writeString(directory.resolve(ModelFile.CARD_FILE), " ".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("emotion-model.json")
        .hasMessageContaining("larger than 1048576 bytes");
  }

  @Test
  void refusesAlteredWeights() throws IOException {
    Path weights = directory.resolve(write(ModelCard.Precision.FLOAT16).card().weights().file());
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);

    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("SHA-256");
  }

  /** As a file of 2.4 MB that says its first array has 2 GiB, for which DJL would make room. */
  @Test
  void refusesWeightsThatClaimToBeLargerThanTheyAre() throws IOException {
    ModelFile good = write(ModelCard.Precision.FLOAT16);
    byte[] bytes = Files.readAllBytes(directory.resolve(good.card().weights().file()));
    byte[] all = new byte[bytes.length];
    int at = lengthOfTheFirstArray(bytes);
    System.arraycopy(bytes, 0, all, 0, bytes.length);
    ByteBuffer.wrap(all).putInt(at, Integer.MAX_VALUE);
    Files.write(directory.resolve(good.card().weights().file()), all);
    ObjectNode card = (ObjectNode) JSON.readTree(directory.resolve(ModelFile.CARD_FILE).toFile());
    ((ObjectNode) card.get("weights")).put("sha256", ModelFormat.sha256(all));
    writeCard(card);

    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("claim to be larger");
  }

  /** After magic, version, no name, sparsity, type, shape, layout and the order of bytes. */
  private static int lengthOfTheFirstArray(byte[] file) throws IOException {
    int magic = new String(file, StandardCharsets.ISO_8859_1).indexOf("NDAR");
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(file, magic + 4, file.length - magic - 4))) {
      in.readInt();
      if (in.readByte() == 1) {
        in.readUTF();
      }
      in.readUTF();
      in.readUTF();
      in.skipNBytes(Long.BYTES * (long) in.readInt());
      in.skipNBytes(Character.BYTES * (long) in.readInt());
      in.readByte();
      return file.length - in.available();
    }
  }

  @Test
  void whoReadsWhileAnotherModelIsWrittenGetsTheNewOne() throws IOException {
    ModelFormat<Thing> format =
        new ModelFormat<>(
            "thing",
            "thing.json",
            Thing.class,
            1,
            Thing::weights,
            new ModelFormat.WeightsFiles("t-", ".bin", 9),
            ModelFormat.Layout.AS_THE_CARD);
    format.write(directory, new byte[] {1}, ModelCard.Precision.FLOAT32, Thing::new);
    AtomicBoolean written = new AtomicBoolean();

    byte[] weights =
        format
            .read(
                "here",
                name -> {
                  if (name.endsWith(".bin") && !written.getAndSet(true)) {
                    format.write(
                        directory, new byte[] {2}, ModelCard.Precision.FLOAT32, Thing::new);
                  }
                  return Files.newInputStream(directory.resolve(name));
                })
            .weights();

    assertThat(weights).containsExactly(2);
  }

  record Thing(ModelCard.Weights weights) {}

  @Test
  void refusesAPathThatIsNoneOfTheSystems() throws IOException {
    URI zip = URI.create("jar:" + directory.resolve("files.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path inside = Files.write(files.getPath("/model.zip"), new byte[10]);

      assertThatThrownBy(() -> ModelFile.read(inside)).isInstanceOf(ModelException.class);
    }
  }

  @Test
  void namesTheWeightsThatAreMissing() throws IOException {
    String weights = write(ModelCard.Precision.FLOAT16).card().weights().file();
    Files.delete(directory.resolve(weights));

    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(weights);
  }

  @Test
  void namesTheCardThatIsMissing() {
    assertThatThrownBy(() -> ModelFile.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(ModelFile.CARD_FILE);
  }

  @Test
  void namesThePathThatIsMissing() {
    Path missing = directory.resolve("nowhere");

    assertThatThrownBy(() -> ModelFile.read(missing))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void refusesWeightsOfAnotherArchitecture() throws IOException {
    write(ModelCard.Precision.FLOAT16);
    ObjectNode json = cardJson();
    ((ObjectNode) json.get("architecture")).put("name", "PLAIN_CNN");
    writeCard(json);
    ModelFile file = ModelFile.read(directory);

    assertThatThrownBy(() -> file.newModel(Device.cpu()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("PLAIN_CNN");
  }

  private Path zip(String prefix) throws IOException {
    List<String> names = new ArrayList<>(files());
    Path zip = directory.resolve("model.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(prefix + name));
        Files.copy(directory.resolve(name), out);
        out.closeEntry();
      }
    }
    return zip;
  }

  @Test
  void readsAZip() throws IOException {
    ModelFile written = write(ModelCard.Precision.FLOAT16);
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));
    Path zip = zip("");

    assertThat(ModelFile.read(zip).card()).isEqualTo(written.card());
    assertThat(logitsOfFile(zip, faces)).isEqualTo(logitsOfFile(directory, faces));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model/", "../", "/"})
  void refusesAZipWhoseFilesAreNotAtItsTop(String prefix) throws IOException {
    write(ModelCard.Precision.FLOAT16);
    Path zip = zip(prefix);

    assertThatThrownBy(() -> ModelFile.read(zip))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(zip.toString())
        .hasMessageContaining("emotion-model.json");
  }

  @Test
  void refusesACardInAZipThatIsTooLarge() throws IOException {
    Files.writeString(directory.resolve(ModelFile.CARD_FILE), " ".repeat(1 << 22));
    Path zip = zip("");

    assertThatThrownBy(() -> ModelFile.read(zip))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void refusesAFileThatIsNoZip() throws IOException {
    Path file = Files.writeString(directory.resolve("model.zip"), "hello");

    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file.toString());
  }
}
