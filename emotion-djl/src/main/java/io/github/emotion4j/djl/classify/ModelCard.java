package io.github.emotion4j.djl.classify;

import io.github.emotion4j.Emotion;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All that is needed to use a model's weights, and to trust them: the content of {@value
 * ModelFile#CARD_FILE}.
 *
 * @param formatVersion version of this format, {@value #FORMAT_VERSION}
 * @param name short name of the model, for reports
 * @param architecture the network, with its settings
 * @param labels the labels of the outputs, in order; these are the seven of {@link Emotion}
 * @param input what the network takes
 * @param temperature what the logits are divided by before the softmax, positive (Guo et al., 2017,
 *     arXiv 1706.04599)
 * @param weights the file of the weights
 * @param training where the weights come from
 * @param figures how good the model is, by name of the data set's split
 * @param versions versions of the libraries that made it, by name
 */
public record ModelCard(
    int formatVersion,
    String name,
    ArchitectureSettings architecture,
    List<String> labels,
    Input input,
    double temperature,
    Weights weights,
    Training training,
    Map<String, Figures> figures,
    Map<String, String> versions) {

  /** The version of the format that this SDK writes, and the only one that it reads. */
  public static final int FORMAT_VERSION = 1;

  /** The labels that every model of this SDK has, in order. */
  public static final List<String> LABELS =
      Arrays.stream(Emotion.values()).map(Emotion::label).toList();

  /**
   * Makes a card.
   *
   * @param formatVersion version of this format
   * @param name short name of the model
   * @param architecture the network
   * @param labels the labels of the outputs
   * @param input what the network takes
   * @param temperature softmax temperature
   * @param weights the file of the weights
   * @param training where the weights come from
   * @param figures how good the model is
   * @param versions versions of the libraries
   * @throws IllegalArgumentException if the version, the labels or the temperature can't be used
   */
  public ModelCard {
    if (formatVersion != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "format version " + formatVersion + " is not " + FORMAT_VERSION);
    }
    if (!labels.equals(LABELS)) {
      throw new IllegalArgumentException("labels " + labels + " are not " + LABELS);
    }
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException("temperature " + temperature + " is not positive");
    }
    labels = List.copyOf(labels);
    figures = Map.copyOf(figures);
    versions = Map.copyOf(versions);
  }

  /**
   * A network and its settings.
   *
   * @param name the network
   * @param dropout its dropout in training, 0 to below 1
   */
  public record ArchitectureSettings(Architecture name, double dropout) {}

  /**
   * What the network takes: pixels of 0 to 255, divided by 255, less the mean, divided by the
   * standard deviation.
   *
   * @param size side of the square crop in pixels
   * @param colour number and order of the channels
   * @param mean mean of a pixel, 0 to 1
   * @param standardDeviation standard deviation of a pixel, positive
   */
  public record Input(int size, Colour colour, double mean, double standardDeviation) {

    /** FER2013's crops: 48x48, grey, and its pixels' rounded mean and standard deviation. */
    public static final Input FER2013 = new Input(48, Colour.GREY, 0.5, 0.25);

    /**
     * Makes a description.
     *
     * @param size side in pixels
     * @param colour the channels
     * @param mean mean of a pixel
     * @param standardDeviation standard deviation of a pixel
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Input {
      if (size < 1 || size > 1024) {
        throw new IllegalArgumentException("input size " + size + " is not in 1 to 1024");
      }
      if (!Double.isFinite(mean) || !(standardDeviation > 0)) {
        throw new IllegalArgumentException(
            "normalisation " + mean + ", " + standardDeviation + " can't be used");
      }
    }
  }

  /** Channels of a network's input. */
  public enum Colour {
    /** One channel of luminance. */
    GREY(1),
    /** Red, green, blue. */
    RGB(3);

    private final int channels;

    Colour(int channels) {
      this.channels = channels;
    }

    /**
     * Returns the number of channels.
     *
     * @return 1 or 3
     */
    public int channels() {
      return channels;
    }
  }

  /**
   * The file of the weights, a DJL parameter file beside the card.
   *
   * @param file name of the file, without a folder
   * @param sha256 SHA-256 of its bytes in lower-case hexadecimal
   * @param precision how each number is stored
   */
  public record Weights(String file, String sha256, Precision precision) {

    /**
     * Makes a reference to weights.
     *
     * @param file name of the file
     * @param sha256 SHA-256 of its bytes
     * @param precision how each number is stored
     * @throws IllegalArgumentException if the name leaves the folder or the hash is none
     */
    public Weights {
      if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException("weights file name \"" + file + "\" is not allowed");
      }
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("weights hash \"" + sha256 + "\" is no SHA-256");
      }
    }
  }

  /** How the numbers of a weights file are stored. They are computed with in 32 bits always. */
  public enum Precision {
    /** 32-bit floating point. */
    FLOAT32,
    /** 16-bit floating point, half the size. */
    FLOAT16
  }

  /**
   * Where weights come from.
   *
   * @param dataSet name of the data set
   * @param split the split that was trained on
   * @param images number of images trained on
   * @param labelSource whose labels they are, for example {@code "fer2013"}
   * @param epochs number of epochs trained
   * @param bestEpoch the epoch whose weights these are, from 1
   * @param seed seed of all randomness
   * @param recipe all settings of the trainer, by name
   * @param finished when training ended
   */
  public record Training(
      String dataSet,
      String split,
      int images,
      String labelSource,
      int epochs,
      int bestEpoch,
      long seed,
      Map<String, String> recipe,
      Instant finished) {

    /**
     * Makes a provenance.
     *
     * @param dataSet name of the data set
     * @param split the split that was trained on
     * @param images number of images trained on
     * @param labelSource whose labels they are
     * @param epochs number of epochs trained
     * @param bestEpoch the epoch whose weights these are
     * @param seed seed of all randomness
     * @param recipe all settings of the trainer
     * @param finished when training ended
     */
    public Training {
      recipe = Map.copyOf(recipe);
    }
  }

  /**
   * How good a model is on one split.
   *
   * @param images number of images
   * @param accuracy share of images whose likeliest emotion is the label, 0 to 1
   * @param macroF1 mean of the F1 of the emotions, 0 to 1
   * @param expectedCalibrationError mean distance of confidence and accuracy in 15 bins, 0 to 1
   */
  public record Figures(
      int images, double accuracy, double macroF1, double expectedCalibrationError) {}
}
