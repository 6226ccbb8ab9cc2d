// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Pair;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.internal.engine.ConvertibleNetwork;
import io.github.emotion4j.djl.internal.engine.NetworkEngine;
import io.github.emotion4j.djl.internal.engine.OnnxRuntime;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.io.FileFailure;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import io.github.emotion4j.djl.internal.torchscript.InferenceNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A model on disk: a folder (or zip) with {@value #CARD_FILE} and the weights that it names, as a
 * DJL parameter file. A card may also have a name of its own, {@code NAME.json}, beside weights
 * that several cards share: then its path is the model's.
 *
 * <p>Files from elsewhere are not trusted: sizes are bounded, a zip is never unpacked, and weights
 * whose SHA-256 is not the card's are refused. Immutable and safe to share between threads.
 */
public final class ModelFile implements ConvertibleNetwork {

  /** Name of the file that describes the model. */
  public static final String CARD_FILE = "emotion-model.json";

  private static final String WEIGHTS_SUFFIX = "-0000.params"; // DJL's own naming, epoch 0

  private static final ModelFormat<ModelCard> FORMAT =
      new ModelFormat<>(
          "model",
          CARD_FILE,
          ModelCard.class,
          ModelCard.FORMAT_VERSION,
          ModelCard::weights,
          new ModelFormat.WeightsFiles("emotion-", WEIGHTS_SUFFIX, 1 << 28),
          ModelCardJson.LAYOUT);

  private final String source;
  private final ModelCard card;
  private final byte[] weights;

  private ModelFile(String source, ModelFormat.Content<ModelCard> content) {
    this.source = source;
    this.card = content.card();
    this.weights = content.weights();
  }

  /**
   * Reads a model, unless its weights hold a program.
   *
   * @param path a folder, a zip with the same files at its top, or a card ({@code .json}) beside
   *     its weights
   * @return the model file, its hash checked
   * @throws ModelException if it is missing, too large, altered, of an unknown version, or a
   *     TorchScript backbone
   */
  public static ModelFile read(Path path) {
    return readTrusted(path).requireNoCode();
  }

  /**
   * Reads a model, be its weights numbers or a program. A network on a TorchScript backbone holds
   * the backbone's code, which runs when {@link #newModel(Device)} loads it: read only what you
   * trust as you trust a dependency.
   *
   * @param path a folder, a zip with the same files at its top, or a card ({@code .json}) beside
   *     its weights
   * @return the model file, its hash checked; nothing of it has run
   * @throws ModelException if it is missing, too large, altered, or of an unknown version
   */
  public static ModelFile readTrusted(Path path) {
    if (Files.isDirectory(path)) {
      return readAny(path.toString(), name -> Files.newInputStream(path.resolve(name)));
    }
    if (String.valueOf(path.getFileName()).endsWith(".json")) {
      return readAny(
          path.toString(),
          name -> Files.newInputStream(name.equals(CARD_FILE) ? path : path.resolveSibling(name)));
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return readAny(path.toString(), name -> zip.getInputStream(requireEntry(zip, name)));
    } catch (IOException | UnsupportedOperationException e) { // that: within another zip
      throw new ModelException(
          "Can't read the model "
              + path
              + (e instanceof IOException reason ? ": " + FileFailure.describe(reason) : "")
              + "; it must be a folder or zip with "
              + CARD_FILE
              + ", as EmotionTrainer writes it",
          e);
    }
  }

  /**
   * Reads a model whose files are reached by name, unless its weights hold a program.
   *
   * @param source what to call the model in messages
   * @param opener opens a file of the model
   * @return the model file, its hash checked
   * @throws ModelException if it is missing, too large, altered, of an unknown version, or a
   *     TorchScript backbone
   */
  public static ModelFile read(String source, ModelFormat.Opener opener) {
    return readAny(source, opener).requireNoCode();
  }

  private static ModelFile readAny(String source, ModelFormat.Opener opener) {
    return new ModelFile(source, FORMAT.read(source, opener));
  }

  private ModelFile requireNoCode() {
    if (card.network().architecture().runsCode()) {
      throw new ModelException(
          "The model "
              + source
              + " is a TorchScript backbone, whose file holds code that runs; if you trust where it"
              + " comes from, load it with EmotionModel.loadTrusted or ModelFile.readTrusted");
    }
    return this;
  }

  private static ZipEntry requireEntry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("no entry " + name + " in " + zip.getName());
    }
    return entry;
  }

  /**
   * Returns the description.
   *
   * @return the card
   */
  public ModelCard card() {
    return card;
  }

  /**
   * Returns the weights.
   *
   * @return the content of the weights file, as DJL writes parameters
   */
  public byte[] weights() {
    return weights.clone();
  }

  /**
   * Returns the size of the weights.
   *
   * @return bytes of the weights file
   */
  public int weightsBytes() {
    return weights.length;
  }

  /**
   * Makes a DJL model with these weights, in 32 bits and with seven outputs: the heads in the file
   * are {@linkplain ModelOutputs combined}.
   *
   * @param device where its weights lie
   * @return a new model; close it
   * @throws ModelException if the weights do not fit the architecture
   */
  public Model newModel(Device device) {
    return newModel(device, Heads::combine);
  }

  /**
   * Makes a DJL model to go on training from: as {@link #newModel(Device)}, but its last layer is
   * always a dense one with seven rows. Where a head of its own tells whether a face is neutral,
   * that head's row for neutral takes the place of the sum's, which comes near.
   *
   * @param device where its weights lie
   * @return a new model; close it
   * @throws ModelException if the weights do not fit the architecture
   */
  public Model newTrainableModel(Device device) {
    return newModel(device, Heads::combineIntoOneLayer);
  }

  private Model newModel(Device device, Heads.Combination combination) {
    Model model = newModel(device, card.network().outputs().heads().size());
    if (card.network().outputs().areAsStored()) {
      return model;
    }
    try (Model heads = model) {
      return combination.apply(card, heads, device);
    }
  }

  /** Makes a model with all the heads in the file. */
  private Model newModel(Device device, int heads) {
    Model model = Model.newInstance(card.name(), device, "PyTorch");
    try {
      int outputs = heads * ModelCard.LABELS.size();
      model.setBlock(card.network().architecture().newBlock(model.getNDManager(), outputs));
      model.load(new ByteArrayInputStream(weights), Map.of());
      if (card.weights().precision() != ModelCard.Precision.FLOAT32) {
        convertParameters(model.getBlock(), DataType.FLOAT32);
        model.setDataType(DataType.FLOAT32);
      }
      Heads.requireOutputs(model.getBlock(), outputs);
      return model;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new ModelException(
          "The weights of the model "
              + source
              + " do not fit the architecture "
              + card.network().architecture().label()
              + " with "
              + heads
              + (heads == 1 ? " head" : " heads"),
          e);
    }
  }

  /**
   * Makes a DJL model with these weights and the translator that the card describes, for inference
   * only: on a CPU the network is rewritten as a TorchScript module, in which batch normalisation
   * is folded into the convolutions; DJL does not see its weights. On a GPU, where PyTorch would
   * compile a module anew for batches of other sizes, it stays as it is, and so does one on a
   * TorchScript backbone. To train or to save, take {@link #newModel(Device)}.
   *
   * @param device where its weights lie
   * @return a new model; close it
   * @throws ModelException if the weights do not fit the architecture
   */
  public ZooModel<Image, Classifications> newZooModel(Device device) {
    PyTorch.require();
    return new ZooModel<>(
        TaskPool.callOnce(() -> newInferenceModel(device)),
        new EmotionTranslator(
            card.network().labels(), card.network().input(), card.calibration().temperature()));
  }

  /**
   * Makes a model for the engine that is chosen; with ONNX Runtime on the CPU, where the network
   * does its own normalisation and softmax.
   */
  ZooModel<Image, Classifications> newZooModel(DeviceChoice device) {
    if (NetworkEngine.chosen() == NetworkEngine.PYTORCH) {
      return newZooModel(device.resolve());
    }
    if (device.isGpu()) {
      throw new MissingDependencyException(
          "No GPU can be used: ONNX Runtime runs the models of this SDK on the CPU only; add"
              + " PyTorch, and leave -D"
              + NetworkEngine.PROPERTY
              + " away");
    }
    ModelCard.Input pixels =
        new ModelCard.Input(
            card.network().input().size(), card.network().input().colour(), 0, 1.0 / 255);
    return new ZooModel<>(
        OnnxRuntime.load(card.name(), this),
        new EmotionTranslator(card.network().labels(), pixels, 1, false));
  }

  /**
   * Writes the model as TorchScript for use without this SDK: crops of shape (N, 1, 48, 48) go in,
   * grey, pixels of 0 to 255, and probabilities of shape (N, 7) come out, in the order of the
   * card's labels.
   *
   * @return the content of a file that {@code torch.jit.load} takes
   * @throws ModelException if the weights do not fit the architecture, or the model stands on a
   *     TorchScript backbone, which is in its own file
   */
  public byte[] torchScript() {
    if (card.network().architecture().runsCode()) {
      throw new ModelException(
          "The model "
              + source
              + " stands on a TorchScript backbone, whose own file is to be used");
    }
    return TaskPool.callOnce(
        () -> {
          try (Model trained = newModel(Device.cpu())) {
            double deviation = card.network().input().standardDeviation();
            return InferenceNetwork.archive(
                trained.getBlock(),
                1 / (255 * deviation),
                -card.network().input().mean() / deviation,
                card.calibration().temperature());
          }
        });
  }

  private Model newInferenceModel(Device device) {
    if (device.isGpu() || card.network().architecture().runsCode()) {
      return newModel(device);
    }
    Model model = Model.newInstance(card.name(), device, "PyTorch");
    try (Model trained = newModel(device)) {
      model.setBlock(InferenceNetwork.of(trained.getBlock(), model.getNDManager()));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Writes a model into a folder. The weights get a name with their hash and the card is moved into
   * place last, so a reader sees the old model or the new one, whole, at any moment. A process that
   * is killed meanwhile leaves the model that was there.
   *
   * @param directory the folder, made if missing
   * @param architecture the network
   * @param block the trained network; not changed
   * @param precision how to store the numbers; in 32 bits for a TorchScript backbone
   * @param describe makes the card, given the file of the weights
   * @return the model as written
   * @throws IOException if the disk fails; the model that was there before is intact
   * @throws IllegalArgumentException if the network's weights can't be stored in that precision
   */
  public static ModelFile write(
      Path directory,
      ModelCard.NetworkSettings architecture,
      Block block,
      ModelCard.Precision precision,
      Function<ModelCard.Weights, ModelCard> describe)
      throws IOException {
    architecture.requirePrecision(precision);
    byte[] bytes = encode(architecture, block, precision, ModelCard.LABELS.size());
    return new ModelFile(directory.toString(), FORMAT.write(directory, bytes, precision, describe));
  }

  /**
   * Writes the weights of a network of several heads, for cards that share them.
   *
   * @param directory the folder, made if missing
   * @param architecture the network
   * @param block the trained network, with seven outputs for each head; not changed
   * @param precision how to store the numbers; in 32 bits for a TorchScript backbone
   * @param heads number of heads, at least 1
   * @return the file, for {@link #writeCard}
   * @throws IOException if the disk fails
   * @throws IllegalArgumentException if the network's weights can't be stored in that precision
   */
  public static ModelCard.Weights writeHeads(
      Path directory,
      ModelCard.NetworkSettings architecture,
      Block block,
      ModelCard.Precision precision,
      int heads)
      throws IOException {
    architecture.requirePrecision(precision);
    byte[] bytes = encode(architecture, block, precision, heads * ModelCard.LABELS.size());
    return FORMAT.writeWeights(directory, bytes, precision);
  }

  /**
   * Writes a card beside weights that are there.
   *
   * @param directory the folder of the weights
   * @param card the card, written as {@code NAME.json}
   * @return the path of the card, which {@link #read(Path)} takes
   * @throws IOException if the disk fails
   */
  public static Path writeCard(Path directory, ModelCard card) throws IOException {
    Path file = directory.resolve(card.name() + ".json");
    FORMAT.writeCard(file, card);
    return file;
  }

  /**
   * Returns a DJL parameter file. DJL writes it to a folder only, so it goes through a temporary
   * one.
   */
  private static byte[] encode(
      ModelCard.NetworkSettings architecture,
      Block block,
      ModelCard.Precision precision,
      int outputs)
      throws IOException {
    Path temporary = Files.createTempDirectory("emotion4j");
    try (Model copy = Model.newInstance("emotion", Device.cpu(), "PyTorch")) {
      Block copied = architecture.newBlockLike(block, copy.getNDManager(), outputs);
      copyParameters(block, copied);
      if (precision == ModelCard.Precision.FLOAT16) {
        convertParameters(copied, DataType.FLOAT16);
        copy.setDataType(DataType.FLOAT16);
      }
      copy.setBlock(copied);
      copy.setProperty("Epoch", "0");
      copy.save(temporary, "weights");
      return Files.readAllBytes(temporary.resolve("weights" + WEIGHTS_SUFFIX));
    } finally {
      deleteRecursively(temporary);
    }
  }

  /**
   * Copies the values of all parameters, running statistics included, between two networks of the
   * same architecture.
   *
   * @param from the network to read
   * @param to the network to change
   */
  public static void copyParameters(Block from, Block to) {
    var source = from.getParameters().values();
    var target = to.getParameters().values();
    for (int i = 0; i < source.size(); i++) {
      copyValues(source.get(i).getArray(), target.get(i).getArray());
    }
  }

  /**
   * Copies values between arrays of the same shape, without a gradient. DJL's {@code copyTo} must
   * not be used for that: it gives the target the memory of a Java buffer, which is freed with the
   * array it was called on.
   *
   * @param from the array to read
   * @param to the array to change
   */
  public static void copyValues(NDArray from, NDArray to) {
    try (NDArray values = from.stopGradient();
        NDArray place = to.stopGradient()) {
      place.set(new NDIndex(":"), values);
    }
  }

  /**
   * Turns all parameters of a network into another type of number.
   *
   * @param block the network to change
   * @param type the type, such as 16 or 32-bit floating point
   */
  public static void convertParameters(Block block, DataType type) {
    for (Pair<String, Parameter> named : block.getParameters()) {
      Parameter parameter = named.getValue();
      NDArray converted = parameter.getArray().toType(type, true);
      parameter.close();
      parameter.setShape(null);
      parameter.setArray(converted);
    }
  }

  private static void deleteRecursively(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
