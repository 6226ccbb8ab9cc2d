// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Finds the faces in a picture. Implement it to plug in a detector of your own.
 *
 * <p>The contract: regions lie inside the picture, the surest face comes first, a picture without
 * faces gives an empty list, and calls from several threads at once are safe.
 */
public interface FaceDetector extends AutoCloseable {

  /**
   * Finds faces.
   *
   * @param image an upright picture of any size and colour model; not changed
   * @return the faces, surest first; empty if there are none
   * @throws EmotionException if the detector fails
   * @throws IllegalStateException if the detector is closed
   */
  List<DetectedFace> detect(BufferedImage image);

  /**
   * Returns a short name for reports.
   *
   * @return for example {@code "yunet"}
   */
  String name();

  /**
   * Returns the size at which this detector looks at large pictures. Whoever decodes for it need
   * not decode more.
   *
   * @return the longer side in pixels, positive, to which it scales larger pictures down itself; by
   *     default {@link Integer#MAX_VALUE}: it looks at every pixel
   */
  default int maxInputSide() {
    return Integer.MAX_VALUE;
  }

  /** Frees what the detector holds; the default holds nothing. Closing twice is harmless. */
  @Override
  default void close() {}

  /**
   * Returns a detector for pictures that already are a face, such as FER2013's 48x48 crops: it
   * reports the whole picture as one face with confidence 1.
   *
   * @return a detector without state
   */
  static FaceDetector wholeImage() {
    return WholeImageFaceDetector.INSTANCE;
  }
}
