// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import io.github.emotion4j.ModelException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The models in this SDK's jar, for those who know DJL:
 *
 * <pre>{@code
 * Criteria<Image, Classifications> criteria =
 *     Criteria.builder()
 *         .setTypes(Image.class, Classifications.class)
 *         .optGroupId("io.github.emotion4j")
 *         .optArtifactId("combined")
 *         .build();
 * }</pre>
 *
 * <p>They are heads of one network, or sums of heads, in one file of weights. {@code fer2013}
 * learned that data set's own labels, which papers compare by; {@code ferplus} what ten taggers
 * said of each face. The first calls many a calm face sad or angry, the second many an angry face
 * neutral, so {@code combined}, the default, is between the two. The figures of all stand in the
 * project's {@code docs/models.md}.
 *
 * <p>Safe to share between threads.
 */
public final class EmbeddedModels {

  /** The group of all models here. */
  public static final String GROUP_ID = "io.github.emotion4j";

  /** The model that a detector takes where nothing else is said. */
  public static final String DEFAULT_MODEL = "combined";

  /** The folder of the emotion models: a card for each, and the weights that they share. */
  private static final String EMOTIONS = "emotion/";

  private static final List<String> NAMES = List.of(DEFAULT_MODEL, "fer2013", "ferplus");

  private EmbeddedModels() {}

  /**
   * Returns the names of the models.
   *
   * @return an unmodifiable list
   */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Reads a model's card and weights from the jar.
   *
   * @param name one of {@link #names()}
   * @return the model file, its hash checked
   * @throws ModelException if there is none of that name, or the jar is damaged
   */
  public static ModelFile read(String name) {
    if (!NAMES.contains(name)) {
      throw new ModelException("No model \"" + name + "\" is embedded; there are " + NAMES);
    }
    return ModelFile.read(
        "embedded " + name,
        file -> open(EMOTIONS + (file.equals(ModelFile.CARD_FILE) ? name + ".json" : file)));
  }

  private static InputStream open(String resource) throws IOException {
    InputStream stream = EmbeddedModels.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new FileNotFoundException("the jar of emotion-djl lacks " + resource);
    }
    return stream;
  }
}
