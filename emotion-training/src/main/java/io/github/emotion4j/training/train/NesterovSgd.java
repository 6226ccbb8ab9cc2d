package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;

/**
 * Stochastic gradient descent with Nesterov's momentum, in the form of Sutskever et al., 2013: v =
 * momentum v + g; w = w - rate (g + momentum v), where g is the gradient plus decay times w.
 */
final class NesterovSgd extends ResumableOptimizer {

  private static final String VELOCITY = "velocity";

  private final float momentum;
  private final float gradientScale;

  NesterovSgd(double momentum, double weightDecay, int devices) {
    super(new Defaults(), (float) weightDecay, VELOCITY);
    this.momentum = (float) momentum;
    this.gradientScale = 1f / devices; // DJL sums the devices' mean gradients
  }

  @Override
  void change(String parameterId, NDArray weight, NDArray grad) {
    NDArray velocity = state(VELOCITY, parameterId, weight);
    try (NDArray values = weight.stopGradient();
        NDArray decayed = values.mul(decayOf(weight));
        NDArray scaled = grad.mul(gradientScale);
        NDArray gradient = scaled.addi(decayed)) {
      velocity.muli(momentum).addi(gradient);
      try (NDArray ahead = velocity.mul(momentum);
          NDArray change = ahead.addi(gradient)) {
        values.subi(change.muli(learningRate()));
      }
    }
  }
}
