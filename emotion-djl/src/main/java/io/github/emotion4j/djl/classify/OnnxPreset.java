// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import io.github.emotion4j.Emotion;
import java.util.List;

/**
 * How a foreign emotion network in ONNX format is used: what it takes, and what its numbers mean.
 *
 * <pre>{@code
 * Path file = Path.of("enet_b0_8_va_mtl.onnx");
 * EmotionModel.onnx(file, OnnxPreset.emotiEffLib("enet_b0_8_va_mtl"));
 * EmotionModel.onnx(Path.of("facial_expression_recognition_mobilefacenet_2022july.onnx"),
 *     OnnxPreset.openCvZoo());
 * }</pre>
 *
 * <p>The network takes one tensor of shape (N, 3, size, size), red, green and blue, and gives one
 * of a score for each label, then valence and arousal where it has them.
 *
 * @param input what the network takes
 * @param outputs what its numbers mean
 */
public record OnnxPreset(Input input, Outputs outputs) {

  /**
   * What a network takes.
   *
   * @param cropping how faces are cut out
   * @param size side of the crops in pixels, 1 to 1024
   * @param mean mean of each channel, of pixels of 0 to 1
   * @param standardDeviation standard deviation of each channel, positive
   */
  public record Input(
      Cropping cropping, int size, List<Double> mean, List<Double> standardDeviation) {

    /**
     * Makes a description.
     *
     * @param cropping how faces are cut out
     * @param size side of the crops
     * @param mean mean of each channel
     * @param standardDeviation standard deviation of each channel
     * @throws IllegalArgumentException if a number is out of its range, or there are not three
     *     channels
     */
    public Input {
      BackboneInput colours = BackboneInput.IMAGENET; // checks the channels
      colours = new BackboneInput(colours.size(), mean, standardDeviation);
      if (size < 1 || size > 1024) {
        throw new IllegalArgumentException("The size must be in 1 to 1024, not " + size);
      }
      mean = colours.mean();
      standardDeviation = colours.standardDeviation();
    }
  }

  /**
   * What a network's numbers mean.
   *
   * @param labels the labels of the scores, in order
   * @param meaning what the labels mean
   * @param scores what the scores are
   * @param affect whether valence and arousal follow the scores, -1 to 1
   */
  public record Outputs(List<String> labels, LabelMapping meaning, Scores scores, boolean affect) {

    /**
     * Makes a description.
     *
     * @param labels the labels
     * @param meaning what they mean
     * @param scores what the scores are
     * @param affect whether valence and arousal follow
     * @throws IllegalArgumentException if the labels do not give the seven emotions
     */
    public Outputs {
      labels = List.copyOf(labels);
      meaning.requireComplete(labels);
    }
  }

  /** How faces are cut out of pictures for a network. */
  public enum Cropping {
    /** As the faces of FER2013: turned upright, a square from forehead to chin. */
    FER2013,

    /** The face's box, stretched to a square. */
    BOX,

    /**
     * By a turn, a scale and a shift that bring the five points of the face nearest to where they
     * are in the crops that networks for face recognition take (112x112); as FER2013 where there
     * are no points.
     */
    FIVE_POINTS
  }

  /** What the scores of a network are. */
  public enum Scores {
    /** Numbers that a softmax turns into probabilities. */
    LOGITS,
    /** Probabilities. */
    PROBABILITIES,
    /** Probabilities where none is negative and they sum to 1, else logits. */
    EITHER
  }

  private static final List<String> SEVEN =
      List.of("Anger", "Disgust", "Fear", "Happiness", "Neutral", "Sadness", "Surprise");
  private static final List<String> EIGHT =
      List.of(
          "Anger", "Contempt", "Disgust", "Fear", "Happiness", "Neutral", "Sadness", "Surprise");

  /** The mean and deviation that turn 0 to 1 into -1 to 1. */
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

  /**
   * Returns the preset of a file of EmotiEffLib (before, HSEmotion), by the rules of that library:
   * the file's name says whether the network knows seven emotions ({@code _7}) or eight, whether it
   * gives valence and arousal ({@code _mtl}), and what it takes ({@code mbf_}, {@code _b2_}, {@code
   * ddamfnet}). Contempt is no emotion of ours and is kept as {@link
   * io.github.emotion4j.EmotionResult#otherLabels() another label}.
   *
   * @param name name of the file, with or without its ending
   * @return the preset
   * @see <a href="https://github.com/sb-ai-lab/EmotiEffLib">EmotiEffLib, facial_analysis.py</a>
   */
  public static OnnxPreset emotiEffLib(String name) {
    boolean mobileFaceNet = name.contains("mbf_");
    boolean seven = name.contains("_7");
    int size = mobileFaceNet || name.contains("ddamfnet") ? 112 : name.contains("_b2_") ? 260 : 224;
    return new OnnxPreset(
        new Input(
            Cropping.BOX,
            size,
            mobileFaceNet ? HALF : BackboneInput.IMAGENET.mean(),
            mobileFaceNet ? HALF : BackboneInput.IMAGENET.standardDeviation()),
        new Outputs(
            seven ? SEVEN : EIGHT,
            LabelMapping.standard().keep("contempt"),
            Scores.LOGITS,
            name.contains("_mtl")));
  }

  /**
   * Returns the preset of OpenCV Zoo's facial expression recognition, a MobileFaceNet that knows
   * the seven emotions.
   *
   * @return the preset
   * @see <a
   *     href="https://github.com/opencv/opencv_zoo/tree/main/models/facial_expression_recognition">OpenCV
   *     Zoo, facial_fer_model.py</a>
   */
  public static OnnxPreset openCvZoo() {
    return new OnnxPreset(
        new Input(Cropping.FIVE_POINTS, 112, HALF, HALF),
        new Outputs(
            List.of("angry", "disgust", "fearful", "happy", "neutral", "sad", "surprised"),
            LabelMapping.standard().map("fearful", Emotion.FEAR).map("surprised", Emotion.SURPRISE),
            Scores.EITHER,
            false));
  }
}
