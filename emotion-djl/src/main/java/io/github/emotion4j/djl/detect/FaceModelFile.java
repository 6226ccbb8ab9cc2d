package io.github.emotion4j.djl.detect;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
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
      return SingleShotFaceDetector.builder(TaskPool.callOnce(() -> network(manager)), manager)
          .name(card.name())
          .scoreThreshold(card.scoreThreshold());
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private FaceNetwork network(NDManager manager) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(weights))) {
      FaceNetwork network = new FaceNetwork(false);
      network.loadParameters(manager, in);
      ModelFile.convertParameters(network, DataType.FLOAT32);
      return network;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      throw new ModelException(
          "The weights of the face detector " + source + " do not fit its network", e);
    }
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
    return new FaceModelFile(
        directory.toString(),
        FORMAT.write(directory, encode(network), ModelCard.Precision.FLOAT16, describe));
  }

  private static byte[] encode(FaceNetwork network) throws IOException {
    try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), PyTorch.ENGINE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes)) {
      FaceNetwork copy = new FaceNetwork(false);
      int side = FaceNetwork.LARGEST_STRIDE;
      copy.initialize(manager, DataType.FLOAT32, new Shape(1, 1, side, side));
      ModelFile.copyParameters(network, copy);
      ModelFile.convertParameters(copy, DataType.FLOAT16);
      copy.saveParameters(out);
      out.flush();
      return bytes.toByteArray();
    }
  }
}
