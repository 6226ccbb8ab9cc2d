// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.internal.io.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How models of one kind lie in a folder: a card in JSON, with the version of its format, and the
 * weights that it names.
 *
 * <p>Files from elsewhere are not trusted: sizes are bounded, and weights whose SHA-256 is not the
 * card's are refused. Immutable and safe to share between threads.
 *
 * @param kind what such a model is called in messages, such as "model"
 * @param cardFile name of the file with the card
 * @param cardType class of the card
 * @param version the version of the format that is read and written
 * @param weightsOf what a card says of its weights
 * @param files how the files of weights are called
 * @param layout how the JSON of a card is laid out
 * @param <C> type of the card
 */
public record ModelFormat<C>(
    String kind,
    String cardFile,
    Class<C> cardType,
    int version,
    Function<C, ModelCard.Weights> weightsOf,
    WeightsFiles files,
    Layout layout) {

  private static final String VERSION = "formatVersion";
  private static final int HASH_IN_NAME = 12;
  private static final int MAX_CARD_BYTES = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * The files of weights.
   *
   * @param prefix what their names begin with; the hash of the content follows
   * @param suffix what their names end with
   * @param maxBytes larger ones are refused
   */
  public record WeightsFiles(String prefix, String suffix, int maxBytes) {

    String name(String sha256) {
      return prefix + sha256.substring(0, HASH_IN_NAME) + suffix;
    }
  }

  /**
   * How JSON in a file is laid out where the card is not: each function gets a tree that is its
   * own.
   *
   * @param fromFile turns what was read, with its version, into the card's components; it may turn
   *     an older version into this one
   * @param toFile turns the card's components into what is written
   */
  public record Layout(UnaryOperator<ObjectNode> fromFile, UnaryOperator<ObjectNode> toFile) {

    /** As the card is. */
    public static final Layout AS_THE_CARD =
        new Layout(UnaryOperator.identity(), UnaryOperator.identity());
  }

  /**
   * A card and its weights.
   *
   * @param card the card
   * @param weights the weights, as DJL writes parameters; not to be changed
   * @param <C> type of the card
   */
  @SuppressWarnings("ArrayRecordComponent") // megabytes: handed on, not copied
  public record Content<C>(C card, byte[] weights) {}

  /** Opens a file of a model by its name. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a file.
     *
     * @param name name of the file, without a folder
     * @return its content
     * @throws IOException if there is no such file
     */
    InputStream open(String name) throws IOException;
  }

  /**
   * Reads a model whose files are reached by name.
   *
   * @param source what to call the model in messages
   * @param opener opens a file of the model
   * @return card and weights, the hash checked
   * @throws ModelException if it is missing, too large, altered, or of an unknown version
   */
  public Content<C> read(String source, Opener opener) {
    String name = kind + " " + source;
    try {
      byte[] json = readAtMost(MAX_CARD_BYTES, name, cardFile, opener);
      while (true) {
        try {
          return read(name, json, opener);
        } catch (IOException | ModelException e) {
          // Somebody who writes a new model has removed the weights of the card that was read.
          byte[] now = readAtMost(MAX_CARD_BYTES, name, cardFile, opener);
          if (Arrays.equals(json, now)) {
            throw e;
          }
          json = now;
        }
      }
    } catch (IOException e) {
      throw new ModelException("Can't read the " + name + ": " + FileFailure.describe(e), e);
    }
  }

  private Content<C> read(String name, byte[] json, Opener opener) throws IOException {
    C card = parse(name, json);
    ModelCard.Weights described = weightsOf.apply(card);
    byte[] weights = readAtMost(files.maxBytes(), name, described.file(), opener);
    String sha256 = sha256(weights);
    if (!sha256.equals(described.sha256())) {
      throw new ModelException(
          "The weights of the "
              + name
              + " are not the ones its card describes (SHA-256 "
              + sha256
              + " instead of "
              + described.sha256()
              + "); copy the model again");
    }
    if (ParameterFile.claimsMoreThanItHas(weights)) {
      throw new ModelException(
          "The weights of the " + name + " are cut off, or claim to be larger than they are");
    }
    return new Content<>(card, weights);
  }

  private static byte[] readAtMost(int limit, String model, String file, Opener opener)
      throws IOException {
    try (InputStream in = opener.open(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new ModelException(
            file + " of the " + model + " is larger than " + limit + " bytes: refused");
      }
      return bytes;
    }
  }

  private C parse(String model, byte[] json) throws IOException {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree instanceof ObjectNode read) {
        tree = layout.fromFile().apply(read);
      }
      JsonNode found = tree.path(VERSION);
      if (!found.isInt() || found.intValue() != version) {
        throw new ModelException(
            cardFile
                + " of the "
                + model
                + " has format version "
                + (found.isMissingNode() ? "none" : found)
                + ", but this SDK reads version "
                + version);
      }
      return JSON.treeToValue(((ObjectNode) tree).without(VERSION), cardType);
    } catch (JsonProcessingException e) {
      throw new ModelException(
          cardFile + " of the " + model + " can't be used: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Writes a model into a folder. The weights get a name with their hash and the card is moved into
   * place last, so a reader sees the old model or the new one, whole, at any moment. A process that
   * is killed meanwhile leaves the model that was there.
   *
   * @param directory the folder, made if missing
   * @param weights the weights, as DJL writes parameters
   * @param precision how their numbers are stored
   * @param describe makes the card, given the file of the weights
   * @return card and weights as written
   * @throws IOException if the disk fails; the model that was there before is intact
   */
  public Content<C> write(
      Path directory,
      byte[] weights,
      ModelCard.Precision precision,
      Function<ModelCard.Weights, C> describe)
      throws IOException {
    String sha256 = sha256(weights);
    String name = files.name(sha256);
    C card = describe.apply(new ModelCard.Weights(name, sha256, precision));
    byte[] json = json(card);
    writeWeights(directory, weights, precision);
    AtomicFile.write(directory.resolve(cardFile), stream -> stream.write(json));
    deleteOtherWeights(directory, name);
    return new Content<>(card, weights);
  }

  /**
   * Writes weights that several cards share, under a name with their hash. What else lies in the
   * folder stays.
   *
   * @param directory the folder, made if missing
   * @param weights the weights, as DJL writes parameters
   * @param precision how their numbers are stored
   * @return what a card says of them
   * @throws IOException if the disk fails
   */
  public ModelCard.Weights writeWeights(
      Path directory, byte[] weights, ModelCard.Precision precision) throws IOException {
    String sha256 = sha256(weights);
    String name = files.name(sha256);
    AtomicFile.write(directory.resolve(name), stream -> stream.write(weights));
    return new ModelCard.Weights(name, sha256, precision);
  }

  /**
   * Writes a card by itself.
   *
   * @param file where to, replaced if it is there
   * @param card the card
   * @throws IOException if the disk fails
   */
  public void writeCard(Path file, C card) throws IOException {
    byte[] json = json(card);
    AtomicFile.write(file, stream -> stream.write(json));
  }

  private byte[] json(C card) throws IOException {
    ObjectNode json = JSON.createObjectNode().put(VERSION, version);
    return JSON.writeValueAsBytes(json.setAll(layout.toFile().apply(JSON.valueToTree(card))));
  }

  private void deleteOtherWeights(Path directory, String kept) throws IOException {
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(directory, files.prefix() + "*" + files.suffix())) {
      for (Path file : all) {
        if (!file.getFileName().toString().equals(kept)) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * Returns the SHA-256 of some bytes, as cards give it.
   *
   * @param bytes such as the weights
   * @return 64 lower-case hexadecimal digits
   */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
