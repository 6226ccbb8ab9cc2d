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
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.pool.TaskPool;
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
 * DJL parameter file.
 *
 * <p>Files from elsewhere are not trusted: sizes are bounded, a zip is never unpacked, and weights
 * whose SHA-256 is not the card's are refused. Immutable and safe to share between threads.
 */
public final class ModelFile {

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
          "emotion-",
          WEIGHTS_SUFFIX,
          1 << 28);

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
   * @param path a folder, or a zip with the same files at its top
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
   * @param path a folder, or a zip with the same files at its top
   * @return the model file, its hash checked; nothing of it has run
   * @throws ModelException if it is missing, too large, altered, or of an unknown version
   */
  public static ModelFile readTrusted(Path path) {
    if (Files.isDirectory(path)) {
      return readAny(path.toString(), name -> Files.newInputStream(path.resolve(name)));
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return readAny(path.toString(), name -> zip.getInputStream(requireEntry(zip, name)));
    } catch (IOException | UnsupportedOperationException e) { // that: within another zip
      throw new ModelException(
          "Can't read the model "
              + path
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
    if (card.architecture().runsCode()) {
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
   * Returns the size of the weights.
   *
   * @return bytes of the weights file
   */
  public int weightsBytes() {
    return weights.length;
  }

  /**
   * Makes a DJL model with these weights, in 32 bits.
   *
   * @param device where its weights lie
   * @return a new model; close it
   * @throws ModelException if the weights do not fit the architecture
   */
  public Model newModel(Device device) {
    Model model = Model.newInstance(card.name(), device, "PyTorch");
    try {
      model.setBlock(card.architecture().newBlock(model.getNDManager(), ModelCard.LABELS.size()));
      model.load(new ByteArrayInputStream(weights), Map.of());
      if (card.weights().precision() != ModelCard.Precision.FLOAT32) {
        convertParameters(model.getBlock(), DataType.FLOAT32);
        model.setDataType(DataType.FLOAT32);
      }
      return model;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new ModelException(
          "The weights of the model "
              + source
              + " do not fit the architecture "
              + card.architecture().label(),
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
    return new ZooModel<>(
        TaskPool.callOnce(() -> newInferenceModel(device)),
        new EmotionTranslator(card.labels(), card.input(), card.temperature()));
  }

  private Model newInferenceModel(Device device) {
    if (device.isGpu() || card.architecture().runsCode()) {
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
    byte[] bytes = encode(architecture, block, precision);
    return new ModelFile(directory.toString(), FORMAT.write(directory, bytes, precision, describe));
  }

  /**
   * Returns a DJL parameter file. DJL writes it to a folder only, so it goes through a temporary
   * one.
   */
  private static byte[] encode(
      ModelCard.NetworkSettings architecture, Block block, ModelCard.Precision precision)
      throws IOException {
    Path temporary = Files.createTempDirectory("emotion4j");
    try (Model copy = Model.newInstance("emotion", Device.cpu(), "PyTorch")) {
      Block copied = architecture.newBlockLike(block, copy.getNDManager(), ModelCard.LABELS.size());
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
