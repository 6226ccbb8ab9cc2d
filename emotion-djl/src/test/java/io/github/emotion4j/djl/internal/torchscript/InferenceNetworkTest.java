// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import ai.djl.translate.TranslateException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.TestFaces;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opencv.core.Mat;

class InferenceNetworkTest {

  private static final Path SAMPLES = Path.of("../emotion-cli/src/main/resources/samples");

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void closeManager() {
    manager.close();
  }

  /** Returns a network whose normalisation does something, as after a training. */
  private Block trained(Architecture architecture) {
    Block block = architecture.newBlock(0.3);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));
    for (Parameter parameter : block.getParameters().values()) {
      if (parameter.getType() != Parameter.Type.WEIGHT) {
        try (NDArray values = parameter.getArray().stopGradient()) {
          values.addi(manager.randomUniform(0, 1, values.getShape()));
        }
      }
    }
    return block;
  }

  private float[] probabilities(Block block, NDArray faces) {
    return block
        .forward(new ParameterStore(manager, false), new NDList(faces), false)
        .singletonOrThrow()
        .softmax(1)
        .toFloatArray();
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameProbabilities(Architecture architecture) {
    Block block = trained(architecture);
    NDArray faces = manager.randomNormal(new Shape(20, 1, 48, 48));

    float[] given = probabilities(InferenceNetwork.of(block, manager), faces);

    assertThat(given).containsExactly(probabilities(block, faces), within(1e-4f));
  }

  @Test
  void takesBatchesOfAnySizeOneAfterTheOther() {
    Block block = trained(Architecture.MEDIUM_RESNET);
    Block module = InferenceNetwork.of(block, manager);

    for (int size : new int[] {1, 5, 2, 64, 1, 3}) {
      NDArray faces = manager.randomNormal(new Shape(size, 1, 48, 48));
      assertThat(probabilities(module, faces))
          .containsExactly(probabilities(block, faces), within(1e-4f));
    }
  }

  @Test
  void keepsItsWeightsWhenJavaBuffersAreCollected() {
    Block block = trained(Architecture.COMPACT_RESNET);
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));
    Block module = InferenceNetwork.of(block, manager);
    float[] before = probabilities(module, faces);
    for (int i = 0; i < 3; i++) {
      System.gc();
      fillNewBuffers();
    }

    assertThat(probabilities(module, faces)).containsExactly(before, within(1e-6f));
  }

  @Test
  void isForTheCpuOnly() {
    Block block = trained(Architecture.COMPACT_RESNET);
    try (NDManager gpu = manager.newSubManager(Device.gpu(0))) {
      assertThatThrownBy(() -> InferenceNetwork.of(block, gpu))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("On a GPU, a network is used as it is");
    }
  }

  /** Overwrites memory that was freed, if any was. */
  private static void fillNewBuffers() {
    for (int i = 0; i < 200; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
      while (buffer.hasRemaining()) {
        buffer.put((byte) 0x7F);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoArraysBehind(Architecture architecture) {
    Block block = trained(architecture);
    try (NDManager own = manager.newSubManager()) {
      InferenceNetwork.of(block, own);

      assertThat(own.getManagedArrays()).isEmpty();
    }
  }

  @Test
  void keepsNoGradients() {
    Block module = InferenceNetwork.of(trained(Architecture.COMPACT_RESNET), manager);
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));

    NDArray given =
        module
            .forward(new ParameterStore(manager, false), new NDList(faces), false)
            .singletonOrThrow();

    assertThat(given.hasGradient()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void leavesItsInputAsItIs(Layer layer) {
    NDArray faces = manager.randomNormal(new Shape(2, 3, 6, 6));
    float[] before = faces.toFloatArray();
    Block network = new SequentialBlock().add(layer.newBlock()).add(Layer.RELU.newBlock());

    probabilities(InferenceNetwork.of(network, manager), faces);

    assertThat(faces.toFloatArray()).containsExactly(before);
  }

  @Test
  void leavesTheTrainedNetworkAsItIs() {
    Block block = trained(Architecture.COMPACT_RESNET);
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));
    float[] before = probabilities(block, faces);

    InferenceNetwork.of(block, manager);

    assertThat(probabilities(block, faces)).containsExactly(before);
  }

  @Test
  void refusesALayerThatItDoesNotKnow() {
    Block block = Blocks.identityBlock();

    assertThatThrownBy(() -> InferenceNetwork.of(block, manager))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void embeddedModelGivesTheSameProbabilitiesForSampleFaces()
      throws TranslateException, IOException {
    ModelFile embedded = EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL);
    List<Mat> pictures = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      pictures.add(OpenCv.toBgr(TestFaces.face(seed)));
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SAMPLES, "*.png")) {
      for (Path file : files) {
        pictures.add(OpenCv.toBgr(ImageDecoder.builder().build().decode(ImageSource.of(file))));
      }
    }
    try (Model unfolded = embedded.newModel(Device.cpu());
        ZooModel<Image, Classifications> folded = embedded.newZooModel(Device.cpu())) {
      List<Classifications> before = predict(unfolded, folded, pictures);
      List<Classifications> after = predict(folded, folded, pictures);

      for (int i = 0; i < pictures.size(); i++) {
        assertThat(after.get(i).getProbabilities())
            .usingElementComparator((a, b) -> Math.abs(a - b) <= 1e-4 ? 0 : Double.compare(a, b))
            .isEqualTo(before.get(i).getProbabilities());
      }
    } finally {
      pictures.forEach(Mat::release);
    }
  }

  private static List<Classifications> predict(
      Model model, ZooModel<Image, Classifications> translating, List<Mat> pictures)
      throws TranslateException {
    try (Predictor<Image, Classifications> predictor =
        model.newPredictor(translating.getTranslator())) {
      return predictor.batchPredict(
          pictures.stream().map(ImageFactory.getInstance()::fromImage).toList());
    }
  }
}
