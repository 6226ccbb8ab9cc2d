package io.github.emotion4j.training.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module of a few tensors, which can be written as PyTorch writes it: an uncompressed
 * zip of pickled attributes, raw tensors and source code.
 */
final class TorchScriptModule {

  private static final String CLASS = "Backbone";

  private final List<Tensor> tensors = new ArrayList<>();
  private final Random random = new Random(1);
  private final String forward;
  private String output = "Tensor";

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Tensor(String name, boolean parameter, long[] shape, float[] values) {

    long[] strides() {
      long[] strides = new long[shape.length];
      long stride = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        strides[i] = stride;
        stride *= shape[i];
      }
      return strides;
    }

    byte[] bytes() {
      ByteBuffer buffer =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(values);
      return buffer.array();
    }
  }

  private TorchScriptModule(String forward) {
    this.forward = forward;
  }

  /** A module without tensors yet, given the lines of its method {@code forward(self, x)}. */
  static TorchScriptModule of(String... forward) {
    return new TorchScriptModule(String.join("\n    ", forward));
  }

  /**
   * Two convolutions with a batch normalisation between: 3 channels to 8 features at a quarter of
   * the resolution.
   */
  static TorchScriptModule convolutional() {
    return of(
            "x = torch.conv2d(x, self.first_weight, None, [2, 2], [1, 1], [1, 1], 1)",
            "x = torch.batch_norm(x, self.norm_weight, self.norm_bias, self.running_mean,"
                + " self.running_var, self.training, 0.1, 1.0000000000000001e-05, True)",
            "x = torch.relu(x)",
            "x = torch.conv2d(x, self.last_weight, self.last_bias, [2, 2], [1, 1], [1, 1], 1)",
            "return torch.relu(x)")
        .random("first_weight", 8, 3, 3, 3)
        .parameter("norm_weight", 1, 8)
        .parameter("norm_bias", 0, 8)
        .buffer("running_mean", 0, 8)
        .buffer("running_var", 1, 8)
        .random("last_weight", 8, 8, 3, 3)
        .parameter("last_bias", 0, 8);
  }

  /** Sets the type of what it gives; a tensor by default. */
  TorchScriptModule giving(String type) {
    output = type;
    return this;
  }

  /** Adds a parameter of random numbers with the variance that suits a convolution. */
  TorchScriptModule random(String name, long... shape) {
    float[] values = values(0, shape);
    double deviation = Math.sqrt(2.0 * shape[0] / values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    tensors.add(new Tensor(name, true, shape, values));
    return this;
  }

  /** Adds a parameter. */
  TorchScriptModule parameter(String name, float value, long... shape) {
    tensors.add(new Tensor(name, true, shape, values(value, shape)));
    return this;
  }

  /** Adds a tensor that is not trained. */
  TorchScriptModule buffer(String name, float value, long... shape) {
    tensors.add(new Tensor(name, false, shape, values(value, shape)));
    return this;
  }

  private static float[] values(float value, long... shape) {
    float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
    Arrays.fill(values, value);
    return values;
  }

  Path write(Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "data.pkl", attributes());
      put(zip, "code/__torch__.py", source().getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < tensors.size(); i++) {
        put(zip, "data/" + i, tensors.get(i).bytes());
      }
      put(zip, "constants.pkl", new Pickle().emptyTuple().end());
      put(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("backbone/" + name);
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
    lines.add("  def forward(self: __torch__." + CLASS + ",");
    lines.add("    x: Tensor) -> " + output + ":");
    lines.add("    " + forward);
    return String.join("\n", lines) + "\n";
  }

  private String names(boolean parameters) {
    return tensors.stream()
        .filter(tensor -> tensor.parameter() == parameters)
        .map(tensor -> '"' + tensor.name() + "\", ")
        .collect(Collectors.joining());
  }

  private byte[] attributes() {
    Pickle pickle = new Pickle().global("__torch__", CLASS).emptyTuple().newObject();
    pickle.emptyDictionary().mark();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
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
      pickle.integer(0).tuple(tensor.shape()).tuple(tensor.strides()).bool(tensor.parameter());
      pickle.global("collections", "OrderedDict").emptyTuple().call().tuple().call();
    }
    return pickle.string("training").bool(false).setItems().build().end();
  }
}
