// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx;

import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes this SDK's models as ONNX, so that they run in Python, JavaScript, .NET and on phones. No
 * engine is needed for it.
 *
 * <pre>{@code
 * OnnxExport.write(ModelFile.read(Path.of("build/my-cnn")), Path.of("my-cnn.onnx"));
 * OnnxExport.write(EmbeddedModels.read("combined"), Path.of("combined.onnx"));
 * OnnxExport.write(FaceModelFile.embedded(), Path.of("faces.onnx"));
 * }</pre>
 *
 * <p>An emotion network takes {@code pixels} of shape (batch, 1, 48, 48), grey, 0 to 255, and gives
 * {@code probabilities} of shape (batch, 7) in the order of {@code labels} in the file's metadata;
 * normalisation, temperature, and the sum of heads are part of it. The face detector takes a {@code
 * picture} of shape (batch, 3, height, width), red, green and blue of 0 to 255, both sides
 * multiples of 32, and gives {@code cells} of shape (batch, cells, 15), which the metadata explain.
 * The operators are those of version 13.
 */
public final class OnnxExport {

  private OnnxExport() {}

  /**
   * Makes an emotion model.
   *
   * @param file the model, of any {@link io.github.emotion4j.djl.classify.Architecture}
   * @return the content of an ONNX file
   * @throws ModelException if it stands on a TorchScript backbone, or its weights do not fit it
   */
  public static byte[] bytes(ModelFile file) {
    return EmotionGraph.of(file);
  }

  /**
   * Makes a face detector's network.
   *
   * @param file the model
   * @return the content of an ONNX file
   * @throws ModelException if it is of another network than this SDK's
   */
  public static byte[] bytes(FaceModelFile file) {
    return FaceGraph.of(file);
  }

  /**
   * Writes an emotion model, whole or not at all.
   *
   * @param file the model, of any {@link io.github.emotion4j.djl.classify.Architecture}
   * @param target the file to write or replace
   * @throws IOException if it can't be written
   * @throws ModelException if it stands on a TorchScript backbone, or its weights do not fit it
   */
  public static void write(ModelFile file, Path target) throws IOException {
    byte[] bytes = bytes(file);
    AtomicFile.write(target, stream -> stream.write(bytes));
  }

  /**
   * Writes a face detector's network, whole or not at all.
   *
   * @param file the model
   * @param target the file to write or replace
   * @throws IOException if it can't be written
   * @throws ModelException if it is of another network than this SDK's
   */
  public static void write(FaceModelFile file, Path target) throws IOException {
    byte[] bytes = bytes(file);
    AtomicFile.write(target, stream -> stream.write(bytes));
  }
}
