// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.djl.internal.torchscript.ScriptTensor;
import io.github.emotion4j.djl.internal.torchscript.TorchScriptModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A TorchScript module of a few tensors, which can be written as PyTorch writes it. */
final class SmallBackbone {

  private final List<ScriptTensor> tensors = new ArrayList<>();
  private final Random random = new Random(1);
  private final List<String> forward;
  private String output = "Tensor";

  private SmallBackbone(List<String> forward) {
    this.forward = forward;
  }

  /** A module without tensors yet, given the lines of its method {@code forward(self, x)}. */
  static SmallBackbone of(String... forward) {
    return new SmallBackbone(List.of(forward));
  }

  /**
   * Two convolutions with a batch normalisation between: 3 channels to 8 features at a quarter of
   * the resolution.
   */
  static SmallBackbone convolutional() {
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
  SmallBackbone giving(String type) {
    output = type;
    return this;
  }

  /** Adds a parameter of random numbers with the variance that suits a convolution. */
  SmallBackbone random(String name, long... shape) {
    float[] values = values(0, shape);
    double deviation = Math.sqrt(2.0 * shape[0] / values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return add(name, true, shape, values);
  }

  /** Adds a parameter. */
  SmallBackbone parameter(String name, float value, long... shape) {
    return add(name, true, shape, values(value, shape));
  }

  /** Adds a tensor that is not trained. */
  SmallBackbone buffer(String name, float value, long... shape) {
    return add(name, false, shape, values(value, shape));
  }

  private SmallBackbone add(String name, boolean trained, long[] shape, float[] values) {
    tensors.add(new ScriptTensor(name, trained, new Shape(shape), values, false));
    return this;
  }

  private static float[] values(float value, long... shape) {
    float[] values = new float[Math.toIntExact(new Shape(shape).size())];
    Arrays.fill(values, value);
    return values;
  }

  Path write(Path file) throws IOException {
    return Files.write(file, new TorchScriptModule(tensors, forward, output).archive());
  }
}
