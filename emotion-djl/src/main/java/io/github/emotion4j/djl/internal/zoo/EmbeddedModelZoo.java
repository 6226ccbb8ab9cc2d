// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.zoo;

import ai.djl.repository.zoo.ModelZoo;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.util.Set;

/**
 * The models of {@link EmbeddedModels} as DJL sees them.
 *
 * <p>Only {@link EmotionZooProvider} may use this class, and it holds nothing static: DJL makes it
 * while its superclass is being initialized, so a thread that came here first would see it half
 * made, or wait for a thread that waits for it.
 */
final class EmbeddedModelZoo extends ModelZoo {

  EmbeddedModelZoo() {
    for (String name : EmbeddedModels.names()) {
      addModel(new EmbeddedModelLoader(name));
    }
  }

  @Override
  public String getGroupId() {
    return EmbeddedModels.GROUP_ID;
  }

  @Override
  public Set<String> getSupportedEngines() {
    return Set.of(PyTorch.ENGINE);
  }
}
