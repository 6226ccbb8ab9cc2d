// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.emotion4j.Affect;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.internal.engine.OnnxRuntime;
import io.github.emotion4j.djl.internal.engine.OwnClassLoader;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.pool.Lifetime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network with its weights, from wherever it comes: {@linkplain #embedded() this SDK's jar},
 * {@linkplain #load(Path) the SDK's trainer}, or {@linkplain #fromZoo(Criteria) any DJL model zoo}.
 *
 * <p>Safe to share between threads. Holds native memory: close it, or give it to a detector, which
 * then does; one model is for one detector. Closing it while it is used is safe: that waits for the
 * predictions in flight, and later ones fail.
 */
public final class EmotionModel implements AutoCloseable {

  private static final int FOREIGN_CROP_SIZE = 224;

  private final ZooModel<Image, Classifications> model;
  private final Origin origin;
  private final LabelMapping labels;
  private final OnnxPreset.Cropping cropping;
  private final Device device;
  private final Lifetime lifetime;
  private final AtomicBoolean owned = new AtomicBoolean();
  private volatile boolean takesBatches = true;

  /** Where a model comes from. */
  private record Origin(
      String name, Optional<ModelCard> card, OptionalLong weightsBytes, String sha256) {

    /** A hash that nobody computed. */
    static final String UNKNOWN = "unknown";
  }

  private EmotionModel(
      ZooModel<Image, Classifications> model,
      Origin origin,
      LabelMapping labels,
      OnnxPreset.Cropping cropping) {
    this.model = model;
    this.origin = origin;
    this.labels = labels;
    this.cropping = cropping;
    this.device = model.getNDManager().getDevice();
    this.lifetime = new Lifetime("The model " + origin.name());
  }

  /**
   * Loads the default model in this SDK's jar.
   *
   * @return the model
   * @throws ModelException if it can't be loaded
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel embedded() {
    return embedded(EmbeddedModels.DEFAULT_MODEL);
  }

  /**
   * Loads a model in this SDK's jar.
   *
   * @param name one of {@link EmbeddedModels#names()}
   * @return the model
   * @throws ModelException if there is none of that name, or it can't be loaded
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel embedded(String name) {
    return of(EmbeddedModels.read(name));
  }

  /**
   * Loads a model that this SDK's trainer wrote, unless it may run code of its own.
   *
   * @param path its folder, or a zip of it
   * @return the model
   * @throws ModelException if it is missing, altered, of an unknown version, or a TorchScript
   *     backbone, for which there is {@link #loadTrusted(Path)}
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel load(Path path) {
    return of(ModelFile.read(path));
  }

  /**
   * Loads a model that this SDK's trainer wrote, on a device, unless it may run code of its own.
   *
   * @param path its folder, or a zip of it
   * @param device where it runs
   * @return the model
   * @throws ModelException if it is missing, altered, of an unknown version, or a TorchScript
   *     backbone, for which there is {@link #loadTrusted(Path, Device)}
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel load(Path path, Device device) {
    return of(ModelFile.read(path), device);
  }

  /**
   * Loads a model that this SDK's trainer wrote, and lets it run whatever code is in it: a network
   * on a TorchScript backbone holds the backbone's program. Load only what you trust as you trust a
   * dependency.
   *
   * @param path its folder, or a zip of it
   * @return the model
   * @throws ModelException if it is missing, altered, or of an unknown version, or if a backbone
   *     gives a picture other probabilities beside another one than alone
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel loadTrusted(Path path) {
    return of(ModelFile.readTrusted(path));
  }

  /**
   * Loads a model that this SDK's trainer wrote, on a device, and lets it run whatever code is in
   * it, as {@link #loadTrusted(Path)} does.
   *
   * @param path its folder, or a zip of it
   * @param device where it runs
   * @return the model
   * @throws ModelException if it is missing, altered, or of an unknown version, or if a backbone
   *     gives a picture other probabilities beside another one than alone
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel loadTrusted(Path path, Device device) {
    return of(ModelFile.readTrusted(path), device);
  }

  /**
   * Loads a model whose file was read, for example because its card decides whether to load it.
   *
   * @param file the file; where {@link ModelFile#readTrusted(Path)} read it and it is a TorchScript
   *     backbone, its code runs
   * @return the model
   * @throws ModelException if it can't be loaded, or if a backbone gives a picture other
   *     probabilities beside another one than alone
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel of(ModelFile file) {
    return of(file, DeviceChoice.AUTO);
  }

  /**
   * Loads a model whose file was read, on a device.
   *
   * @param file the file; where {@link ModelFile#readTrusted(Path)} read it and it is a TorchScript
   *     backbone, its code runs
   * @param device where it runs
   * @return the model
   * @throws ModelException if it can't be loaded, or if a backbone gives a picture other
   *     probabilities beside another one than alone
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library, or the
   *     GPU that is asked for, is missing
   * @throws IllegalArgumentException if the GPU is not among those that there are
   */
  public static EmotionModel of(ModelFile file, DeviceChoice device) {
    return of(file, file.newZooModel(device));
  }

  private static EmotionModel of(ModelFile file, Device device) {
    return of(file, file.newZooModel(device));
  }

  private static EmotionModel of(ModelFile file, ZooModel<Image, Classifications> network) {
    ModelCard card = file.card();
    EmotionModel model =
        new EmotionModel(
            network,
            new Origin(
                card.name(),
                Optional.of(card),
                OptionalLong.of(file.weightsBytes()),
                card.weights().sha256()),
            LabelMapping.standard(),
            OnnxPreset.Cropping.FER2013);
    if (card.network().architecture().runsCode()) {
      model.probe();
    }
    return model;
  }

  /**
   * Loads an emotion network of others in ONNX format, which ONNX Runtime runs on the CPU; DJL's
   * engine for that is an optional dependency. Such a file is data and runs no code.
   *
   * @param file the file
   * @param preset how the network is used
   * @return the model, tried on two pictures
   * @throws ModelException if it can't be read or run, or is not as the preset says
   * @throws io.github.emotion4j.MissingDependencyException if ONNX Runtime is missing
   */
  public static EmotionModel onnx(Path file, OnnxPreset preset) {
    OnnxRuntime.require("A model in ONNX format");
    String name = String.valueOf(file.getFileName());
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ModelException("The model " + file + " can't be read: " + e, e);
    }
    EmotionModel model =
        new EmotionModel(
            new ZooModel<>(OnnxRuntime.load(name, bytes), new EmotionTranslator(preset)),
            new Origin(
                name, Optional.empty(), OptionalLong.of(bytes.length), ModelFormat.sha256(bytes)),
            preset.outputs().meaning(),
            preset.input().cropping());
    model.probe();
    return model;
  }

  /**
   * Loads a model from a DJL model zoo, an address or a folder, whose labels are ours or the nouns
   * for them.
   *
   * @param criteria what to load, as for {@link #fromZoo(Criteria, LabelMapping)}
   * @return the model, tried on two pictures, each alone and both at once
   * @throws ModelException if it can't be loaded, could run code of its own, its labels are not the
   *     seven emotions, or it gives a picture other probabilities beside another one than alone
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel fromZoo(Criteria<Image, Classifications> criteria) {
    return fromZoo(criteria, LabelMapping.standard());
  }

  /**
   * Loads a model from a DJL model zoo, an address or a folder, with labels of its own, so that no
   * code that comes with it runs.
   *
   * <p>A TorchScript file ({@code .pt}) is a program, and DJL also runs classes that lie beside a
   * model. Neither can happen where the criteria give both the block ({@code optBlock}) and the
   * translator ({@code optTranslator} or {@code optTranslatorFactory}), or the group of {@link
   * EmbeddedModels}; everything else is refused before anything is loaded. Use {@link
   * #fromTrustedZoo(Criteria, LabelMapping)} for what you trust as you trust a dependency.
   *
   * @param criteria what to load; a model without a translator of its own can use {@link
   *     EmotionTranslatorFactory}
   * @param labels what its labels mean
   * @return the model, tried on two pictures, each alone and both at once
   * @throws ModelException if it can't be loaded, could run code of its own, its labels don't give
   *     the seven emotions, or it gives a picture other probabilities beside another one than alone
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel fromZoo(
      Criteria<Image, Classifications> criteria, LabelMapping labels) {
    boolean ours = EmbeddedModels.GROUP_ID.equals(criteria.getGroupId());
    if (!ours && (criteria.getBlock() == null || criteria.getTranslatorFactory() == null)) {
      throw new ModelException(
          "The model "
              + criteria
              + " may run code of its own, as TorchScript files do; give its block and translator"
              + " in the criteria, or, if you trust where it comes from, load it with"
              + " EmotionModel.fromTrustedZoo");
    }
    return fromTrustedZoo(criteria, labels);
  }

  /**
   * Loads a model from a DJL model zoo, an address or a folder, and lets it run whatever code comes
   * with it: TorchScript files are programs, and DJL may load classes that lie beside them. Load
   * only what you trust as you trust a dependency, and by {@code https:} or from a file.
   *
   * @param criteria what to load; a model without a translator of its own can use {@link
   *     EmotionTranslatorFactory}
   * @param labels what its labels mean
   * @return the model, tried on two pictures, each alone and both at once
   * @throws ModelException if it can't be loaded, its labels don't give the seven emotions, or it
   *     gives a picture other probabilities beside another one than alone
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static EmotionModel fromTrustedZoo(
      Criteria<Image, Classifications> criteria, LabelMapping labels) {
    PyTorch.require();
    OpenCv.load();
    try {
      ZooModel<Image, Classifications> model = OwnClassLoader.load(criteria);
      EmotionModel loaded =
          new EmotionModel(
              model,
              new Origin(model.getName(), Optional.empty(), OptionalLong.empty(), Origin.UNKNOWN),
              labels,
              OnnxPreset.Cropping.FER2013);
      loaded.probe();
      return loaded;
    } catch (ModelException e) {
      throw e;
    } catch (ModelNotFoundException
        | MalformedModelException
        | IOException
        | RuntimeException e) { // such as a translator factory that refuses its arguments
      throw new ModelException("Can't load the model " + criteria + ": " + e.getMessage(), e);
    }
  }

  private void probe() {
    try {
      takesBatches = new BatchConsistencyCheck(this, labels).run();
    } catch (TranslateException | RuntimeException e) {
      close();
      throw new ModelException(
          "The model " + name() + " can't be used for emotions: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the name.
   *
   * @return the name in its card, or DJL's
   */
  public String name() {
    return origin.name();
  }

  /**
   * Returns the card.
   *
   * @return the description of a model of this SDK; empty for one from elsewhere
   */
  public Optional<ModelCard> card() {
    return origin.card();
  }

  /**
   * Returns the size of the weights as they are stored.
   *
   * @return bytes; empty for a model from elsewhere
   */
  public OptionalLong weightsBytes() {
    return origin.weightsBytes();
  }

  /**
   * Returns the hash of the weights.
   *
   * @return SHA-256 in lower-case hexadecimal, or {@code "unknown"} for a model of a zoo
   */
  public String sha256() {
    return origin.sha256();
  }

  /**
   * Returns what runs the network.
   *
   * @return name and version of the engine, such as {@code "PyTorch 2.7.1"}
   */
  public String engine() {
    Engine engine = model.getNDManager().getEngine();
    boolean pytorch = engine.getEngineName().equals(PyTorch.ENGINE);
    return engine.getEngineName() + " " + (pytorch ? PyTorch.version() : engine.getVersion());
  }

  /**
   * Returns how faces are to be cut out for this model.
   *
   * @return as FER2013's for the models of this SDK
   */
  public OnnxPreset.Cropping cropping() {
    return cropping;
  }

  /**
   * Returns how many crops the network takes at once.
   *
   * @return 1 for a foreign one that failed on two; else as many as memory holds
   */
  public int maxBatch() {
    return takesBatches ? Integer.MAX_VALUE : 1;
  }

  /**
   * Returns the device.
   *
   * @return where the network runs
   */
  public Device device() {
    return device;
  }

  /**
   * Returns the side of the face crops that this model is best given.
   *
   * @return pixels; the model's own input size if it is known
   */
  public int cropSize() {
    return model.getTranslator() instanceof EmotionTranslator translator
        ? translator.inputSize()
        : FOREIGN_CROP_SIZE;
  }

  /**
   * Makes a predictor. It is for one thread at a time; close it. Once the model is closed, it
   * refuses to predict.
   *
   * @return a new predictor
   * @throws IllegalStateException if the model is closed
   */
  public Predictor<Image, Classifications> newPredictor() {
    return lifetime.use(() -> new GuardedPredictor<>(model, lifetime));
  }

  /**
   * Takes the model for its one owner, who will close it; a detector does so when it is built.
   *
   * @throws IllegalStateException if the model has an owner already, or is closed
   */
  public void claim() {
    lifetime.use(() -> model); // not when closed
    if (owned.getAndSet(true)) {
      throw new IllegalStateException(
          "The model "
              + name()
              + " already belongs to a detector, which closes it; load it once more for another");
    }
  }

  /**
   * Turns a prediction into probabilities of the seven emotions.
   *
   * @param prediction what a predictor of this model gave
   * @return a probability for each emotion, summing to 1
   */
  public Map<Emotion, Double> probabilities(Classifications prediction) {
    List<String> names = prediction.getClassNames();
    return labels.apply(names, prediction.getProbabilities());
  }

  /**
   * Turns a prediction into what the model knows beside the seven emotions.
   *
   * @param prediction what a predictor of this model gave
   * @return the kept labels and their probabilities among all; empty for the models of this SDK
   */
  public Map<String, Double> otherLabels(Classifications prediction) {
    return labels.kept(prediction.getClassNames(), prediction.getProbabilities());
  }

  /**
   * Returns the valence and arousal of a prediction.
   *
   * @param prediction what a predictor of this model gave
   * @return the pair, or empty where the model does not give it
   */
  public Optional<Affect> affect(Classifications prediction) {
    return prediction instanceof AffectPrediction both
        ? Optional.of(both.affect())
        : Optional.empty();
  }

  /**
   * Frees the weights, once predictions in flight have ended. Closing twice is harmless.
   *
   * @throws IllegalStateException if it is called from within a prediction, such as by a translator
   */
  @Override
  public void close() {
    lifetime.end(model::close);
  }
}
