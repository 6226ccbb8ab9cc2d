// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.torchscript.Layer;
import io.github.emotion4j.djl.torchscript.ScriptWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The network of {@link SingleShotFaceDetector}: anchor-free, with outputs at strides of 8, 16 and
 * 32 pixels, as in YuNet (Wu, Peng and Yu, 2023) and FCOS (Tian et al., 2019, arXiv 1904.01355),
 * but of plain narrow convolutions: on a CPU, PyTorch takes several times as long for the
 * depthwise-separable ones of YuNet.
 *
 * <p>It takes grey pictures as float tensors of shape (batch, 1, height, width), the sides
 * multiples of {@value #LARGEST_STRIDE}, normalised to mean 0 and standard deviation 1 with {@link
 * #MEAN} and {@link #STANDARD_DEVIATION}. It gives one tensor of shape (batch, {@value #OUTPUTS},
 * cells): the cells of stride 8 row by row, then those of 16 and 32. The outputs of a cell are the
 * score's logit; the box's centre relative to the cell's, and the logarithms of its width and
 * height; and the places of the person's right and left eye relative to the cell's centre; all in
 * units of the stride.
 *
 * <p>It comes with batch norms, for training, and without: {@link #folded(NDManager)} puts them
 * into the convolutions. Like all DJL blocks, it may be used by several threads once it is
 * initialized and no longer trained.
 */
public final class FaceNetwork extends AbstractBlock implements AutoCloseable {

  /** Outputs of a cell. */
  public static final int OUTPUTS = 9;

  /** The sides of a picture are multiples of this. */
  public static final int LARGEST_STRIDE = 32;

  /** What the normalisation subtracts from a grey value of 0 to 255. */
  public static final double MEAN = 127.5;

  /** What the normalisation divides by. */
  public static final double STANDARD_DEVIATION = 64;

  private static final List<Integer> STRIDES = List.of(8, 16, LARGEST_STRIDE);
  private static final byte VERSION = 1;
  private static final float EPSILON = 1e-5f;
  private static final int STEM = 16;
  private static final int MIDDLE = 32;
  private static final int DEEP = 64;

  private final boolean normalized;
  private final List<Unit> units = new ArrayList<>();
  private final Unit stem;
  private final Unit quarter;
  private final List<Unit> quarterResidual;
  private final Unit eighth;
  private final List<Unit> eighthResiduals;
  private final Unit sixteenth;
  private final List<Unit> sixteenthResiduals;
  private final Unit thirtySecond;
  private final Unit thirtySecondNext;
  private final Unit lateral16;
  private final Unit lateral32;
  private final List<Unit> heads;
  private final List<Conv2d> outputs;

  /**
   * Makes a network, not initialized yet.
   *
   * @param normalized whether its convolutions are followed by batch norms, as training wants
   */
  public FaceNetwork(boolean normalized) {
    super(VERSION);
    this.normalized = normalized;
    stem = unit(STEM, 3, 2, 2);
    quarter = unit(STEM, 3, 2, 4);
    quarterResidual = units(STEM, 4);
    eighth = unit(MIDDLE, 3, 2, 8);
    eighthResiduals = units(MIDDLE, 8);
    sixteenth = unit(DEEP, 3, 2, 16);
    sixteenthResiduals = units(DEEP, 16);
    thirtySecond = unit(DEEP, 3, 2, 32);
    thirtySecondNext = unit(DEEP, 1, 1, 32);
    lateral16 = unit(MIDDLE, 1, 1, 16);
    lateral32 = unit(MIDDLE, 1, 1, 32);
    heads = STRIDES.stream().map(stride -> unit(MIDDLE, 3, 1, stride)).toList();
    outputs = new ArrayList<>();
    for (int level = 0; level < STRIDES.size(); level++) {
      outputs.add(addChildBlock("output", convolution(OUTPUTS, 1, 1, true)));
    }
  }

  /**
   * Returns the distances between cells.
   *
   * @return the strides in pixels, in the order of the output
   */
  public static List<Integer> strides() {
    return STRIDES;
  }

  /**
   * Counts the cells of a picture.
   *
   * @param width a multiple of {@value #LARGEST_STRIDE}
   * @param height a multiple of {@value #LARGEST_STRIDE}
   * @return the number of cells of all strides
   */
  public static int cells(int width, int height) {
    return STRIDES.stream().mapToInt(stride -> (width / stride) * (height / stride)).sum();
  }

  /** The two convolutions of a residual block. */
  private List<Unit> units(int channels, int totalStride) {
    return List.of(unit(channels, 3, 1, totalStride), unit(channels, 3, 1, totalStride));
  }

  private Unit unit(int channels, int kernel, int stride, int totalStride) {
    Conv2d convolution =
        addChildBlock("convolution", convolution(channels, kernel, stride, !normalized));
    Optional<BatchNorm> norm =
        normalized
            ? Optional.of(addChildBlock("norm", BatchNorm.builder().optEpsilon(EPSILON).build()))
            : Optional.empty();
    Unit unit = new Unit(convolution, norm, totalStride);
    units.add(unit);
    return unit;
  }

  private static Conv2d convolution(int channels, int kernel, int stride, boolean bias) {
    return Conv2d.builder()
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(kernel / 2, kernel / 2))
        .optBias(bias)
        .setFilters(channels)
        .build();
  }

  /** A convolution and perhaps its batch norm; the stride is that of all units up to this. */
  private record Unit(Conv2d convolution, Optional<BatchNorm> norm, int totalStride) {

    <T> T apply(Operations<T> operations, T input) {
      T result = operations.convolution(convolution, input);
      return norm.isPresent() ? operations.normalization(norm.get(), result) : result;
    }

    <T> T activated(Operations<T> operations, T input) {
      return operations.relu(apply(operations, input));
    }

    Shape initialize(NDManager manager, DataType type, Shape shape) {
      convolution.initialize(manager, type, shape);
      Shape result = convolution.getOutputShapes(new Shape[] {shape})[0];
      norm.ifPresent(batchNorm -> batchNorm.initialize(manager, type, result));
      return result;
    }
  }

  /** What the network is made of, done with arrays or written as a script. */
  private interface Operations<T> {

    T convolution(Conv2d convolution, T input);

    T normalization(BatchNorm norm, T input);

    T relu(T input);

    T add(T first, T second);

    /** Repeats each value twice in both directions. */
    T doubled(T input);

    /**
     * Puts the cells of all levels, of shape (batch, outputs, height, width), one after another.
     */
    T joined(List<T> levels);
  }

  private record ArrayOperations(ParameterStore store, boolean training)
      implements Operations<NDArray> {

    @Override
    public NDArray convolution(Conv2d convolution, NDArray input) {
      return convolution.forward(store, new NDList(input), training).singletonOrThrow();
    }

    @Override
    public NDArray normalization(BatchNorm norm, NDArray input) {
      return norm.forward(store, new NDList(input), training).singletonOrThrow();
    }

    @Override
    public NDArray relu(NDArray input) {
      return Activation.relu(input);
    }

    @Override
    public NDArray add(NDArray first, NDArray second) {
      return first.add(second);
    }

    @Override
    public NDArray doubled(NDArray input) {
      Shape shape = input.getShape();
      long batch = shape.get(0);
      long channels = shape.get(1);
      long height = shape.get(2);
      long width = shape.get(3);
      return input
          .reshape(batch, channels, height, 1, width, 1)
          .broadcast(new Shape(batch, channels, height, 2, width, 2))
          .reshape(batch, channels, 2 * height, 2 * width);
    }

    @Override
    public NDArray joined(List<NDArray> levels) {
      NDList flat = new NDList();
      for (NDArray level : levels) {
        flat.add(level.reshape(level.getShape().get(0), OUTPUTS, -1));
      }
      return NDArrays.concat(flat, 2);
    }
  }

  private record ScriptOperations(ScriptWriter script) implements Operations<String> {

    @Override
    public String convolution(Conv2d convolution, String input) {
      float[] weights = array(convolution, "weight").toFloatArray();
      float[] biases = array(convolution, "bias").toFloatArray();
      return script.convolution(convolution, weights, biases, input);
    }

    @Override
    public String normalization(BatchNorm norm, String input) {
      throw new AssertionError("There are no batch norms in a network that is written");
    }

    @Override
    public String relu(String input) {
      return script.value(Layer.RELU.expressionInPlace(), input); // only ever of new values
    }

    @Override
    public String add(String first, String second) {
      return script.value("torch.add(%s, %s)", first, second);
    }

    @Override
    public String doubled(String input) {
      return script.value("torch.upsample_nearest2d(%s, None, [2., 2.])", input);
    }

    @Override
    public String joined(List<String> levels) {
      List<String> flat =
          levels.stream().map(level -> script.value("torch.flatten(%s, 2, -1)", level)).toList();
      return script.value("torch.cat([%s], 2)", String.join(", ", flat));
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
    return new NDList(run(new ArrayOperations(store, training), inputs.singletonOrThrow()));
  }

  private <T> T run(Operations<T> operations, T picture) {
    T at2 = stem.activated(operations, picture);
    T at4 = residual(operations, quarterResidual, quarter.activated(operations, at2));
    T at8 = residual(operations, eighthResiduals, eighth.activated(operations, at4));
    T at16 = residual(operations, sixteenthResiduals, sixteenth.activated(operations, at8));
    T at32 = thirtySecondNext.activated(operations, thirtySecond.activated(operations, at16));
    T top = lateral32.activated(operations, at32);
    T middle = operations.add(lateral16.activated(operations, at16), operations.doubled(top));
    T bottom = operations.add(at8, operations.doubled(middle));
    List<T> levels = List.of(bottom, middle, top);
    List<T> results = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      T head = heads.get(level).activated(operations, levels.get(level));
      results.add(operations.convolution(outputs.get(level), head));
    }
    return operations.joined(results);
  }

  private static <T> T residual(Operations<T> operations, List<Unit> pair, T input) {
    T change = pair.get(1).apply(operations, pair.get(0).activated(operations, input));
    return operations.relu(operations.add(input, change));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape shape = inputShapes[0];
    int cells = cells(Math.toIntExact(shape.get(3)), Math.toIntExact(shape.get(2)));
    return new Shape[] {new Shape(shape.get(0), OUTPUTS, cells)};
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    Shape at4 = initialize(manager, type, inputShapes[0], stem, quarter);
    initialize(manager, type, at4, quarterResidual);
    Shape at8 = initialize(manager, type, at4, eighth);
    initialize(manager, type, at8, eighthResiduals);
    Shape at16 = initialize(manager, type, at8, sixteenth);
    initialize(manager, type, at16, sixteenthResiduals);
    Shape at32 = initialize(manager, type, at16, thirtySecond, thirtySecondNext);
    List<Shape> levels =
        List.of(
            at8,
            initialize(manager, type, at16, lateral16),
            initialize(manager, type, at32, lateral32));
    for (int level = 0; level < levels.size(); level++) {
      Shape head = initialize(manager, type, levels.get(level), heads.get(level));
      outputs.get(level).initialize(manager, type, head);
    }
  }

  private static Shape initialize(
      NDManager manager, DataType type, Shape input, Unit first, Unit... others) {
    Shape shape = first.initialize(manager, type, input);
    for (Unit unit : others) {
      shape = unit.initialize(manager, type, shape);
    }
    return shape;
  }

  private static void initialize(
      NDManager manager, DataType type, Shape input, List<Unit> sameShape) {
    for (Unit unit : sameShape) {
      unit.initialize(manager, type, input);
    }
  }

  /**
   * Makes a network that gives the same in inference without batch norms. Their scale and offset
   * are put into the convolutions before them.
   *
   * @param manager owns the new network's parameters
   * @return a new network, initialized; this one is not changed
   * @throws IllegalStateException if this one has no batch norms
   */
  public FaceNetwork folded(NDManager manager) {
    if (!normalized) {
      throw new IllegalStateException("The network has no batch norms to fold");
    }
    FaceNetwork folded = new FaceNetwork(false);
    folded.initialize(manager, DataType.FLOAT32, new Shape(1, 1, LARGEST_STRIDE, LARGEST_STRIDE));
    for (int i = 0; i < units.size(); i++) {
      fold(units.get(i), folded.units.get(i));
    }
    for (int i = 0; i < outputs.size(); i++) {
      copy(outputs.get(i), folded.outputs.get(i), "weight");
      copy(outputs.get(i), folded.outputs.get(i), "bias");
    }
    return folded;
  }

  /**
   * Makes a TorchScript module of this network, which gives the same, but for rounding, in less
   * time: it is one call into PyTorch instead of dozens.
   *
   * @param manager owns the module; of a CPU
   * @return a block for inference only; this network is not changed
   * @throws IllegalStateException if this one has batch norms
   */
  Block inferenceModule(NDManager manager) {
    if (normalized) {
      throw new IllegalStateException("The network has batch norms: fold them first");
    }
    ScriptWriter script = new ScriptWriter();
    return script.giving(run(new ScriptOperations(script), ScriptWriter.INPUT)).load(manager);
  }

  /**
   * Counts the multiply-adds of a picture's convolutions.
   *
   * @param width a multiple of {@value #LARGEST_STRIDE}
   * @param height a multiple of {@value #LARGEST_STRIDE}
   * @return the number of multiply-adds of an initialized network
   */
  public long multiplyAdds(int width, int height) {
    long sum = 0;
    for (Unit unit : units) {
      sum += multiplyAdds(unit.convolution, unit.totalStride, width, height);
    }
    for (int level = 0; level < outputs.size(); level++) {
      sum += multiplyAdds(outputs.get(level), STRIDES.get(level), width, height);
    }
    return sum;
  }

  private static long multiplyAdds(Conv2d convolution, int stride, int width, int height) {
    return array(convolution, "weight").size() * (width / stride) * (height / stride);
  }

  private static void copy(AbstractBlock from, AbstractBlock to, String parameter) {
    ModelFile.copyValues(array(from, parameter), array(to, parameter));
  }

  private static void fold(Unit from, Unit to) {
    BatchNorm norm = from.norm.orElseThrow();
    try (NDManager scratch = array(norm, "gamma").getManager().newSubManager()) {
      NDArray gamma = attached(scratch, norm, "gamma");
      NDArray beta = attached(scratch, norm, "beta");
      NDArray mean = attached(scratch, norm, "runningMean");
      NDArray variance = attached(scratch, norm, "runningVar");
      NDArray weight = attached(scratch, from.convolution, "weight");
      NDArray scale = gamma.div(variance.add(EPSILON).sqrt());
      ModelFile.copyValues(weight.mul(scale.reshape(-1, 1, 1, 1)), array(to.convolution, "weight"));
      ModelFile.copyValues(beta.sub(mean.mul(scale)), array(to.convolution, "bias"));
    }
  }

  private static NDArray attached(NDManager scratch, AbstractBlock block, String parameter) {
    NDArray values = array(block, parameter).stopGradient();
    values.attach(scratch);
    return values;
  }

  private static NDArray array(AbstractBlock block, String name) {
    Parameter parameter = block.getDirectParameters().get(name);
    return parameter.getArray();
  }

  /**
   * Makes an initialized network begin with the score of one face in a hundred cells, so that the
   * first steps of a training are not spent on learning that most cells hold none (Lin et al.,
   * 2017, arXiv 1708.02002).
   */
  public void expectFewFaces() {
    for (Conv2d output : outputs) {
      NDArray bias = array(output, "bias");
      float[] values = new float[OUTPUTS];
      values[0] = (float) -Math.log(99);
      try (NDArray start = bias.getManager().create(values)) {
        ModelFile.copyValues(start, bias);
      }
    }
  }

  /** Frees the parameters. */
  @Override
  public void close() {
    clear();
  }
}
