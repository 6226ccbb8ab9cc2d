package io.github.emotion4j.djl.detect;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.djl.io.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

  private static final String WEIGHTS_PREFIX = "face-detector-";
  private static final String WEIGHTS_SUFFIX = ".params";
  private static final int HASH_IN_NAME = 12;
  private static final int MAX_BYTES = 1 << 24;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String source;
  private final FaceModelCard card;
  private final byte[] weights;

  private FaceModelFile(String source, FaceModelCard card, byte[] weights) {
    this.source = source;
    this.card = card;
    this.weights = weights;
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
  public static FaceModelFile read(String source, ModelFile.Opener opener) {
    try {
      FaceModelCard card = JSON.readValue(bytes(source, CARD_FILE, opener), FaceModelCard.class);
      byte[] weights = bytes(source, card.weights().file(), opener);
      String sha256 = sha256(weights);
      if (!sha256.equals(card.weights().sha256())) {
        throw new ModelException(
            "The weights of the face detector "
                + source
                + " are not the ones its card describes (SHA-256 "
                + sha256
                + " instead of "
                + card.weights().sha256()
                + "); copy the model again");
      }
      return new FaceModelFile(source, card, weights);
    } catch (JsonProcessingException e) {
      throw new ModelException(
          CARD_FILE
              + " of the face detector "
              + source
              + " can't be used: "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new ModelException("Can't read the face detector " + source + ": " + e, e);
    }
  }

  private static byte[] bytes(String source, String name, ModelFile.Opener opener)
      throws IOException {
    try (InputStream in = opener.open(name)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ModelException(
            name + " of the face detector " + source + " is larger than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
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
    FaceNetwork network = new FaceNetwork(false);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(weights))) {
      network.loadParameters(manager, in);
      ModelFile.convertParameters(network, DataType.FLOAT32);
      return SingleShotFaceDetector.builder(network, manager)
          .name(card.name())
          .scoreThreshold(card.scoreThreshold());
    } catch (IOException | MalformedModelException | RuntimeException e) {
      manager.close();
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
    byte[] bytes = encode(network);
    String sha256 = sha256(bytes);
    String name = WEIGHTS_PREFIX + sha256.substring(0, HASH_IN_NAME) + WEIGHTS_SUFFIX;
    FaceModelCard card =
        describe.apply(new ModelCard.Weights(name, sha256, ModelCard.Precision.FLOAT16));
    byte[] json = JSON.writeValueAsBytes(card);
    AtomicFile.write(directory.resolve(name), stream -> stream.write(bytes));
    AtomicFile.write(directory.resolve(CARD_FILE), stream -> stream.write(json));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, WEIGHTS_PREFIX + "*" + WEIGHTS_SUFFIX)) {
      for (Path file : files) {
        if (!file.getFileName().toString().equals(name)) {
          Files.delete(file);
        }
      }
    }
    return new FaceModelFile(directory.toString(), card, bytes);
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

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
