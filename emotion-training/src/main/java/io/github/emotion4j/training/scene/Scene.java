package io.github.emotion4j.training.scene;

import java.util.List;

/**
 * A composed picture and the faces in it.
 *
 * @param size side of the square picture in pixels
 * @param pixels its grey pixels row by row, one byte each; shared, not to be changed
 * @param faces all faces in it
 */
@SuppressWarnings("ArrayRecordComponent") // made by the thousand and used once: not copied
public record Scene(int size, byte[] pixels, List<SceneFace> faces) {

  /**
   * Makes a scene.
   *
   * @param size side in pixels
   * @param pixels its pixels
   * @param faces all faces in it
   * @throws IllegalArgumentException if there are not size x size pixels
   */
  public Scene {
    if (pixels.length != size * size) {
      throw new IllegalArgumentException(
          "A scene of side " + size + " has " + pixels.length + " pixels");
    }
    faces = List.copyOf(faces);
  }
}
