package io.github.emotion4j.djl.zoo;

import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The models in this SDK's jar. Safe to share between threads. */
public final class EmbeddedModels {

  /** The model that a detector takes where nothing else is said. */
  public static final String DEFAULT = "fer2013";

  private static final List<String> NAMES = List.of(DEFAULT);

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
    return ModelFile.read("embedded " + name, file -> open(name + "/" + file));
  }

  private static InputStream open(String resource) throws IOException {
    InputStream stream = EmbeddedModels.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new FileNotFoundException("the jar of emotion-djl lacks " + resource);
    }
    return stream;
  }
}
