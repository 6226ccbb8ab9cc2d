// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Settings of an {@link EmotionTrainer}. Not safe for use by several threads. */
public final class EmotionTrainerBuilder {

  @Nullable Fer2013 dataset;
  int limit;
  @Nullable Path outputDirectory;
  @Nullable String name;
  @Nullable ModelFile initialModel;
  @Nullable Backbone backbone;
  @Nullable Architecture architecture;
  int epochs;
  int batchSize;
  int batchSizeOfRecipe;
  int folds;
  @Nullable String command;
  int cropSize;
  OptimizerKind optimizer = OptimizerKind.SGD_NESTEROV;
  double learningRate;
  double momentum = 0.9;
  double weightDecay = 5e-4;
  double warmUpEpochs = 1;
  int headEpochs = -1;
  @Nullable FerPlus votes;
  LabelSource labels = LabelSource.FER2013;
  double labelSmoothing = 0.1;
  double classBalance;
  double dropout = 0.3;
  double averageDecay = -1;
  int patience;
  Augmentation augmentation = Augmentation.FER2013;
  Arithmetic arithmetic = Arithmetic.FLOAT32;
  DeviceChoice device = DeviceChoice.AUTO;
  final List<EmotionModel> teachers = new ArrayList<>();
  double teacherShare = 0.5;
  long seed = 42;
  boolean resume;
  Duration checkpointInterval = Duration.ofMinutes(3);
  final List<TrainingListener> listeners = new ArrayList<>();
  final List<ai.djl.training.listener.TrainingListener> djlListeners = new ArrayList<>();

  EmotionTrainerBuilder() {}

  /**
   * Sets what a recipe says: network, labels, epochs and more. What is set afterwards wins.
   *
   * @param recipe the recipe
   * @return this
   */
  public EmotionTrainerBuilder recipe(Recipe recipe) {
    recipe.applyTo(this);
    return this;
  }

  /**
   * Sets the data. Required.
   *
   * @param faces of the splits {@code Training} and, if it is there, {@code PublicTest}; no others
   * @return this
   */
  public EmotionTrainerBuilder dataset(Fer2013 faces) {
    this.dataset = Objects.requireNonNull(faces, "dataset");
    return this;
  }

  /**
   * Takes a {@linkplain Fer2013#limitedTo balanced} part of the data, to see whether all works.
   *
   * @param facesOfEachSplit the most faces of a split, at least 1; all by default
   * @return this
   */
  public EmotionTrainerBuilder limit(int facesOfEachSplit) {
    this.limit = SettingRange.atLeast(1, "limit", facesOfEachSplit);
    return this;
  }

  /**
   * Sets the folder for the model, checkpoint and report. Required.
   *
   * @param directory made if missing
   * @return this
   */
  public EmotionTrainerBuilder outputDirectory(Path directory) {
    this.outputDirectory = Objects.requireNonNull(directory, "outputDirectory");
    return this;
  }

  /**
   * Names the model.
   *
   * @param modelName the name in the model's card; the output folder's by default
   * @return this
   */
  public EmotionTrainerBuilder name(String modelName) {
    this.name = SettingRange.notBlank("name", modelName);
    return this;
  }

  /**
   * Sets the network.
   *
   * @param network by default that of the {@link #initialModel initial model}, or without one
   *     {@link Architecture#COMPACT_RESNET}
   * @return this
   */
  public EmotionTrainerBuilder architecture(Architecture network) {
    this.architecture = Objects.requireNonNull(network, "architecture");
    return this;
  }

  /**
   * Starts from a trained model instead of random weights, such as to fit it to faces of one's own.
   *
   * @param model a model of the same architecture; random weights by default
   * @return this
   */
  public EmotionTrainerBuilder initialModel(ModelFile model) {
    this.initialModel = Objects.requireNonNull(model, "initialModel");
    return this;
  }

  /**
   * Starts from a network that learned from other pictures, in place of an {@link #architecture
   * architecture}: transfer learning. A dense layer of random weights on its features is new, so
   * {@link #headEpochs} and a low {@link #learningRate} are in place. The trained model holds the
   * backbone's code, so that only {@link
   * io.github.emotion4j.djl.classify.EmotionModel#loadTrusted(Path)} loads it, and so do the
   * checkpoints: resume only those you trust. What a module has besides parameters, such as running
   * statistics, is not averaged.
   *
   * @param trusted the backbone; none by default
   * @return this
   */
  public EmotionTrainerBuilder backbone(Backbone trusted) {
    this.backbone = Objects.requireNonNull(trusted, "backbone");
    return this;
  }

  /**
   * Sets how often every face is seen.
   *
   * @param count at least 1; 60 by default, or 15 to fit an {@link #initialModel initial model} to
   *     fewer than 1,000 faces
   * @return this
   */
  public EmotionTrainerBuilder epochs(int count) {
    this.epochs = SettingRange.atLeast(1, "epochs", count);
    return this;
  }

  /**
   * Sets how many faces make a step.
   *
   * @param faces at least 2; by default the recipe's or 64, on a GPU 512, halved while an epoch has
   *     fewer than eight steps, down to 8
   * @return this
   */
  public EmotionTrainerBuilder batchSize(int faces) {
    this.batchSize = SettingRange.atLeast(2, "batchSize", faces);
    return this;
  }

  /**
   * Validates by folds: as many trainings, each measured on the part it leaves out, and a last one
   * on all faces, the model. For little data without a split {@code PublicTest}. Nobody is in two
   * parts where file names tell people. No epoch is chosen: the last one counts.
   *
   * @param count at least 2; none by default, a part of the faces is held out then
   * @return this
   */
  public EmotionTrainerBuilder folds(int count) {
    this.folds = SettingRange.atLeast(2, "folds", count);
    return this;
  }

  /**
   * Trains on random crops instead of whole faces, which is faster; validation sees whole faces.
   *
   * @param pixels side of the crops, 16 to the network's input size, which is the default
   * @return this
   */
  public EmotionTrainerBuilder cropSize(int pixels) {
    this.cropSize = SettingRange.atLeast(16, "cropSize", pixels);
    return this;
  }

  /**
   * Sets how weights are updated.
   *
   * @param kind {@link OptimizerKind#SGD_NESTEROV} by default
   * @return this
   */
  public EmotionTrainerBuilder optimizer(OptimizerKind kind) {
    this.optimizer = Objects.requireNonNull(kind, "optimizer");
    return this;
  }

  /**
   * Sets the highest learning rate; it rises to it during the warm-up and falls along a cosine.
   *
   * @param rate positive and below 100; by default 0.05 for SGD and 0.001 for AdamW, of which a
   *     fifth to fit an {@link #initialModel} to fewer than 1,000 faces, and with a GPU's larger
   *     batches times the square root of how many times larger they are
   * @return this
   */
  public EmotionTrainerBuilder learningRate(double rate) {
    this.learningRate = SettingRange.learningRate(rate);
    return this;
  }

  /** Sets the momentum of SGD, 0 to below 1; 0.9 by default. */
  EmotionTrainerBuilder momentum(double share) {
    this.momentum = SettingRange.belowOne("momentum", share);
    return this;
  }

  /**
   * Sets the decay of weights; biases and norms are not decayed.
   *
   * @param decay 0 to below 1; 0.0005 by default
   * @return this
   */
  public EmotionTrainerBuilder weightDecay(double decay) {
    this.weightDecay = SettingRange.belowOne("weightDecay", decay);
    return this;
  }

  /** Sets for how many epochs the learning rate rises, at most all; 1 by default. */
  EmotionTrainerBuilder warmUpEpochs(double count) {
    this.warmUpEpochs = SettingRange.notNegative("warmUpEpochs", count >= 0, count);
    return this;
  }

  /**
   * Trains the last layer alone at first, as one does to fit an {@link #initialModel initial model}
   * or a {@link #backbone backbone} to few faces of one's own: the rest, running statistics of
   * norms included, is left as it is. What it gives for each whole face, without {@link
   * #augmentation}, is computed once, so these epochs take little time.
   *
   * @param count epochs, not negative and not more than all; by default all, to fit an initial
   *     model to fewer than 1,000 faces, and else 0
   * @return this
   */
  public EmotionTrainerBuilder headEpochs(int count) {
    this.headEpochs = SettingRange.atLeast(0, "headEpochs", count);
    return this;
  }

  /**
   * Sets whose labels are learned. {@link LabelSource#MIXED} leaves two models: the one of
   * FER2013's labels in the output folder, and the one of FER+'s in its folder {@code ferplus}.
   *
   * @param source {@link LabelSource#FER2013} by default; the others need {@link #votes votes}
   * @return this
   */
  public EmotionTrainerBuilder labels(LabelSource source) {
    this.labels = Objects.requireNonNull(source, "labels");
    return this;
  }

  /**
   * Sets the votes of FER+ for the faces of the data set.
   *
   * @param ferPlus the votes; none by default
   * @return this
   */
  public EmotionTrainerBuilder votes(FerPlus ferPlus) {
    this.votes = Objects.requireNonNull(ferPlus, "votes");
    return this;
  }

  /**
   * Weighs faces by how rare their emotion is, in the loss of FER2013's labels: an emotion of n
   * faces counts n to the power of 1 less this, instead of n.
   *
   * @param power 0, where all faces count alike and which is the default, to 1, where all emotions
   *     do
   * @return this
   */
  public EmotionTrainerBuilder classBalance(double power) {
    this.classBalance = SettingRange.share("classBalance", power);
    return this;
  }

  /** Sets the share of a label that all emotions have (Szegedy et al., 2015); 0.1 by default. */
  EmotionTrainerBuilder labelSmoothing(double share) {
    this.labelSmoothing = SettingRange.belowOne("labelSmoothing", share);
    return this;
  }

  /**
   * Sets the dropout before dense layers.
   *
   * @param share 0 to below 1; 0.3 by default
   * @return this
   */
  public EmotionTrainerBuilder dropout(double share) {
    this.dropout = SettingRange.belowOne("dropout", share);
    return this;
  }

  /** Sets how slowly the average of the weights, the model, follows them; 0 for no average. */
  EmotionTrainerBuilder averageDecay(double decay) {
    this.averageDecay = SettingRange.belowOne("averageDecay", decay);
    return this;
  }

  /**
   * Stops early when the validation accuracy has not risen.
   *
   * @param epochs epochs without a new best, at least 1; never by default
   * @return this
   */
  public EmotionTrainerBuilder patience(int epochs) {
    this.patience = SettingRange.atLeast(1, "patience", epochs);
    return this;
  }

  /**
   * Sets the random changes of the faces.
   *
   * @param changes {@link Augmentation#FER2013} by default
   * @return this
   */
  public EmotionTrainerBuilder augmentation(Augmentation changes) {
    this.augmentation = Objects.requireNonNull(changes, "augmentation");
    return this;
  }

  /**
   * Sets the numbers that convolutions compute with.
   *
   * @param numbers {@link Arithmetic#FLOAT32} by default; a {@link #backbone backbone} takes no
   *     other
   * @return this
   */
  public EmotionTrainerBuilder arithmetic(Arithmetic numbers) {
    this.arithmetic = Objects.requireNonNull(numbers, "arithmetic");
    return this;
  }

  /**
   * Sets where the network is trained. Asking for a GPU starts PyTorch at once. A training that is
   * resumed elsewhere keeps the batches it began with.
   *
   * @param chosen {@link DeviceChoice#AUTO} by default
   * @return this
   * @throws io.github.emotion4j.MissingDependencyException if no GPU can be used; it says why
   * @throws IllegalArgumentException if there are GPUs, but not the one asked for
   */
  public EmotionTrainerBuilder device(DeviceChoice chosen) {
    if (chosen.isGpu()) {
      chosen.resolve();
    }
    this.device = chosen;
    return this;
  }

  /**
   * Adds a trained model to learn from beside the labels: distillation (Hinton et al., 2015, arXiv
   * 1503.02531, at temperature 1, of calibrated probabilities). It says once what it sees in each
   * face, upright and mirrored; several are averaged. A model of this SDK teaches the output of the
   * labels that it learned, one from elsewhere all. Faces without votes are not taught FER+'s.
   *
   * @param model not closed, and used until the training ends; none by default
   * @return this
   */
  public EmotionTrainerBuilder teacher(EmotionModel model) {
    this.teachers.add(Objects.requireNonNull(model, "teacher"));
    return this;
  }

  /**
   * Sets how much of what is learned comes from the {@link #teacher teachers}.
   *
   * @param share 0 to 1; 0.5 by default, the labels have the rest
   * @return this
   */
  public EmotionTrainerBuilder teacherShare(double share) {
    this.teacherShare = SettingRange.share("teacherShare", share);
    return this;
  }

  /**
   * Sets the seed of everything random.
   *
   * @param number any; 42 by default
   * @return this
   */
  public EmotionTrainerBuilder seed(long number) {
    this.seed = number;
    return this;
  }

  /**
   * Goes on from the output folder's checkpoint, if there is one, at the very step. More {@link
   * #epochs} than it was made with extend a training, and the learning rate of one that had ended
   * falls once more from its peak over the added ones. {@link #patience}, {@link #arithmetic},
   * {@link #device} and {@link #name} may be other than before; other settings are refused.
   *
   * @param goOn false by default: a checkpoint in the folder is then refused, not overwritten
   * @return this
   */
  public EmotionTrainerBuilder resume(boolean goOn) {
    this.resume = goOn;
    return this;
  }

  /**
   * Sets how often a checkpoint is written within an epoch; there is one at the end of each, too.
   *
   * @param time between two checkpoints, 3 minutes by default; zero for one after each step
   * @return this
   */
  public EmotionTrainerBuilder checkpointInterval(Duration time) {
    this.checkpointInterval =
        SettingRange.notNegative("checkpointInterval", !time.isNegative(), time);
    return this;
  }

  /**
   * Names the command that starts the training, for the report; none by default.
   *
   * @param line as it was typed
   * @return this
   */
  public EmotionTrainerBuilder command(String line) {
    this.command = Objects.requireNonNull(line, "command");
    return this;
  }

  /**
   * Adds a listener, which is told of epochs, batches, checkpoints and the end.
   *
   * @param listener none by default
   * @return this
   */
  public EmotionTrainerBuilder listener(TrainingListener listener) {
    this.listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Adds a listener of DJL's, which is given the trainer with its network, and each batch with what
   * the network said. It is told of begin, training batches, epochs and end; validation, which
   * measures other weights, is not done by its trainer.
   *
   * @param listener none by default
   * @return this
   */
  public EmotionTrainerBuilder djlListener(ai.djl.training.listener.TrainingListener listener) {
    this.djlListeners.add(Objects.requireNonNull(listener, "djlListener"));
    return this;
  }

  /**
   * Checks all but the data, which may take a while to load: the settings, PyTorch's library, the
   * output folder and the room on its disk. All that is wrong is told together.
   *
   * @return this
   * @throws IllegalArgumentException if settings are missing or don't go together
   * @throws TrainingException if it is only the output folder
   * @throws io.github.emotion4j.MissingDependencyException if it is the library
   */
  public EmotionTrainerBuilder check() {
    SettingsCheck.requireAllButData(this);
    return this;
  }

  /**
   * Makes the trainer.
   *
   * @return a trainer
   * @throws IllegalStateException if what is required was not set
   * @throws IllegalArgumentException if the settings don't go together; all that don't are told
   * @throws TrainingException if the checkpoint to go on from is damaged
   * @throws io.github.emotion4j.MissingDependencyException if PyTorch can't look for a GPU
   */
  public EmotionTrainer build() {
    return new EmotionTrainer(this);
  }
}
