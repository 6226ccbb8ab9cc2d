package io.github.emotion4j.training.dataset;

import io.github.emotion4j.Emotion;

/**
 * One face of a data set.
 *
 * @param name where it comes from: the path in its folder or zip, or file and line
 * @param split the split it belongs to
 * @param emotion its label
 * @param pixels its 48x48 grey pixels row by row, one byte each; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // 32,000 faces: not copied, as documented
public record LabelledFace(String name, Split split, Emotion emotion, byte[] pixels) {

  /** Side of a face in pixels. */
  public static final int SIDE = 48;

  /**
   * Makes a face.
   *
   * @param name where it comes from
   * @param split the split it belongs to
   * @param emotion its label
   * @param pixels its pixels
   * @throws IllegalArgumentException if there are not 48x48 pixels
   */
  public LabelledFace {
    if (pixels.length != SIDE * SIDE) {
      throw new IllegalArgumentException(
          name + " has " + pixels.length + " pixels instead of " + SIDE * SIDE);
    }
  }
}
