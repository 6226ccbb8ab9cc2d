// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.emotion4j.Emotion;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All that is needed to use a model's weights, and to trust them: the content of {@value
 * ModelFile#CARD_FILE}.
 *
 * @param name short name of the model, for reports
 * @param network the network, and what goes in and comes out
 * @param calibration what makes probabilities of its logits
 * @param weights the file of the weights, which may be that of other models too
 * @param training where the weights come from
 * @param figures how good the model is, by name of the data set's split
 * @param versions versions of the libraries that made it, by name
 */
public record ModelCard(
    String name,
    Network network,
    Calibration calibration,
    Weights weights,
    Training training,
    Map<String, Figures> figures,
    Map<String, String> versions) {

  /**
   * The version of the format that this SDK writes. It reads version 1 too, which had one head in a
   * file and no prior, and version 2, which had a bias for neutral only, and turns them into this
   * one.
   */
  public static final int FORMAT_VERSION = 3;

  /** The labels that every model of this SDK has, in order. */
  public static final List<String> LABELS =
      Arrays.stream(Emotion.values()).map(Emotion::label).toList();

  /**
   * Makes a card.
   *
   * @param name short name of the model
   * @param network the network
   * @param calibration what makes probabilities
   * @param weights the file of the weights
   * @param training where the weights come from
   * @param figures how good the model is
   * @param versions versions of the libraries
   * @throws IllegalArgumentException if the weights' precision can't be used for the network
   */
  public ModelCard {
    network.architecture().requirePrecision(weights.precision());
    figures = Map.copyOf(figures);
    versions = Map.copyOf(versions);
  }

  /**
   * A network, and what goes in and comes out.
   *
   * @param architecture the kind of network, with its settings
   * @param labels the labels of the outputs, in order; these are the seven of {@link Emotion}
   * @param input what the network takes
   * @param outputs how the outputs are made of the heads in the file of the weights
   */
  public record Network(
      NetworkSettings architecture, List<String> labels, Input input, ModelOutputs outputs) {

    /**
     * Makes a description.
     *
     * @param architecture the kind of network
     * @param labels the labels of the outputs
     * @param input what the network takes
     * @param outputs how the outputs are made of heads
     * @throws IllegalArgumentException if the labels are others, or the input is none for the
     *     network
     */
    public Network {
      if (!labels.equals(LABELS)) {
        throw new IllegalArgumentException("labels " + labels + " are not " + LABELS);
      }
      if (input.colour() != Colour.GREY || input.size() != architecture.cropSize()) {
        throw new IllegalArgumentException(
            "input of "
                + input.size()
                + " pixels in "
                + input.colour()
                + " does not fit the network, which takes "
                + architecture.cropSize()
                + " in GREY");
      }
      labels = List.copyOf(labels);
    }
  }

  /**
   * What makes probabilities of logits.
   *
   * @param temperature what the logits are divided by before the softmax, positive (Guo et al.,
   *     2017, arXiv 1706.04599)
   * @param neutralPrior the share of neutral faces at which the model says neutral as often as it
   *     is true, above 0 and below 1; empty where nobody measured it
   */
  public record Calibration(double temperature, OptionalDouble neutralPrior) {

    /**
     * Makes a calibration.
     *
     * @param temperature softmax temperature
     * @param neutralPrior the share of neutral faces that the model expects
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Calibration {
      if (!(temperature > 0 && Double.isFinite(temperature))) {
        throw new IllegalArgumentException("temperature " + temperature + " is not positive");
      }
      neutralPrior.ifPresent(
          share -> {
            if (!(share > 0 && share < 1)) {
              throw new IllegalArgumentException("neutral prior " + share + " is not in 0 to 1");
            }
          });
    }
  }

  /** A kind of network with its settings. */
  @JsonTypeInfo(
      use = JsonTypeInfo.Id.DEDUCTION,
      defaultImpl = ArchitectureSettings.class) // so that it is told what misses
  @JsonSubTypes({
    @JsonSubTypes.Type(ArchitectureSettings.class),
    @JsonSubTypes.Type(BackboneSettings.class)
  })
  public sealed interface NetworkSettings permits ArchitectureSettings, BackboneSettings {

    /**
     * Returns the dropout.
     *
     * @return share of activations that are dropped in training, 0 to below 1
     */
    double dropout();

    /**
     * Names the kind of network.
     *
     * @return a word for tables
     */
    String label();

    /**
     * Returns the side of the grey crops that the network takes.
     *
     * @return pixels
     */
    int cropSize();

    /**
     * Tells whether the weights hold a program, which runs when they are loaded.
     *
     * @return whether such a model is to be loaded only if it is trusted
     */
    boolean runsCode();

    /**
     * Makes a network to read weights into.
     *
     * @param manager owns what is loaded
     * @param outputs number of logits, at least 1
     * @return a new, uninitialized network
     */
    Block newBlock(NDManager manager, int outputs);

    /**
     * Makes a network like another of these settings. Its parameters are not to be relied on, but
     * what else it has is the other's.
     *
     * @param other a network of these settings
     * @param manager owns its arrays
     * @param outputs number of logits, at least 1
     * @return an initialized network
     */
    Block newBlockLike(Block other, NDManager manager, int outputs);

    /**
     * Checks how weights are stored.
     *
     * @param precision how each number is stored
     * @throws IllegalArgumentException if that can't be used for this network
     */
    default void requirePrecision(Precision precision) {}
  }

  /**
   * One of this SDK's own networks and its settings.
   *
   * @param name the network
   * @param dropout its dropout in training, 0 to below 1
   */
  public record ArchitectureSettings(Architecture name, double dropout) implements NetworkSettings {

    @Override
    public String label() {
      return name.name();
    }

    @Override
    public int cropSize() {
      return name.inputSize();
    }

    @Override
    public boolean runsCode() {
      return false;
    }

    @Override
    public Block newBlock(NDManager manager, int outputs) {
      return name.newBlock(outputs, dropout);
    }

    @Override
    public Block newBlockLike(Block other, NDManager manager, int outputs) {
      Block block = name.newBlock(outputs, dropout);
      block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, cropSize(), cropSize()));
      return block;
    }
  }

  /**
   * A TorchScript backbone with a dense layer of our own, and its settings.
   *
   * @param backbone what the backbone was called
   * @param backboneInput what our crops are turned into for it
   * @param features number of features that it gives, at least 1
   * @param dropout dropout of the features in training, 0 to below 1
   */
  public record BackboneSettings(
      String backbone, BackboneInput backboneInput, int features, double dropout)
      implements NetworkSettings {

    /**
     * Makes settings.
     *
     * @param backbone what the backbone was called
     * @param backboneInput what our crops are turned into for it
     * @param features number of features
     * @param dropout dropout of the features
     * @throws IllegalArgumentException if a number is out of its range
     */
    public BackboneSettings {
      if (features < 1) {
        throw new IllegalArgumentException("backbone features " + features + " are not positive");
      }
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("dropout " + dropout + " is not in 0 to below 1");
      }
    }

    @Override
    public String label() {
      return "TORCHSCRIPT";
    }

    @Override
    public int cropSize() {
      return Input.FER2013.size();
    }

    @Override
    public boolean runsCode() {
      return true;
    }

    @Override
    public Block newBlock(NDManager manager, int outputs) {
      return BackboneNetwork.unloaded(manager, this, outputs);
    }

    @Override
    public Block newBlockLike(Block other, NDManager manager, int outputs) {
      byte[] torchScript = ((BackboneNetwork) other).torchScript();
      Block block = BackboneNetwork.of(manager, torchScript, this, outputs);
      block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, cropSize(), cropSize()));
      return block;
    }

    @Override
    public void requirePrecision(Precision precision) {
      if (precision != Precision.FLOAT32) {
        throw new IllegalArgumentException(
            "weights of a TorchScript backbone are FLOAT32, not " + precision);
      }
    }
  }

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
   * @param data what was trained on
   * @param epochs number of epochs trained
   * @param bestEpoch the epoch whose weights these are, from 1
   * @param seed seed of all randomness
   * @param recipe all settings of the trainer, by name
   * @param finished when training ended
   */
  public record Training(
      TrainingData data,
      int epochs,
      int bestEpoch,
      long seed,
      Map<String, String> recipe,
      Instant finished) {

    /**
     * Makes a provenance.
     *
     * @param data what was trained on
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
   * What was trained on.
   *
   * @param dataSet name of the data set
   * @param split the split that was trained on
   * @param images number of images trained on
   * @param labelSource whose labels they are, for example {@code "fer2013"}
   */
  public record TrainingData(String dataSet, String split, int images, String labelSource) {}

  /**
   * How good a model is on one split.
   *
   * @param images number of images
   * @param accuracy share of images whose likeliest emotion is the label, 0 to 1
   * @param macroF1 mean of the F1 of the emotions, 0 to 1
   * @param expectedCalibrationError mean distance of confidence and accuracy in 15 bins, 0 to 1; of
   *     those images that the temperature was not fitted on
   */
  public record Figures(
      int images, double accuracy, double macroF1, double expectedCalibrationError) {}
}
