// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
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
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.BackboneInput;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.classify.ModelOutputs;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.internal.engine.OnnxRuntime;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.torchscript.TorchScriptModule;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/** What PyTorch says, ONNX Runtime and OpenCV say of the exported file. */
final class OnnxExportTest {

  private static final double SAME = 1e-4;
  private static final int SIDE = 48;

  @TempDir private Path folder;

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
    OnnxRuntime.require("The test"); // DJL wants to be the first
  }

  @ParameterizedTest
  @ValueSource(strings = {"combined", "fer2013", "ferplus"})
  void anEmbeddedModelSaysTheSame(String name) throws Exception {
    try (EmotionModel model = EmotionModel.embedded(name)) {
      assertSame(model, OnnxExport.bytes(EmbeddedModels.read(name)));
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aNetworkOfAnyArchitectureSaysTheSame(Architecture architecture) throws Exception {
    ModelFile file = randomModel(architecture);
    try (EmotionModel model = EmotionModel.of(file)) {
      assertSame(model, OnnxExport.bytes(file));
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void asTorchScriptANetworkSaysTheSameToo(Architecture architecture) throws Exception {
    ModelFile file = randomModel(architecture);
    float[] pixels = randomPixels(2 * SIDE * SIDE);
    float[] expected = run(OnnxExport.bytes(file), "pixels", pixels, 2, 1, SIDE, SIDE);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray input = manager.create(pixels, new Shape(2, 1, SIDE, SIDE));
      float[] said =
          TorchScriptModule.load(file.torchScript(), manager)
              .forward(new ParameterStore(manager, false), new NDList(input), false)
              .singletonOrThrow()
              .toFloatArray();
      assertThat(said).containsExactly(expected, within((float) SAME));
    }
  }

  /**
   * All numbers of the network are compared, as it gives them: logits, and places and logarithms of
   * sides in units of the stride, of which the largest is about 7 here. They differ by 2e-6.
   */
  @ParameterizedTest
  @CsvSource({"1, 96, 160, 256", "2, 64, 64, 256", "1, 256, 320, 40", "1, 32, 32, 1"})
  void theEmbeddedFaceDetectorSaysTheSame(int pictures, int height, int width, int colours)
      throws Exception {
    FaceModelFile file = FaceModelFile.embedded();
    float[] pixels = randomPixels(pictures * 3 * height * width);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.min(255, (i % width) * 80f / width + pixels[i] % colours);
    }
    float[] expected;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray input = manager.create(pixels, new Shape(pictures, 3, height, width));
      expected =
          TorchScriptModule.load(file.network(), manager)
              .forward(new ParameterStore(manager, false), new NDList(input), false)
              .singletonOrThrow()
              .toFloatArray();
    }

    byte[] onnx = OnnxExport.bytes(file);

    assertThat(expected).hasSizeGreaterThan(pictures * height * width / 64 * 15);
    assertThat(run(onnx, "picture", pixels, pictures, 3, height, width))
        .containsExactly(expected, within((float) SAME));
    assertThat(runInOpenCv(onnx, pixels, pictures, 3, height, width))
        .containsExactly(expected, within((float) SAME));
  }

  @Test
  void theFileTellsItsLabelsAndTheWeightsItIsOf() throws Exception {
    ModelFile file = EmbeddedModels.read("combined");
    try (OrtSession session = session(OnnxExport.bytes(file))) {
      assertThat(session.getMetadata().getProducerName()).isEqualTo("emotion4j");
      assertThat(session.getMetadata().getGraphName()).isEqualTo("combined");
      assertThat(session.getMetadata().getCustomMetadata())
          .containsEntry("labels", "angry,disgust,fear,happy,sad,surprise,neutral")
          .containsEntry("weights_sha256", file.card().weights().sha256())
          .containsEntry("temperature", Double.toString(file.card().calibration().temperature()))
          .containsKeys("data", "input", "heads", "label_source");
    }
  }

  @Test
  void aFileIsWrittenWhole() throws IOException {
    Path target = folder.resolve("models/faces.onnx");
    OnnxExport.write(FaceModelFile.embedded(), target);
    assertThat(target).hasBinaryContent(OnnxExport.bytes(FaceModelFile.embedded()));
    assertThat(target.getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    assertThat(OnnxExport.bytes(EmbeddedModels.read("fer2013")))
        .isEqualTo(OnnxExport.bytes(EmbeddedModels.read("fer2013")));
  }

  @Test
  void aModelOnABackboneIsRefusedWithTheReason() throws IOException {
    ModelFile file = EmbeddedModels.read("combined");
    Path card = folder.resolve("backbone.json");
    ModelCard.BackboneSettings backbone =
        new ModelCard.BackboneSettings("mobilenet", BackboneInput.IMAGENET, 8, 0);
    Files.write(folder.resolve("w.params"), new byte[] {1});
    ModelCard.Weights weights =
        new ModelCard.Weights(
            "w.params",
            "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
            ModelCard.Precision.FLOAT32);
    ModelFile.writeCard(folder, withNetwork(file.card(), "backbone", backbone, weights));
    ModelFile onBackbone = ModelFile.readTrusted(card);
    assertThatThrownBy(() -> OnnxExport.bytes(onBackbone))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("TorchScript backbone")
        .hasMessageContaining("torch.onnx");
  }

  /** Compares a model in PyTorch with its ONNX file, on several crops at once and on one alone. */
  private static void assertSame(EmotionModel model, byte[] onnx) throws Exception {
    int count = 5;
    float[] pixels = randomPixels(count * SIDE * SIDE);
    List<double[]> expected = new ArrayList<>();
    try (Predictor<Image, Classifications> predictor = model.newPredictor()) {
      for (int i = 0; i < count; i++) {
        Mat crop = new Mat(SIDE, SIDE, CvType.CV_8UC1);
        byte[] bytes = new byte[SIDE * SIDE];
        for (int j = 0; j < bytes.length; j++) {
          bytes[j] = (byte) pixels[i * bytes.length + j];
        }
        crop.put(0, 0, bytes);
        Classifications said = predictor.predict(ImageFactory.getInstance().fromImage(crop));
        expected.add(said.getProbabilities().stream().mapToDouble(p -> p).toArray());
        crop.release();
      }
    }
    float[] all = run(onnx, "pixels", pixels, count, 1, SIDE, SIDE);
    assertThat(all).hasSize(count * 7);
    for (int i = 0; i < count; i++) {
      float[] alone = new float[SIDE * SIDE];
      System.arraycopy(pixels, i * alone.length, alone, 0, alone.length);
      float[] openCv = runInOpenCv(onnx, alone, 1, 1, SIDE, SIDE);
      float[] single = run(onnx, "pixels", alone, 1, 1, SIDE, SIDE);
      for (int label = 0; label < 7; label++) {
        double wanted = expected.get(i)[label];
        assertThat((double) all[7 * i + label]).isCloseTo(wanted, within(SAME));
        assertThat((double) single[label]).isCloseTo(wanted, within(SAME));
        assertThat((double) openCv[label]).isCloseTo(wanted, within(SAME));
      }
    }
  }

  private static float[] randomPixels(int count) {
    Random random = new Random(3);
    float[] pixels = new float[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = random.nextInt(256);
    }
    return pixels;
  }

  private static OrtSession session(byte[] onnx) throws OrtException {
    return OrtEnvironment.getEnvironment().createSession(onnx);
  }

  private static float[] run(byte[] onnx, String input, float[] values, long... shape)
      throws OrtException {
    try (OrtSession session = session(onnx);
        OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer answer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] numbers = new float[answer.remaining()];
      answer.get(numbers);
      return numbers;
    }
  }

  private static float[] runInOpenCv(byte[] onnx, float[] values, long... shape) {
    Net net = Dnn.readNetFromONNX(new MatOfByte(onnx));
    int[] sizes = new int[shape.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) shape[i];
    }
    Mat input = new Mat(1, values.length, CvType.CV_32F);
    input.put(0, 0, values);
    net.setInput(input.reshape(1, sizes));
    Mat answer = net.forward();
    float[] numbers = new float[(int) answer.total()];
    answer.reshape(1, 1).get(0, 0, numbers);
    return numbers;
  }

  /** A network whose parameters are all by chance, running statistics included. */
  private ModelFile randomModel(Architecture architecture) throws IOException {
    ModelCard.ArchitectureSettings settings = new ModelCard.ArchitectureSettings(architecture, 0.1);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      manager.getEngine().setRandomSeed(5);
      Block network = architecture.newBlock(0.1);
      network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, SIDE, SIDE));
      for (Parameter parameter : network.getParameters().values()) {
        boolean positive = parameter.getType() == Parameter.Type.RUNNING_VAR;
        Shape shape = parameter.getArray().getShape();
        NDArray values =
            positive
                ? manager.randomUniform(0.5f, 2, shape)
                : manager.randomNormal(shape).mul(0.02f).add(parameter.getArray().stopGradient());
        ModelFile.copyValues(values, parameter.getArray());
      }
      ModelCard like = EmbeddedModels.read("fer2013").card();
      return ModelFile.write(
          folder,
          settings,
          network,
          ModelCard.Precision.FLOAT32,
          weights -> withNetwork(like, "random", settings, weights));
    }
  }

  private static ModelCard withNetwork(
      ModelCard card, String name, ModelCard.NetworkSettings network, ModelCard.Weights weights) {
    return new ModelCard(
        name,
        new ModelCard.Network(
            network,
            card.network().labels(),
            card.network().input(),
            ModelOutputs.single("labels")),
        new ModelCard.Calibration(1.7, card.calibration().neutralPrior()),
        weights,
        card.training(),
        card.figures(),
        card.versions());
  }
}
