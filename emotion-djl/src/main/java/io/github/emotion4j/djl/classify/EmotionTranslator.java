// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.emotion4j.Affect;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final double WHITE = 255;

  /** How far the sum of probabilities may be from 1, in 32 bits. */
  private static final double SUM_TOLERANCE = 1e-3;

  private final List<String> labels;
  private final int size;
  private final float[] factors;
  private final float[] summands;
  private final double temperature;
  private final OnnxPreset.Scores scores;
  private final boolean affect;

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
    this.size = input.size();
    this.factors = new float[input.colour().channels()];
    this.summands = new float[factors.length];
    Arrays.fill(factors, (float) (1 / (WHITE * input.standardDeviation())));
    Arrays.fill(summands, (float) (-input.mean() / input.standardDeviation()));
    this.temperature = temperature;
    this.scores = softmax ? OnnxPreset.Scores.LOGITS : OnnxPreset.Scores.PROBABILITIES;
    this.affect = false;
  }

  /** Makes a translator for a foreign network. */
  EmotionTranslator(OnnxPreset preset) {
    OpenCv.load();
    OnnxPreset.Input input = preset.input();
    this.labels = preset.outputs().labels();
    this.size = input.size();
    this.factors = new float[input.mean().size()];
    this.summands = new float[factors.length];
    for (int i = 0; i < factors.length; i++) {
      double deviation = input.standardDeviation().get(i);
      factors[i] = (float) (1 / (WHITE * deviation));
      summands[i] = (float) (-input.mean().get(i) / deviation);
    }
    this.temperature = 1;
    this.scores = preset.outputs().scores();
    this.affect = preset.outputs().affect();
  }

  /** Returns the side of the network's input, in pixels. */
  int inputSize() {
    return size;
  }

  @Override
  public NDList processInput(TranslatorContext context, Image image) {
    return new NDList(tensor(context.getNDManager(), List.of(image)).get(0));
  }

  @Override
  public NDList batchProcessInput(TranslatorContext context, List<Image> images) {
    return new NDList(tensor(context.getNDManager(), images));
  }

  /**
   * Makes a network's input of crops. Pixels are normalised here and not by the engine, for some
   * engines do nothing but run networks.
   *
   * @param manager owns what is made
   * @param images the crops
   * @return numbers of shape (crops, channels, size, size)
   */
  public NDArray tensor(NDManager manager, List<Image> images) {
    int channels = factors.length;
    int area = size * size;
    byte[] pixels = new byte[area * channels];
    FloatBuffer values =
        ByteBuffer.allocateDirect(images.size() * pixels.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (Image image : images) {
      readPixels(manager, image, pixels);
      for (int channel = 0; channel < channels; channel++) {
        for (int i = 0; i < area; i++) {
          int pixel = Byte.toUnsignedInt(pixels[i * channels + channel]);
          values.put(pixel * factors[channel] + summands[channel]);
        }
      }
    }
    return manager.create(values.rewind(), new Shape(images.size(), channels, size, size));
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
      if (picture.width() != size || picture.height() != size) {
        boolean smaller = picture.width() > size;
        Imgproc.resize(
            picture,
            scaled,
            new Size(size, size),
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
    return factors.length == 1
        ? channels == 1 ? -1 : Imgproc.COLOR_BGR2GRAY
        : channels == 1 ? Imgproc.COLOR_GRAY2RGB : Imgproc.COLOR_BGR2RGB;
  }

  @Override
  public Classifications processOutput(TranslatorContext context, NDList list) {
    return classifications(list.singletonOrThrow(), 1).get(0);
  }

  @Override
  public List<Classifications> batchProcessOutput(TranslatorContext context, NDList list) {
    return classifications(list.singletonOrThrow(), 2);
  }

  private List<Classifications> classifications(NDArray outputs, int dimensions) {
    int columns = labels.size() + (affect ? 2 : 0);
    Shape shape = outputs.getShape();
    if (shape.dimension() != dimensions || shape.get(dimensions - 1) != columns) {
      throw new IllegalStateException(
          "The network's output has shape "
              + shape
              + ", but the labels are "
              + labels.size()
              + ": "
              + labels
              + (affect ? ", and valence and arousal" : ""));
    }
    float[] values = outputs.toFloatArray();
    List<Classifications> results = new ArrayList<>();
    for (int from = 0; from < values.length; from += columns) {
      double[] row = new double[labels.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = values[from + i];
      }
      List<Double> probabilities =
          Arrays.stream(areProbabilities(row) ? row : softmax(row)).boxed().toList();
      results.add(
          affect
              ? new AffectPrediction(
                  labels,
                  probabilities,
                  new Affect(
                      inRange(values[from + row.length]), inRange(values[from + row.length + 1])))
              : new Classifications(labels, probabilities));
    }
    return results;
  }

  private boolean areProbabilities(double[] row) {
    return switch (scores) {
      case LOGITS -> false;
      case PROBABILITIES -> true;
      case EITHER ->
          Arrays.stream(row).allMatch(score -> score >= 0)
              && Math.abs(Arrays.stream(row).sum() - 1) < SUM_TOLERANCE;
    };
  }

  private double[] softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double[] powers =
        Arrays.stream(logits).map(logit -> Math.exp((logit - largest) / temperature)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  /** A network may go a little beyond the range that it was taught. */
  private static double inRange(float value) {
    return Math.max(-1, Math.min(1, value));
  }

  @Override
  public Batchifier getBatchifier() {
    return Batchifier.STACK;
  }
}
