// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Locale;

/**
 * Stochastic gradient descent with Nesterov's momentum, in the form of Sutskever et al., 2013: v =
 * momentum v + g; w = w - rate (g + momentum v), where g is the gradient plus decay times w.
 */
final class NesterovSgd extends ResumableOptimizer {

  private final double momentum;

  NesterovSgd(double momentum, double weightDecay) {
    super(weightDecay, "velocity");
    this.momentum = momentum;
  }

  @Override
  ListFunction newFunction(NDManager manager) {
    return new ListFunction(
        manager,
        List.of("rate", "decay"),
        List.of("weights", "gradients", "velocities"),
        String.format(
            Locale.ROOT,
            "torch._fused_sgd_(weights, gradients, velocities, weight_decay=decay, momentum=%s,"
                + " lr=rate, dampening=0.0, nesterov=True, maximize=False, is_first_step=False)",
            momentum));
  }

  @Override
  double[] numbers(int step, double rate, double decayOfGroup) {
    return new double[] {rate, decayOfGroup};
  }
}
