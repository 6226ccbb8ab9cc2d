// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.augment;

import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.util.random.RandomGenerator;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Turns a face's pixels into a network's input, changed at random.
 *
 * <p>The same random numbers give the same result. Holds native buffers, so an instance is for one
 * thread and is closed.
 */
public final class Augmenter implements AutoCloseable {

  private final Augmentation settings;
  private final ModelCard.Input input;
  private final int outputSize;
  private final Mat source;
  private final Mat warped;
  private final Mat normalized;
  private final Mat transform;
  private final float[] values;

  /**
   * Makes an augmenter.
   *
   * @param settings how far to go
   * @param input size and normalisation of the faces
   * @param outputSize side of the result in pixels; a smaller one than the input's is a crop
   */
  public Augmenter(Augmentation settings, ModelCard.Input input, int outputSize) {
    OpenCv.load();
    this.settings = settings;
    this.input = input;
    this.outputSize = outputSize;
    this.source = new Mat(input.size(), input.size(), CvType.CV_8UC1);
    this.warped = new Mat();
    this.normalized = new Mat();
    this.transform = new Mat(2, 3, CvType.CV_64F);
    this.values = new float[outputSize * outputSize];
  }

  /**
   * Augments one face.
   *
   * @param pixels the face, row by row, one byte a pixel
   * @param random where the changes are drawn from; a fixed number of draws before erasing
   * @param target receives the normalised result, row by row
   * @param offset where in the target it begins
   */
  public void augment(byte[] pixels, RandomGenerator random, float[] target, int offset) {
    source.put(0, 0, pixels);
    drawTransform(random);
    Imgproc.warpAffine(
        source,
        warped,
        transform,
        new Size(outputSize, outputSize),
        Imgproc.INTER_LINEAR,
        Core.BORDER_REPLICATE);
    double contrast = 1 + symmetric(random, settings.contrast());
    double brightness = symmetric(random, settings.brightness());
    // (((p/255 - 0.5) * contrast + 0.5 + brightness) - mean) / deviation, as one multiply-add
    double factor = contrast / 255 / input.standardDeviation();
    double addend = (0.5 - 0.5 * contrast + brightness - input.mean()) / input.standardDeviation();
    warped.convertTo(normalized, CvType.CV_32F, factor, addend);
    if (random.nextDouble() < settings.erasing().probability()) {
      erase(random);
    }
    normalized.get(0, 0, values);
    System.arraycopy(values, 0, target, offset, values.length);
  }

  private void drawTransform(RandomGenerator random) {
    double mirror = random.nextDouble() < settings.flip() ? -1 : 1;
    double angle = Math.toRadians(symmetric(random, settings.rotation()));
    double scale = 1 + symmetric(random, settings.scale());
    double reach = settings.shift() * input.size();
    double shiftX = symmetric(random, reach);
    double shiftY = symmetric(random, reach);
    double cos = Math.cos(angle) * scale;
    double sin = Math.sin(angle) * scale;
    double from = (input.size() - 1) / 2.0;
    double to = (outputSize - 1) / 2.0;
    transform.put(
        0,
        0,
        mirror * cos,
        sin,
        to + shiftX - mirror * cos * from - sin * from,
        -mirror * sin,
        cos,
        to + shiftY + mirror * sin * from - cos * from);
  }

  private void erase(RandomGenerator random) {
    double area = random.nextDouble() * settings.erasing().area() * outputSize * outputSize;
    double aspect = Math.exp(symmetric(random, Math.log(3)));
    int width = clamp((int) Math.round(Math.sqrt(area * aspect)));
    int height = clamp((int) Math.round(Math.sqrt(area / aspect)));
    int x = random.nextInt(outputSize - width + 1);
    int y = random.nextInt(outputSize - height + 1);
    Mat hole = normalized.submat(new Rect(x, y, width, height));
    hole.setTo(Scalar.all(random.nextGaussian()));
    hole.release();
  }

  private int clamp(int length) {
    return Math.min(Math.max(length, 1), outputSize);
  }

  private static double symmetric(RandomGenerator random, double reach) {
    return (2 * random.nextDouble() - 1) * reach;
  }

  @Override
  public void close() {
    source.release();
    warped.release();
    normalized.release();
    transform.release();
  }
}
