// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;

/** How DJL's trainer is set up for all our networks. */
final class TrainerConfig {

  private TrainerConfig() {}

  /**
   * Makes settings with which weights begin as normal numbers of a variance of 2 over the number of
   * inputs, which suits rectifiers (He et al., 2015, arXiv 1502.01852).
   */
  static DefaultTrainingConfig of(Loss loss, Device device, TrainingListener... listeners) {
    return new DefaultTrainingConfig(loss)
        .addTrainingListeners(listeners)
        .optDevices(new Device[] {device})
        .optInitializer(
            new XavierInitializer(
                XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.IN, 2),
            Parameter.Type.WEIGHT);
  }
}
