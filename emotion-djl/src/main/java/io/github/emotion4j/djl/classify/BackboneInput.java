// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import java.util.Collection;
import java.util.List;

/**
 * What a backbone takes: squares of three channels, pixels of 0 to 1 less the channel's mean,
 * divided by its standard deviation.
 *
 * @param size side of the square in pixels, {@value #MIN_SIZE} to {@value #MAX_SIZE}
 * @param mean mean of each of the three channels, 0 to 1
 * @param standardDeviation standard deviation of each of the three channels, positive
 */
public record BackboneInput(int size, List<Double> mean, List<Double> standardDeviation) {

  /** The least side in pixels, that of FER2013's crops. */
  public static final int MIN_SIZE = 48;

  /** The greatest side in pixels, what most networks for ImageNet were trained at. */
  public static final int MAX_SIZE = 224;

  /** 96 pixels, and the colours of ImageNet, which most published backbones learned from. */
  public static final BackboneInput IMAGENET =
      new BackboneInput(96, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  private static final int CHANNELS = 3;

  /**
   * Makes a description.
   *
   * @param size side in pixels
   * @param mean mean of each channel
   * @param standardDeviation standard deviation of each channel
   * @throws IllegalArgumentException if a number is out of its range, or there are not three
   */
  public BackboneInput {
    if (size < MIN_SIZE || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "The size of a backbone's input must be in "
              + MIN_SIZE
              + " to "
              + MAX_SIZE
              + ", not "
              + size);
    }
    requireThree("means", mean);
    requireThree("standard deviations", standardDeviation);
    if (!mean.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("The means of a backbone's input can't be " + mean);
    }
    if (!standardDeviation.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "The standard deviations of a backbone's input must be positive, not "
              + standardDeviation);
    }
    mean = List.copyOf(mean);
    standardDeviation = List.copyOf(standardDeviation);
  }

  private static void requireThree(String what, Collection<Double> values) {
    if (values.size() != CHANNELS) {
      throw new IllegalArgumentException(
          "A backbone's input needs 3 " + what + ", one a channel, not " + values);
    }
  }

  /**
   * Changes the size.
   *
   * @param pixels side in pixels, {@value #MIN_SIZE} to {@value #MAX_SIZE}
   * @return the same colours at that size
   * @throws IllegalArgumentException if the size is out of its range
   */
  public BackboneInput withSize(int pixels) {
    return new BackboneInput(pixels, mean, standardDeviation);
  }
}
