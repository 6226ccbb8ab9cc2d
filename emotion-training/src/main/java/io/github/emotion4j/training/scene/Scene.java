// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;

/**
 * A picture to learn from and the faces in it.
 *
 * @param size side of the square picture in pixels
 * @param pixels its grey pixels row by row, one byte each; shared, not to be changed
 * @param faces all faces in it
 * @param uncertain what may be a face or not, or is too small or large to be learned: neither right
 *     nor wrong to find
 */
@SuppressWarnings("ArrayRecordComponent") // made by the thousand and used once: not copied
public record Scene(int size, byte[] pixels, List<SceneFace> faces, List<SceneFace> uncertain) {

  /**
   * Makes a scene.
   *
   * @param size side in pixels
   * @param pixels its pixels
   * @param faces all faces in it
   * @param uncertain what counts neither way
   * @throws IllegalArgumentException if there are not size x size pixels
   */
  public Scene {
    if (pixels.length != size * size) {
      throw new IllegalArgumentException(
          "A scene of side " + size + " has " + pixels.length + " pixels");
    }
    faces = List.copyOf(faces);
    uncertain = List.copyOf(uncertain);
  }

  /**
   * Returns the scene as detectors take pictures.
   *
   * @return a new picture of three equal channels
   */
  public BufferedImage toImage() {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < target.length; i++) {
      target[i] = pixels[i / 3];
    }
    return image;
  }
}
