// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.augment;

/**
 * How far a face may be changed at random. Angles are in degrees, lengths are shares of the face's
 * side, and every amount is drawn uniformly from minus to plus the value given here.
 *
 * @param flip probability of mirroring, 0 to 1
 * @param rotation largest rotation in degrees, 0 to 180
 * @param scale largest change of size, 0 to below 1: 0.1 is from 0.9 to 1.1 times
 * @param shift largest shift each way, as a share of the side, 0 to 1
 * @param contrast largest change of contrast, 0 to below 1: 0.2 is from 0.8 to 1.2 times
 * @param brightness largest change of brightness, as a share of white, 0 to 1
 * @param erasing how a part of it is overwritten
 */
public record Augmentation(
    double flip,
    double rotation,
    double scale,
    double shift,
    double contrast,
    double brightness,
    Erasing erasing) {

  /** Changes nothing. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, Erasing.NONE);

  /** What suits FER2013: faces that are roughly aligned, in all lights, often covered by hands. */
  public static final Augmentation FER2013 =
      new Augmentation(0.5, 12, 0.12, 0.08, 0.3, 0.1, new Erasing(0.4, 0.15));

  /**
   * Makes settings.
   *
   * @param flip probability of mirroring
   * @param rotation largest rotation
   * @param scale largest change of size
   * @param shift largest shift
   * @param contrast largest change of contrast
   * @param brightness largest change of brightness
   * @param erasing how a part is overwritten
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Augmentation {
    requireRange("flip", flip, 1);
    requireRange("rotation", rotation, 180);
    requireRange("scale", scale, 0.99);
    requireRange("shift", shift, 1);
    requireRange("contrast", contrast, 0.99);
    requireRange("brightness", brightness, 1);
  }

  /**
   * How a rectangle of a face is overwritten with one value (Zhong et al., 2017, arXiv 1708.04896).
   *
   * @param probability how often it is, 0 to 1
   * @param area largest area of the rectangle, as a share of the face, 0 to below 1
   */
  public record Erasing(double probability, double area) {

    /** Overwrites nothing. */
    public static final Erasing NONE = new Erasing(0, 0);

    /**
     * Makes settings.
     *
     * @param probability how often
     * @param area largest area
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Erasing {
      requireRange("erasing probability", probability, 1);
      requireRange("erasing area", area, 0.99);
    }
  }

  private static void requireRange(String name, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          "The augmentation's " + name + " must be in 0 to " + most + ", not " + value);
    }
  }
}
