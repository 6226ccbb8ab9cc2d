// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import ai.djl.ndarray.NDManager;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that name a network with several heads that was trained in Python. */
final class PlannedNetwork {

  @Parameters(paramLabel = "NPZ", description = "The network's arrays, as NumPy saves them.")
  private Path network = Path.of("");

  @Option(
      names = "--plan",
      required = true,
      paramLabel = "JSON",
      description = "Names its heads and what is to be made of them, such as embedded-models.json.")
  private Path plan = Path.of("");

  PlannedNetwork() {}

  HeadsPlan plan() throws IOException {
    return HeadsPlan.read(plan);
  }

  /** Writes the arrays of the network as weights of the SDK, in half precision. */
  ModelCard.Weights writeWeights(HeadsPlan heads, Path directory) throws IOException {
    int count = heads.heads().size();
    PyTorch.require();
    try (NDManager manager = NDManager.newBaseManager(PyTorch.ENGINE)) {
      return ModelFile.writeHeads(
          directory,
          heads.architecture(),
          NpzNetwork.read(
              network, heads.architecture().name(), count * Emotion.values().length, manager),
          ModelCard.Precision.FLOAT16,
          count);
    }
  }
}
