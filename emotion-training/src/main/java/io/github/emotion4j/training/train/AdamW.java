// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2017, arXiv 1711.05101, algorithm 2).
 */
final class AdamW extends ResumableOptimizer {

  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  AdamW(double weightDecay) {
    super(weightDecay, "first", "second");
  }

  @Override
  ListFunction newFunction(NDManager manager) {
    return new ListFunction(
        manager,
        List.of("rate", "decay", "step", "beta1", "beta2", "epsilon"),
        List.of("weights", "gradients", "firsts", "seconds"),
        // A number of type float, which PyTorch calls 6, where the weights are.
        "number = torch.full(annotate(List[int], []), step, dtype=6, layout=None,"
            + " device=ops.prim.device(weights[0]))",
        "steps = torch.mul([number], torch.len(weights))",
        "torch._fused_adamw_(weights, gradients, firsts, seconds, annotate(List[Tensor], []), steps,"
            + " lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False,"
            + " maximize=False)");
  }

  @Override
  double[] numbers(int step, double rate, double decayOfGroup) {
    return new double[] {rate, decayOfGroup, step, BETA_1, BETA_2, EPSILON};
  }
}
