package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.djl.torchscript.Branches;
import io.github.emotion4j.djl.torchscript.Layer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptedNetworkTest {

  private static final int OUTPUTS = 14;
  private static final int FACES = 8;
  private static final Shape FACE = new Shape(1, 1, 48, 48);

  private Model plain;
  private Model scripted;

  @BeforeEach
  void openModels() {
    PyTorch.require();
    plain = Model.newInstance("plain", Device.cpu(), PyTorch.ENGINE);
    scripted = Model.newInstance("scripted", Device.cpu(), PyTorch.ENGINE);
  }

  @AfterEach
  void closeModels() {
    plain.close();
    scripted.close();
  }

  private void setBlocks(Architecture architecture, double dropout, Arithmetic arithmetic) {
    plain.setBlock(architecture.newBlock(OUTPUTS, dropout));
    scripted.setBlock(
        new ScriptedNetwork(
            (SequentialBlock) architecture.newBlock(OUTPUTS, dropout),
            arithmetic,
            scripted.getNDManager()));
  }

  /**
   * What a step computes.
   *
   * @param logits what the network gives
   * @param gradients of all parameters that are trained
   * @param statistics all other parameters afterwards
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(float[] logits, List<float[]> gradients, List<float[]> statistics) {

    static Step of(Model model) {
      try (NesterovSgd optimizer = new NesterovSgd(0, 0, 1);
          Trainer trainer =
              model.newTrainer(TrainerConfig.of(new SoftLabelLoss(7), optimizer, Device.cpu()))) {
        PyTorch.require().setRandomSeed(1);
        trainer.initialize(FACE);
        PyTorch.require().setRandomSeed(2);
        NDArray faces = trainer.getManager().randomNormal(new Shape(FACES, 1, 48, 48));
        NDArray labels = trainer.getManager().randomUniform(0, 1, new Shape(FACES, OUTPUTS));
        float[] logits;
        try (GradientCollector collector = trainer.newGradientCollector()) {
          NDList predictions = trainer.forward(new NDList(faces));
          logits = predictions.singletonOrThrow().toFloatArray();
          collector.backward(trainer.getLoss().evaluate(new NDList(labels), predictions));
        }
        List<float[]> gradients = new ArrayList<>();
        List<float[]> statistics = new ArrayList<>();
        for (Parameter parameter : model.getBlock().getParameters().values()) {
          NDArray array = parameter.getArray();
          if (parameter.requiresGradient()) {
            gradients.add(array.getGradient().toFloatArray());
          } else {
            statistics.add(array.toFloatArray());
          }
        }
        return new Step(logits, gradients, statistics);
      }
    }
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** The difference's Euclidean norm by that of what is expected. */
  private static double relativeError(float[] given, float[] expected) {
    assertThat(given).hasSameSizeAs(expected);
    float[] difference = new float[given.length];
    for (int i = 0; i < given.length; i++) {
      difference[i] = given[i] - expected[i];
    }
    return norm(difference) / (norm(expected) + 1e-6);
  }

  private static void assertSame(List<float[]> given, List<float[]> expected, double tolerance) {
    assertThat(given).hasSameSizeAs(expected);
    for (int i = 0; i < given.size(); i++) {
      assertThat(relativeError(given.get(i), expected.get(i)))
          .as("number %d", i)
          .isLessThan(tolerance);
    }
  }

  @ParameterizedTest
  @EnumSource
  void learnsWhatTheBlocksWouldLearn(Architecture architecture) {
    setBlocks(architecture, 0.5, Arithmetic.FLOAT32);

    Step expected = Step.of(plain);
    Step given = Step.of(scripted);

    assertThat(given.logits()).containsExactly(expected.logits(), within(1e-3f));
    assertSame(given.gradients(), expected.gradients(), 1e-2);
    assertSame(given.statistics(), expected.statistics(), 1e-3);
  }

  @ParameterizedTest
  @EnumSource
  void learnsNearlyTheSameInShorterNumbers(Architecture architecture) {
    setBlocks(architecture, 0, Arithmetic.BFLOAT16);

    Step expected = Step.of(plain);
    Step given = Step.of(scripted);

    assertThat(relativeError(given.logits(), expected.logits())).isBetween(1e-5, 0.03);
    assertSame(given.gradients(), expected.gradients(), 0.2);
    assertSame(given.statistics(), expected.statistics(), 0.02);
  }

  @ParameterizedTest
  @EnumSource
  void givesWhatTheBlocksGiveWhenItIsNotTrained(Architecture architecture) {
    setBlocks(architecture, 0.5, Arithmetic.FLOAT32);
    plain.getBlock().initialize(plain.getNDManager(), DataType.FLOAT32, FACE);
    scripted.getBlock().initialize(scripted.getNDManager(), DataType.FLOAT32, FACE);
    ModelFile.copyParameters(plain.getBlock(), scripted.getBlock());

    assertThat(evaluate(scripted)).containsExactly(evaluate(plain), within(1e-4f));
  }

  private static float[] evaluate(Model model) {
    NDArray faces = model.getNDManager().arange(48f * 48).div(48 * 48).reshape(FACE);
    return model
        .getBlock()
        .forward(new ParameterStore(model.getNDManager(), false), new NDList(faces), false)
        .singletonOrThrow()
        .toFloatArray();
  }

  @Test
  void hasTheParametersOfTheBlocksInTheirOrder() {
    SequentialBlock network = (SequentialBlock) Architecture.COMPACT_RESNET.newBlock(7, 0.1);

    Block given = new ScriptedNetwork(network, Arithmetic.FLOAT32, scripted.getNDManager());

    assertThat(given.getParameters().values())
        .containsExactlyElementsOf(network.getParameters().values());
  }

  @Test
  void refusesDropoutWithinABranch() {
    Block dropout = Dropout.builder().build();
    SequentialBlock network =
        new SequentialBlock()
            .add(new Branches(Branches.Join.ADD_RELU, dropout, Layer.IDENTITY.newBlock()));

    assertThatThrownBy(
            () -> new ScriptedNetwork(network, Arithmetic.FLOAT32, scripted.getNDManager()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Dropout");
  }
}
