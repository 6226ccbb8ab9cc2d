package io.github.emotion4j.djl.zoo;

import ai.djl.repository.zoo.ModelZoo;
import io.github.emotion4j.djl.engine.PyTorch;
import java.util.Set;

/**
 * The models in this SDK's jar, for those who know DJL:
 *
 * <pre>{@code
 * Criteria<Image, Classifications> criteria =
 *     Criteria.builder()
 *         .setTypes(Image.class, Classifications.class)
 *         .optGroupId("io.github.emotion4j")
 *         .optArtifactId("fer2013")
 *         .build();
 * }</pre>
 *
 * <p>Safe to share between threads.
 */
public final class EmotionZoo extends ModelZoo {

  /** The group of all models here. */
  public static final String GROUP_ID = "io.github.emotion4j";

  EmotionZoo() {
    // Not a constant of this class: DJL makes the zoo while its superclass is being initialised.
    for (String name : EmbeddedModels.names()) {
      addModel(new EmbeddedModelLoader(name));
    }
  }

  @Override
  public String getGroupId() {
    return GROUP_ID;
  }

  @Override
  public Set<String> getSupportedEngines() {
    return Set.of(PyTorch.ENGINE);
  }
}
