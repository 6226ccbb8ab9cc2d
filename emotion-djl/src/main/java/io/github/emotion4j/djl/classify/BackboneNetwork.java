// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.torchscript.TorchScriptModule;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;

/**
 * A network on a backbone, a TorchScript module that learned from other pictures: grey crops are
 * enlarged and given three channels, and the backbone's features, averaged over the picture, go
 * through dropout into a dense layer.
 *
 * <p>A TorchScript module is a program, which runs when it is loaded and used: make this of trusted
 * modules only. DJL sees a module's parameters but not its buffers, such as the running statistics
 * of its norms; those are in {@link #torchScript()} alone.
 *
 * <p>As a DJL block, it can be trained by one thread, or used by several in evaluation mode.
 */
public final class BackboneNetwork extends AbstractBlock {

  private static final byte VERSION = 1;
  private static final int CHANNELS = 3;
  private static final int BILINEAR = 1; // DJL's number
  private static final ModelCard.Input CROPS = ModelCard.Input.FER2013;

  private final ModelCard.BackboneSettings settings;
  private final int outputs;
  private final PtSymbolBlock module;
  private final Dropout dropout;
  private final Linear dense;

  private BackboneNetwork(ModelCard.BackboneSettings settings, int outputs, PtSymbolBlock module) {
    super(VERSION);
    this.settings = settings;
    this.outputs = outputs;
    this.module = addChildBlock("backbone", module);
    this.dropout =
        addChildBlock("dropout", Dropout.builder().optRate((float) settings.dropout()).build());
    this.dense = addChildBlock("dense", Linear.builder().setUnits(outputs).build());
  }

  /**
   * Makes a network to train.
   *
   * @param manager owns the module
   * @param torchScript a TorchScript file's content, trusted
   * @param settings what it takes and gives
   * @param outputs number of logits
   * @return the network; its dense layer is not initialized
   * @throws ModelException if the module can't be loaded
   */
  public static BackboneNetwork of(
      NDManager manager, byte[] torchScript, ModelCard.BackboneSettings settings, int outputs) {
    PtSymbolBlock module = load(manager, settings.backbone(), torchScript);
    // DJL takes a new module to be in this mode, whatever mode it was saved in.
    JniUtils.enableTrainingMode(module);
    return new BackboneNetwork(settings, outputs, module);
  }

  /**
   * Makes a network to read parameters into, which hold the module.
   *
   * @param manager owns the module
   * @param settings what it takes and gives
   * @param outputs number of logits
   * @return the network, of no use before it is loaded
   */
  static BackboneNetwork unloaded(
      NDManager manager, ModelCard.BackboneSettings settings, int outputs) {
    return new BackboneNetwork(settings, outputs, new PtSymbolBlock((PtNDManager) manager));
  }

  private static PtSymbolBlock load(NDManager manager, String name, byte[] torchScript) {
    try {
      return TorchScriptModule.load(torchScript, manager);
    } catch (EngineException e) {
      throw new ModelException(
          "The backbone "
              + name
              + " is no TorchScript module that this PyTorch can load; write it with"
              + " torch.jit.save(torch.jit.script(module), file), a state dictionary is not enough"
              + " ("
              + firstLine(e)
              + ")",
          e);
    }
  }

  /**
   * Loads a module and tries it on two blank pictures.
   *
   * @param name what to call it in messages
   * @param torchScript a TorchScript file's content, trusted
   * @param input what it is given
   * @return number of its features
   * @throws ModelException if it can't be loaded, fails, gives something else than features, or has
   *     nothing to train
   */
  public static int countFeatures(String name, byte[] torchScript, BackboneInput input) {
    Shape shape = new Shape(2, CHANNELS, input.size(), input.size());
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      PtSymbolBlock module = load(manager, name, torchScript);
      NDList blank = new NDList(manager.zeros(shape));
      NDList given = module.forward(new ParameterStore(manager, false), blank, false);
      long features = given.size() == 1 ? features(given.head().getShape()) : 0;
      if (features < 1) {
        throw new ModelException(
            "The backbone "
                + name
                + " gives "
                + given.stream().map(NDArray::getShape).toList()
                + " for "
                + shape
                + ", but features of the shape (N, C) or (N, C, H, W) are needed; cut off what"
                + " comes after them");
      }
      if (module.getParameters().isEmpty()) {
        throw new ModelException(
            "The backbone "
                + name
                + " has no parameters to train; save it before torch.jit.freeze or"
                + " torch.jit.optimize_for_inference turns them into constants");
      }
      return Math.toIntExact(features);
    } catch (EngineException | UnsupportedOperationException | IllegalStateException e) {
      // DJL refuses what is no tensor in one of the latter two ways.
      throw new ModelException(
          "The backbone "
              + name
              + " fails on pictures of the shape "
              + shape
              + "; give it the input size that it was made for ("
              + firstLine(e)
              + ")",
          e);
    }
  }

  private static long features(Shape shape) {
    boolean batch = shape.dimension() > 0 && shape.get(0) == 2;
    return batch && (shape.dimension() == 2 || shape.dimension() == 4) ? shape.get(1) : 0;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Writes a module that DJL has loaded.
   *
   * @param module a block of DJL's PyTorch engine
   * @return a TorchScript file's content, with all parameters and buffers as they are
   */
  public static byte[] torchScript(PtSymbolBlock module) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JniUtils.writeModule(module, out, false);
    return out.toByteArray();
  }

  /**
   * Writes the backbone.
   *
   * @return a TorchScript file's content, with all parameters and buffers as they are
   */
  public byte[] torchScript() {
    return torchScript(module);
  }

  /**
   * Computes what the backbone gives, in evaluation mode.
   *
   * @param crops normalised grey crops, shape (N, 1, 48, 48)
   * @return shape (N, features), which belongs to the crops' manager
   */
  public NDArray features(NDArray crops) {
    return features(new ParameterStore(crops.getManager(), false), crops, false);
  }

  private NDArray features(ParameterStore parameterStore, NDArray crops, boolean training) {
    NDList pictures = new NDList(pictures(crops));
    NDArray given = module.forward(parameterStore, pictures, training).singletonOrThrow();
    Shape shape = given.getShape();
    if (shape.dimension() == 4) {
      return given.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
    }
    // In evaluation mode DJL gives a tensor that no layer with weights to train takes.
    return training ? given : given.duplicate();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameterStore,
      NDList inputs,
      boolean training,
      PairList<String, Object> params) {
    NDArray features = features(parameterStore, inputs.singletonOrThrow(), training);
    NDList kept = dropout.forward(parameterStore, new NDList(features), training);
    return dense.forward(parameterStore, kept, training);
  }

  /** Turns normalised grey crops into what the backbone takes. */
  private NDArray pictures(NDArray crops) {
    BackboneInput input = settings.backboneInput();
    NDArray enlarged =
        crops.getShape().get(2) == input.size()
            ? crops
            : crops
                .getNDArrayInternal()
                .interpolation(new long[] {input.size(), input.size()}, BILINEAR, false);
    float[] factors = new float[CHANNELS];
    float[] summands = new float[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      double deviation = input.standardDeviation().get(i);
      factors[i] = (float) (CROPS.standardDeviation() / deviation);
      summands[i] = (float) ((CROPS.mean() - input.mean().get(i)) / deviation);
    }
    NDManager manager = crops.getManager();
    Shape channels = new Shape(1, CHANNELS, 1, 1);
    return enlarged.mul(manager.create(factors, channels)).add(manager.create(summands, channels));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    long batch = inputShapes[0].get(0);
    int size = settings.backboneInput().size();
    Shape features = new Shape(batch, settings.features());
    module.initialize(manager, dataType, new Shape(batch, CHANNELS, size, size));
    dropout.initialize(manager, dataType, features);
    dense.initialize(manager, dataType, features);
  }

  /** Reads the input's shape, and looks at the size of the module, which comes next. */
  @Override
  protected void loadMetadata(byte loadVersion, DataInputStream in)
      throws IOException, MalformedModelException {
    super.loadMetadata(loadVersion, in);
    in.mark(Byte.BYTES + Long.BYTES);
    in.readByte();
    long size = in.readLong();
    in.reset();
    if (size < 0 || size > in.available()) { // DJL would read on beyond the end
      throw new MalformedModelException("A module of " + size + " bytes can't be in the file");
    }
  }

  @Override
  public void loadParameters(NDManager manager, DataInputStream in)
      throws IOException, MalformedModelException {
    super.loadParameters(manager, in);
    // DJL does so too when it is first used, but not before another thread may use it.
    JniUtils.enableInferenceMode(module);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return List.of(new Shape(inputShapes[0].get(0), outputs)).toArray(Shape[]::new);
  }
}
