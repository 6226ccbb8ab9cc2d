// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Turns face crops into a network's input, and its output into probabilities.
 *
 * <p>A crop of any size is scaled to the network's and made grey or RGB; pixels are divided by 255,
 * less the mean, divided by the standard deviation; the tensor is of shape (N, channels, size,
 * size). The output, of shape (N, labels), is divided by the temperature and goes through a
 * softmax. All crops of a call make one batch. Immutable and safe to share between threads.
 */
public final class EmotionTranslator implements Translator<Image, Classifications> {

  private final List<String> labels;
  private final ModelCard.Input input;
  private final double temperature;
  private final boolean softmax;

  /**
   * Makes a translator for a network that gives logits.
   *
   * @param labels the labels of the outputs, in order
   * @param input what the network takes
   * @param temperature what the logits are divided by, positive
   */
  public EmotionTranslator(List<String> labels, ModelCard.Input input, double temperature) {
    this(labels, input, temperature, true);
  }

  /**
   * Makes a translator.
   *
   * @param labels the labels of the outputs, in order
   * @param input what the network takes
   * @param temperature what the logits are divided by, positive
   * @param softmax whether the network gives logits; false if it gives probabilities already
   */
  EmotionTranslator(
      List<String> labels, ModelCard.Input input, double temperature, boolean softmax) {
    OpenCv.load();
    this.labels = List.copyOf(labels);
    this.input = input;
    this.temperature = temperature;
    this.softmax = softmax;
  }

  /** Returns the side of the network's input, in pixels. */
  int inputSize() {
    return input.size();
  }

  @Override
  public NDList processInput(TranslatorContext context, Image image) {
    return new NDList(batch(context.getNDManager(), List.of(image)).get(0));
  }

  @Override
  public NDList batchProcessInput(TranslatorContext context, List<Image> images) {
    return new NDList(batch(context.getNDManager(), images));
  }

  private NDArray batch(NDManager manager, List<Image> images) {
    int channels = input.colour().channels();
    byte[] pixels = new byte[input.size() * input.size() * channels];
    ByteBuffer buffer = ByteBuffer.allocateDirect(images.size() * pixels.length);
    for (Image image : images) {
      readPixels(manager, image, pixels);
      buffer.put(pixels);
    }
    NDArray bytes =
        manager.create(
            buffer.rewind(),
            new Shape(images.size(), input.size(), input.size(), channels),
            DataType.UINT8);
    double factor = 1 / (255 * input.standardDeviation());
    return bytes
        .toType(DataType.FLOAT32, true)
        .muli(factor)
        .subi(input.mean() / input.standardDeviation())
        .transpose(0, 3, 1, 2);
  }

  private void readPixels(NDManager manager, Image image, byte[] pixels) {
    if (image.getWrappedImage() instanceof Mat picture) {
      readPixels(picture, pixels);
      return;
    }
    // Another of DJL's image kinds: through its tensor, RGB and of shape (height, width, 3).
    try (NDArray rgb = image.toNDArray(manager, Image.Flag.COLOR)) {
      Shape shape = rgb.getShape();
      Mat picture = new Mat((int) shape.get(0), (int) shape.get(1), org.opencv.core.CvType.CV_8UC3);
      picture.put(0, 0, rgb.toByteArray());
      Imgproc.cvtColor(picture, picture, Imgproc.COLOR_RGB2BGR);
      readPixels(picture, pixels);
      picture.release();
    }
  }

  private void readPixels(Mat picture, byte[] pixels) {
    Mat scaled = new Mat();
    Mat converted = new Mat();
    try {
      Mat current = picture;
      if (picture.width() != input.size() || picture.height() != input.size()) {
        boolean smaller = picture.width() > input.size();
        Imgproc.resize(
            picture,
            scaled,
            new Size(input.size(), input.size()),
            0,
            0,
            smaller ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR);
        current = scaled;
      }
      int conversion = conversion(current.channels());
      if (conversion >= 0) {
        Imgproc.cvtColor(current, converted, conversion);
        current = converted;
      }
      current.get(0, 0, pixels);
    } finally {
      scaled.release();
      converted.release();
    }
  }

  private int conversion(int channels) {
    return switch (input.colour()) {
      case GREY -> channels == 1 ? -1 : Imgproc.COLOR_BGR2GRAY;
      case RGB -> channels == 1 ? Imgproc.COLOR_GRAY2RGB : Imgproc.COLOR_BGR2RGB;
    };
  }

  @Override
  public Classifications processOutput(TranslatorContext context, NDList list) {
    return classifications(list.singletonOrThrow().expandDims(0)).get(0);
  }

  @Override
  public List<Classifications> batchProcessOutput(TranslatorContext context, NDList list) {
    return classifications(list.singletonOrThrow());
  }

  private List<Classifications> classifications(NDArray outputs) {
    if (outputs.getShape().dimension() != 2 || outputs.getShape().get(1) != labels.size()) {
      throw new IllegalStateException(
          "The network's output has shape "
              + outputs.getShape()
              + ", but the labels are "
              + labels.size()
              + ": "
              + labels);
    }
    NDArray probabilities = softmax ? outputs.mul(1 / temperature).softmax(1) : outputs;
    float[] values = probabilities.toFloatArray();
    List<Classifications> results = new ArrayList<>();
    for (int from = 0; from < values.length; from += labels.size()) {
      List<Double> row = new ArrayList<>(labels.size());
      for (int i = 0; i < labels.size(); i++) {
        row.add((double) values[from + i]);
      }
      results.add(new Classifications(labels, row));
    }
    return results;
  }

  @Override
  public Batchifier getBatchifier() {
    return Batchifier.STACK;
  }
}
