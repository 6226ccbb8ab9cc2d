// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module: tensors and a method {@code forward(self, ...)}. It can be written as
 * PyTorch writes one (an uncompressed zip of pickled attributes, raw tensors and source code), or
 * loaded at once.
 *
 * @param tensors parameters and buffers
 * @param inputs the names of the tensors that the method is given; of what is no tensor, name and
 *     type, such as {@code rate: float}
 * @param forward the lines of the method
 * @param output the type of what it gives, such as {@code Tensor}
 */
public record TorchScriptModule(
    List<ScriptTensor> tensors, List<String> inputs, List<String> forward, String output) {

  private static final String CLASS = "Network";

  /**
   * Makes a module.
   *
   * @param tensors parameters and buffers
   * @param inputs the names of the tensors that the method is given
   * @param forward the lines of the method
   * @param output the type of what it gives
   */
  public TorchScriptModule {
    tensors = List.copyOf(tensors);
    inputs = List.copyOf(inputs);
    forward = List.copyOf(forward);
  }

  /**
   * Makes a module that is given one tensor, {@link ScriptWriter#INPUT}.
   *
   * @param tensors parameters and buffers
   * @param forward the lines of the method
   * @param output the type of what it gives
   */
  public TorchScriptModule(List<ScriptTensor> tensors, List<String> forward, String output) {
    this(tensors, List.of(ScriptWriter.INPUT), forward, output);
  }

  /**
   * Loads the module into PyTorch.
   *
   * @param manager owns the module, which lies on its device
   * @return a block, in evaluation mode once it is used so
   * @throws ai.djl.engine.EngineException if PyTorch refuses the method
   */
  public PtSymbolBlock load(NDManager manager) {
    return load(archive(), manager);
  }

  /**
   * Loads the content of a TorchScript file into PyTorch. It is a program: give only what is
   * trusted.
   *
   * @param archive what {@code torch.jit.save} or {@link #archive()} wrote
   * @param manager owns the module, which lies on its device
   * @return a block
   * @throws ai.djl.engine.EngineException if PyTorch refuses it
   */
  public static PtSymbolBlock load(byte[] archive, NDManager manager) {
    try {
      return JniUtils.loadModule(
          (PtNDManager) manager, new ByteArrayInputStream(archive), true, false);
    } catch (IOException e) {
      throw new UncheckedIOException("An array can't fail", e);
    }
  }

  /**
   * Writes the module.
   *
   * @return the content of a file that {@code torch.jit.load} takes
   */
  public byte[] archive() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "data.pkl", attributes());
      put(zip, "code/__torch__.py", source().getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < tensors.size(); i++) {
        put(zip, "data/" + i, tensors.get(i).bytes());
      }
      put(zip, "constants.pkl", new Pickle().emptyTuple().end());
      put(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("An array can't fail", e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("network/" + name);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private String source() {
    List<String> lines = new ArrayList<>();
    lines.add("class " + CLASS + "(Module):");
    lines.add("  __parameters__ = [" + names(true) + "]");
    lines.add("  __buffers__ = [" + names(false) + "]");
    tensors.forEach(tensor -> lines.add("  " + tensor.name() + " : Tensor"));
    lines.add("  training : bool");
    lines.add("  def forward(self: __torch__." + CLASS + declarations() + ") -> " + output + ":");
    forward.forEach(line -> lines.add("    " + line));
    return String.join("\n", lines) + "\n";
  }

  private String declarations() {
    return inputs.stream()
        .map(input -> ",\n    " + input + (input.contains(":") ? "" : ": Tensor"))
        .collect(Collectors.joining());
  }

  private String names(boolean trained) {
    return tensors.stream()
        .filter(tensor -> tensor.trained() == trained)
        .map(tensor -> '"' + tensor.name() + "\", ")
        .collect(Collectors.joining());
  }

  private byte[] attributes() {
    Pickle pickle = new Pickle().global("__torch__", CLASS).emptyTuple().newObject();
    pickle.emptyDictionary().mark();
    for (int i = 0; i < tensors.size(); i++) {
      ScriptTensor tensor = tensors.get(i);
      pickle.string(tensor.name()).global("torch._utils", "_rebuild_tensor_v2").mark();
      pickle
          .mark()
          .string("storage")
          .global("torch", "FloatStorage")
          .string(Integer.toString(i))
          .string("cpu")
          .integer(tensor.values().length)
          .tuple()
          .load();
      pickle.integer(0).tuple(tensor.shape().getShape()).tuple(tensor.strides());
      pickle.bool(tensor.trained());
      pickle.global("collections", "OrderedDict").emptyTuple().call().tuple().call();
    }
    return pickle.string("training").bool(false).setItems().build().end();
  }
}
