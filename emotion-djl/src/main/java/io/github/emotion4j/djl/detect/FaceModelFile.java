// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.classify.ModelFormat;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.djl.pool.TaskPool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A face detector's model on disk or in a jar: {@value #CARD_FILE} and the weights that it names,
 * in 16-bit numbers, as DJL writes parameters.
 *
 * <p>Files from elsewhere are not trusted: sizes are bounded, and weights whose SHA-256 is not the
 * card's are refused. Immutable and safe to share between threads.
 */
public final class FaceModelFile {

  /** Name of the file that describes the model. */
  public static final String CARD_FILE = "face-detector.json";

  private static final ModelFormat<FaceModelCard> FORMAT =
      new ModelFormat<>(
          "face detector",
          CARD_FILE,
          FaceModelCard.class,
          FaceModelCard.FORMAT_VERSION,
          FaceModelCard::weights,
          "face-detector-",
          ".params",
          1 << 24);

  private final String source;
  private final FaceModelCard card;
  private final byte[] weights;

  private FaceModelFile(String source, ModelFormat.Content<FaceModelCard> content) {
    this.source = source;
    this.card = content.card();
    this.weights = content.weights();
  }

  /**
   * Reads a model.
   *
   * @param directory a folder that {@link #write} wrote
   * @return the model, its hash checked
   * @throws ModelException if it is missing, too large, altered, or of an unknown version
   */
  public static FaceModelFile read(Path directory) {
    return read(directory.toString(), name -> Files.newInputStream(directory.resolve(name)));
  }

  /**
   * Reads a model whose files are reached by name.
   *
   * @param source what to call the model in messages
   * @param opener opens a file of the model
   * @return the model, its hash checked
   * @throws ModelException if it is missing, too large, altered, or of an unknown version
   */
  public static FaceModelFile read(String source, ModelFormat.Opener opener) {
    return new FaceModelFile(source, FORMAT.read(source, opener));
  }

  /**
   * Returns the description.
   *
   * @return the card
   */
  public FaceModelCard card() {
    return card;
  }

  /** The networks whose weights the file has. */
  private record Networks(FaceNetwork detection, Optional<Block> refinement) {}

  /**
   * Starts a detector with these weights and the card's threshold.
   *
   * @return a builder
   * @throws ModelException if the weights do not fit the network
   * @throws io.github.emotion4j.MissingDependencyException if a native library is missing
   */
  public SingleShotFaceDetector.Builder newDetector() {
    PyTorch.require();
    NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), PyTorch.ENGINE);
    try {
      Networks networks = TaskPool.callOnce(() -> networks(manager));
      SingleShotFaceDetector.Builder builder =
          SingleShotFaceDetector.builder(networks.detection, manager)
              .name(card.name())
              .scoreThreshold(card.scoreThreshold());
      networks.refinement.ifPresent(network -> builder.refinement(network, card.confidence()));
      return builder;
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private Networks networks(NDManager manager) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(weights))) {
      FaceNetwork detection = new FaceNetwork(false);
      load(detection, manager, in);
      if (!card.confidence().refines()) {
        return new Networks(detection, Optional.empty());
      }
      Block refinement = RefineNetwork.newBlock();
      load(refinement, manager, in);
      return new Networks(detection, Optional.of(refinement));
    } catch (IOException | MalformedModelException | RuntimeException e) {
      throw new ModelException(
          "The weights of the face detector " + source + " do not fit its network", e);
    }
  }

  private static void load(Block network, NDManager manager, DataInputStream in)
      throws IOException, MalformedModelException {
    network.loadParameters(manager, in);
    ModelFile.convertParameters(network, DataType.FLOAT32);
  }

  /**
   * Writes a model into a folder. The weights get a name with their hash and the card is moved into
   * place last, so a reader sees the old model or the new one, whole, at any moment.
   *
   * @param directory the folder, made if missing
   * @param network the network without batch norms; not changed
   * @param describe makes the card, given the file of the weights
   * @return the model as written
   * @throws IOException if the disk fails; the model that was there before is intact
   */
  public static FaceModelFile write(
      Path directory, FaceNetwork network, Function<ModelCard.Weights, FaceModelCard> describe)
      throws IOException {
    return writeWeights(directory, encode(network), describe);
  }

  /**
   * Writes the model with a network for a second look, in place of the one that it may have, into a
   * folder, as {@link #write} does.
   *
   * @param directory the folder, made if missing; it may be the one of this model
   * @param refinement a trained {@link RefineNetwork}; not changed
   * @param describe makes the card, given the file of the weights; its {@link
   *     FaceModelCard#confidence()} has a weight for the second network
   * @return the model as written
   * @throws IOException if the disk fails; the model that was there before is intact
   * @throws ModelException if the weights do not fit the network
   */
  public FaceModelFile writeRefined(
      Path directory, Block refinement, Function<ModelCard.Weights, FaceModelCard> describe)
      throws IOException {
    PyTorch.require();
    try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), PyTorch.ENGINE)) {
      FaceNetwork detection = networks(manager).detection;
      return writeWeights(directory, encode(detection, refinement), describe);
    }
  }

  private static FaceModelFile writeWeights(
      Path directory, byte[] weights, Function<ModelCard.Weights, FaceModelCard> describe)
      throws IOException {
    return new FaceModelFile(
        directory.toString(),
        FORMAT.write(directory, weights, ModelCard.Precision.FLOAT16, describe));
  }

  private static byte[] encode(FaceNetwork detection, Block... refinement) throws IOException {
    try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), PyTorch.ENGINE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes)) {
      int side = FaceNetwork.LARGEST_STRIDE;
      save(detection, new FaceNetwork(false), new Shape(1, 1, side, side), manager, out);
      for (Block network : refinement) {
        save(network, RefineNetwork.newBlock(), RefineNetwork.inputShape(1), manager, out);
      }
      out.flush();
      return bytes.toByteArray();
    }
  }

  private static void save(
      Block network, Block copy, Shape input, NDManager manager, DataOutputStream out)
      throws IOException {
    copy.initialize(manager, DataType.FLOAT32, input);
    ModelFile.copyParameters(network, copy);
    ModelFile.convertParameters(copy, DataType.FLOAT16);
    copy.saveParameters(out);
  }
}
