// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

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

  /**
   * Returns the face as a camera would show it from further away: reduced to fewer pixels, and
   * enlarged to {@value #SIDE} again, as {@code analyze} enlarges small faces.
   *
   * @param side side of the crop in pixels, 1 to {@value #SIDE}; of these the face itself has about
   *     four fifths
   * @return a face with the same name, split and label
   * @throws IllegalArgumentException if the side is out of its range
   */
  public LabelledFace reducedTo(int side) {
    if (side < 1 || side > SIDE) {
      throw new IllegalArgumentException(
          "A face can be reduced to 1 to " + SIDE + " pixels, not " + side);
    }
    OpenCv.load();
    Mat whole = new Mat(SIDE, SIDE, CvType.CV_8UC1);
    Mat reduced = new Mat();
    try {
      whole.put(0, 0, pixels);
      Imgproc.resize(whole, reduced, new Size(side, side), 0, 0, Imgproc.INTER_AREA);
      Imgproc.resize(reduced, whole, new Size(SIDE, SIDE), 0, 0, Imgproc.INTER_CUBIC);
      byte[] result = new byte[SIDE * SIDE];
      whole.get(0, 0, result);
      return new LabelledFace(name, split, emotion, result);
    } finally {
      whole.release();
      reduced.release();
    }
  }
}
