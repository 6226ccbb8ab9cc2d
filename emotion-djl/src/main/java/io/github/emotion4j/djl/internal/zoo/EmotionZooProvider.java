// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.zoo;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;

/** Makes the zoo known to DJL, which finds this class with {@link java.util.ServiceLoader}. */
public final class EmotionZooProvider implements ZooProvider {

  /** Makes a provider; DJL calls this. */
  public EmotionZooProvider() {}

  @Override
  public ModelZoo getModelZoo() {
    return new EmbeddedModelZoo();
  }
}
