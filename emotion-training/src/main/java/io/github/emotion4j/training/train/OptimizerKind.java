// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

/** How weights are updated. */
public enum OptimizerKind {
  /** Stochastic gradient descent with Nesterov's momentum of 0.9; rates around 0.05. */
  SGD_NESTEROV,
  /** Adam with decoupled weight decay; rates around 0.001. */
  ADAM_W
}
