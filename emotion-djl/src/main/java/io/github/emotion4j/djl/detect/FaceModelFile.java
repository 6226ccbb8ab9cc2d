// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelFormat;
import io.github.emotion4j.djl.internal.engine.ConvertibleNetwork;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A face detector's model on disk or in a jar: {@value #CARD_FILE} and the TorchScript that it
 * names. The program {@code embed.py} of the project's face-detector training writes both.
 *
 * <p>Sizes are bounded, and a network whose SHA-256 is not the card's is refused; but TorchScript
 * is a program: load only what you trust. Immutable and safe to share between threads.
 */
public final class FaceModelFile implements ConvertibleNetwork {

  /** Name of the file that describes the model. */
  public static final String CARD_FILE = "face-detector.json";

  private static final String EMBEDDED = "/io/github/emotion4j/djl/detect/face/";

  private static final ModelFormat<FaceModelCard> FORMAT =
      new ModelFormat<>(
          "face detector",
          CARD_FILE,
          FaceModelCard.class,
          FaceModelCard.FORMAT_VERSION,
          FaceModelCard::weights,
          new ModelFormat.WeightsFiles("face-detector-", ".pt", 1 << 24),
          ModelFormat.Layout.AS_THE_CARD);

  private final String source;
  private final FaceModelCard card;
  private final byte[] network;

  private FaceModelFile(String source, ModelFormat.Content<FaceModelCard> content) {
    this.source = source;
    this.card = content.card();
    this.network = content.weights();
  }

  /**
   * Reads the model in this SDK's jar.
   *
   * @return the model, its hash checked
   * @throws ModelException if the jar is damaged
   */
  public static FaceModelFile embedded() {
    return read(
        "embedded face",
        name -> {
          InputStream stream = FaceModelFile.class.getResourceAsStream(EMBEDDED + name);
          if (stream == null) {
            throw new FileNotFoundException("the jar of emotion-djl lacks " + EMBEDDED + name);
          }
          return stream;
        });
  }

  /**
   * Reads a model.
   *
   * @param directory a folder with both files
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
   * Starts a detector with this network and the card's threshold.
   *
   * @return a builder
   */
  public SingleShotFaceDetector.Builder newDetector() {
    return new SingleShotFaceDetector.Builder(this);
  }

  /** Where the model came from, for messages. */
  String source() {
    return source;
  }

  /**
   * Returns the network.
   *
   * @return the content of its TorchScript file
   */
  public byte[] network() {
    return network.clone();
  }
}
