// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network on labelled faces.
 *
 * <pre>{@code
 * TrainingResult result = EmotionTrainer.builder()
 *     .dataset(Fer2013.load(Path.of("fer2013.zip")))
 *     .architecture(Architecture.COMPACT_RESNET)
 *     .epochs(60)
 *     .outputDirectory(Path.of("build/my-cnn"))
 *     .build()
 *     .train();
 * }</pre>
 *
 * <p>Trains on the split {@code Training} and validates on {@code PublicTest}; a data set without
 * the second gives up a tenth of the first, chosen by the seed. After every epoch the output folder
 * holds the best model so far, a checkpoint, the history as CSV and the curves. A training that was
 * killed goes on with {@code resume(true)} and ends, on a CPU with the same number of threads, with
 * the same weights as one that was not.
 *
 * <p>Runs on all GPUs that DJL sees, otherwise on the CPU. An instance trains once at a time.
 */
public final class EmotionTrainer {

  private final Fer2013 dataset;
  private final Path outputDirectory;
  private final TrainingSettings settings;
  private final boolean resume;
  private final boolean progressBar;
  private final String name;
  private final ModelCard.NetworkSettings network;
  private final Optional<ModelFile> initialModel;
  private final Optional<Backbone> backbone;
  private final Teachers teachers;
  private final List<ModelFile> consistentTeachers;
  private final Optional<FerPlus> votes;

  private EmotionTrainer(Builder builder) {
    this.dataset = require("dataset", builder.dataset);
    this.outputDirectory = require("outputDirectory", builder.outputDirectory);
    this.resume = builder.resume;
    this.progressBar = builder.progressBar;
    this.name = builder.name != null ? builder.name : nameOf(outputDirectory);
    this.initialModel = Optional.ofNullable(builder.initialModel);
    this.backbone = Optional.ofNullable(builder.backbone);
    this.teachers = new Teachers(builder.teachers, builder.teacherShare);
    teachers.requireHeadsOf(builder.labels);
    this.consistentTeachers = List.copyOf(builder.consistentTeachers);
    requireConsistent(builder);
    this.votes = Optional.ofNullable(builder.votes);
    if (builder.labels.needsVotes() && votes.isEmpty()) {
      throw new IllegalStateException(
          "EmotionTrainer needs votes, FerPlus.load(...), for the labels " + builder.labels);
    }
    this.network = network(builder);
    int cropSize = builder.cropSize == 0 ? network.cropSize() : builder.cropSize;
    if (cropSize != network.cropSize() && !takesAnySize(network)) {
      throw new IllegalArgumentException(
          "cropSize can't be "
              + cropSize
              + ": "
              + network.label()
              + " takes "
              + network.cropSize()
              + " pixels only");
    }
    if (cropSize > network.cropSize()) {
      throw new IllegalArgumentException(
          "cropSize must be at most " + network.cropSize() + ", not " + cropSize);
    }
    if (builder.warmUpEpochs > builder.epochs) {
      throw new IllegalArgumentException(
          "warmUpEpochs must be at most the epochs, "
              + builder.epochs
              + ", not "
              + builder.warmUpEpochs);
    }
    if (builder.headEpochs > builder.epochs) {
      throw new IllegalArgumentException(
          "headEpochs must be at most the epochs, "
              + builder.epochs
              + ", not "
              + builder.headEpochs);
    }
    this.settings =
        new TrainingSettings(
            backbone
                .map(given -> network.label() + " " + given.name() + ", " + given.input())
                .orElse(network.label()),
            builder.epochs,
            builder.batchSize,
            cropSize,
            builder.optimizer,
            builder.learningRate != 0 ? builder.learningRate : defaultRate(builder.optimizer),
            builder.momentum,
            builder.weightDecay,
            builder.warmUpEpochs,
            builder.headEpochs,
            builder.labels,
            builder.labelSmoothing,
            builder.classBalance,
            builder.dropout,
            builder.averageDecay,
            builder.patience,
            builder.augmentation,
            builder.mixup,
            builder.sharpnessRadius,
            builder.arithmetic,
            teachers.label(),
            Teachers.label(consistentTeachers),
            builder.teachers.isEmpty() && consistentTeachers.isEmpty() ? 0 : builder.teacherShare,
            backbone
                .map(Backbone::sha256)
                .or(() -> initialModel.map(model -> model.card().weights().sha256()))
                .orElse("random"),
            builder.seed);
  }

  private static void requireConsistent(Builder builder) {
    if (!builder.teachers.isEmpty() && !builder.consistentTeachers.isEmpty()) {
      throw new IllegalArgumentException(
          "Learn from teachers of unchanged faces, or from consistentTeachers, not both");
    }
    builder.consistentTeachers.forEach(
        teacher -> ConsistentTeachers.headOf(teacher.card(), builder.labels.heads()));
  }

  private static ModelCard.NetworkSettings network(Builder builder) {
    if (builder.backbone != null) {
      if (builder.initialModel != null) {
        throw new IllegalArgumentException("Start from a backbone or an initialModel, not both");
      }
      if (builder.architecture != null) {
        throw new IllegalArgumentException(
            "Train on a backbone or the architecture "
                + builder.architecture
                + " (which may come from a recipe), not both");
      }
      if (builder.arithmetic != Arithmetic.FLOAT32) {
        throw new IllegalArgumentException(
            "A backbone is trained in FLOAT32, not " + builder.arithmetic);
      }
      return builder.backbone.settings(builder.dropout);
    }
    Architecture architecture =
        builder.architecture != null
            ? builder.architecture
            : builder.initialModel == null
                ? Architecture.COMPACT_RESNET
                : architecture(builder.initialModel);
    if (builder.initialModel != null && architecture(builder.initialModel) != architecture) {
      throw new IllegalArgumentException(
          "initialModel is a "
              + architecture(builder.initialModel)
              + ", but the architecture to train is "
              + architecture);
    }
    return new ModelCard.ArchitectureSettings(architecture, builder.dropout);
  }

  private static Architecture architecture(ModelFile initialModel) {
    if (initialModel.card().architecture() instanceof ModelCard.ArchitectureSettings own) {
      return own.name();
    }
    throw new IllegalArgumentException(
        "initialModel can't be a TorchScript backbone; give the TorchScript file to backbone");
  }

  private static boolean takesAnySize(ModelCard.NetworkSettings network) {
    return network instanceof ModelCard.ArchitectureSettings own && own.name().anySize();
  }

  private static String nameOf(Path directory) {
    Path last = directory.toAbsolutePath().normalize().getFileName();
    return last == null ? "emotion-model" : last.toString();
  }

  private static <T> T require(String argument, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("EmotionTrainer needs a " + argument);
    }
    return value;
  }

  private static double defaultRate(OptimizerKind optimizer) {
    return switch (optimizer) {
      case SGD_NESTEROV -> 0.05;
      case ADAM_W -> 0.001;
    };
  }

  /**
   * Begins the settings of a trainer.
   *
   * @return a builder; data set and output folder are required
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains to the end.
   *
   * @return the best model's figures, and where it is
   * @throws TrainingException if the data don't do, a checkpoint doesn't fit, the loss is no
   *     number, or the disk fails; the last checkpoint is intact
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public TrainingResult train() {
    return new TrainingRun(
            name,
            dataset,
            votes,
            outputDirectory,
            settings,
            network,
            initialModel,
            backbone,
            teachers,
            consistentTeachers,
            resume,
            progressBar)
        .run();
  }

  /** Settings of an {@link EmotionTrainer}. Not safe for use by several threads. */
  public static final class Builder {

    private @Nullable Fer2013 dataset;
    private @Nullable Path outputDirectory;
    private @Nullable String name;
    private @Nullable ModelFile initialModel;
    private @Nullable Backbone backbone;
    private @Nullable Architecture architecture;
    private int epochs = 60;
    private int batchSize = 64;
    private int cropSize;
    private OptimizerKind optimizer = OptimizerKind.SGD_NESTEROV;
    private double learningRate;
    private double momentum = 0.9;
    private double weightDecay = 5e-4;
    private double warmUpEpochs = 1;
    private int headEpochs;
    private @Nullable FerPlus votes;
    private LabelSource labels = LabelSource.FER2013;
    private double labelSmoothing = 0.1;
    private double classBalance;
    private double dropout = 0.3;
    private double averageDecay = 0.999;
    private int patience;
    private Augmentation augmentation = Augmentation.FER2013;
    private double mixup;
    private double sharpnessRadius;
    private Arithmetic arithmetic = Arithmetic.FLOAT32;
    private final List<EmotionModel> teachers = new ArrayList<>();
    private final List<ModelFile> consistentTeachers = new ArrayList<>();
    private double teacherShare = 0.5;
    private long seed = 42;
    private boolean resume;
    private boolean progressBar;

    private Builder() {}

    /**
     * Sets what a recipe says: network, labels, epochs and all else that it was found with. What is
     * set afterwards wins.
     *
     * @param recipe the recipe
     * @return this
     */
    public Builder recipe(Recipe recipe) {
      recipe.applyTo(this);
      return this;
    }

    /**
     * Sets the data. Required.
     *
     * @param faces faces of the splits {@code Training} and, if there are any, {@code PublicTest};
     *     others are never looked at
     * @return this
     */
    public Builder dataset(Fer2013 faces) {
      this.dataset = Objects.requireNonNull(faces, "dataset");
      return this;
    }

    /**
     * Sets the folder for the model, checkpoint and report. Required.
     *
     * @param directory made if missing
     * @return this
     */
    public Builder outputDirectory(Path directory) {
      this.outputDirectory = Objects.requireNonNull(directory, "outputDirectory");
      return this;
    }

    /**
     * Names the model.
     *
     * @param modelName the name in the model's card; the output folder's by default
     * @return this
     */
    public Builder name(String modelName) {
      if (modelName.isBlank()) {
        throw new IllegalArgumentException("name must not be blank");
      }
      this.name = modelName;
      return this;
    }

    /**
     * Sets the network.
     *
     * @param network by default that of the {@link #initialModel initial model}, or without one
     *     {@link Architecture#COMPACT_RESNET}
     * @return this
     */
    public Builder architecture(Architecture network) {
      this.architecture = Objects.requireNonNull(network, "architecture");
      return this;
    }

    /**
     * Starts from a trained model instead of random weights: to go on with another recipe, or to
     * fit a model to faces of one's own.
     *
     * @param model a model of the same architecture; random weights by default
     * @return this
     */
    public Builder initialModel(ModelFile model) {
      this.initialModel = Objects.requireNonNull(model, "initialModel");
      return this;
    }

    /**
     * Starts from a network that learned from other pictures, in place of an {@link #architecture
     * architecture}: transfer learning. A dense layer of random weights on its features is new, so
     * {@link #headEpochs} and a low {@link #learningRate} are in place. The trained model holds the
     * backbone's code, so that only {@link
     * io.github.emotion4j.djl.classify.EmotionModel#loadTrusted(Path)} loads it, and so do the
     * checkpoints: resume only those you trust.
     *
     * <p>The model's weights are moving averages, but what a module has besides parameters, such as
     * running statistics of norms, is as the last step left it. Runs on one GPU at most.
     *
     * @param trusted the backbone; none by default
     * @return this
     */
    public Builder backbone(Backbone trusted) {
      this.backbone = Objects.requireNonNull(trusted, "backbone");
      return this;
    }

    /**
     * Sets how often every face is seen.
     *
     * @param count at least 1; 60 by default
     * @return this
     */
    public Builder epochs(int count) {
      this.epochs = atLeast(1, "epochs", count);
      return this;
    }

    /**
     * Sets how many faces make a step.
     *
     * @param faces at least 2; 64 by default
     * @return this
     */
    public Builder batchSize(int faces) {
      this.batchSize = atLeast(2, "batchSize", faces);
      return this;
    }

    /**
     * Trains on random crops instead of whole faces, which is faster; validation sees whole faces.
     *
     * @param pixels side of the crops, 16 to the network's input size, which is the default
     * @return this
     */
    public Builder cropSize(int pixels) {
      this.cropSize = atLeast(16, "cropSize", pixels);
      return this;
    }

    /**
     * Sets how weights are updated.
     *
     * @param kind {@link OptimizerKind#SGD_NESTEROV} by default
     * @return this
     */
    public Builder optimizer(OptimizerKind kind) {
      this.optimizer = Objects.requireNonNull(kind, "optimizer");
      return this;
    }

    /**
     * Sets the highest learning rate; it rises to it during the warm-up and falls along a cosine.
     *
     * @param rate positive and below 100; 0.05 by default for SGD and 0.001 for AdamW
     * @return this
     */
    public Builder learningRate(double rate) {
      if (!(rate > 0 && rate < 100)) {
        throw new IllegalArgumentException(
            "learningRate must be positive and below 100, not " + rate);
      }
      this.learningRate = rate;
      return this;
    }

    /**
     * Sets the momentum of SGD.
     *
     * @param share 0 to below 1; 0.9 by default
     * @return this
     */
    public Builder momentum(double share) {
      this.momentum = belowOne("momentum", share);
      return this;
    }

    /**
     * Sets the decay of weights; biases and norms are not decayed.
     *
     * @param decay 0 to below 1; 0.0005 by default
     * @return this
     */
    public Builder weightDecay(double decay) {
      this.weightDecay = belowOne("weightDecay", decay);
      return this;
    }

    /**
     * Sets how long the learning rate rises.
     *
     * @param count epochs, not negative and not more than all; 1 by default
     * @return this
     */
    public Builder warmUpEpochs(double count) {
      if (!(count >= 0)) {
        throw new IllegalArgumentException("warmUpEpochs must not be negative, not " + count);
      }
      this.warmUpEpochs = count;
      return this;
    }

    /**
     * Trains the last layer alone at first, as one does to fit an {@link #initialModel initial
     * model} or a {@link #backbone backbone} to few faces of one's own: the rest is left as it is
     * until the last layer suits it. Only the running statistics of the norms follow the new faces
     * from the start.
     *
     * @param count epochs, not negative and not more than all; 0 by default
     * @return this
     */
    public Builder headEpochs(int count) {
      this.headEpochs = atLeast(0, "headEpochs", count);
      return this;
    }

    /**
     * Sets whose labels are learned. {@link LabelSource#MIXED} leaves two models: the one of
     * FER2013's labels in the output folder, and the one of FER+'s in its folder {@code ferplus}.
     *
     * @param source {@link LabelSource#FER2013} by default; the others need {@link #votes votes}
     * @return this
     */
    public Builder labels(LabelSource source) {
      this.labels = Objects.requireNonNull(source, "labels");
      return this;
    }

    /**
     * Sets the votes of FER+ for the faces of the data set.
     *
     * @param ferPlus the votes; none by default
     * @return this
     */
    public Builder votes(FerPlus ferPlus) {
      this.votes = Objects.requireNonNull(ferPlus, "votes");
      return this;
    }

    /**
     * Weighs faces by how rare their emotion is, in the loss of FER2013's labels: an emotion of n
     * faces counts n to the power of 1 less this, instead of n.
     *
     * @param power 0, where all faces count alike and which is the default, to 1, where all
     *     emotions do
     * @return this
     */
    public Builder classBalance(double power) {
      this.classBalance = share("classBalance", power);
      return this;
    }

    /**
     * Sets how much of a label's probability is spread over all emotions (Szegedy et al., 2015,
     * arXiv 1512.00567).
     *
     * @param share 0 to below 1; 0.1 by default
     * @return this
     */
    public Builder labelSmoothing(double share) {
      this.labelSmoothing = belowOne("labelSmoothing", share);
      return this;
    }

    /**
     * Sets the dropout before dense layers.
     *
     * @param share 0 to below 1; 0.3 by default
     * @return this
     */
    public Builder dropout(double share) {
      this.dropout = belowOne("dropout", share);
      return this;
    }

    /**
     * Sets how slowly the moving average of the weights, which becomes the model, follows them.
     *
     * @param decay 0 (no averaging) to below 1; 0.999 by default
     * @return this
     */
    public Builder averageDecay(double decay) {
      this.averageDecay = belowOne("averageDecay", decay);
      return this;
    }

    /**
     * Stops early when the validation accuracy has not risen.
     *
     * @param epochs epochs without a new best, at least 1; never by default
     * @return this
     */
    public Builder patience(int epochs) {
      this.patience = atLeast(1, "patience", epochs);
      return this;
    }

    /**
     * Sets the random changes of the faces.
     *
     * @param changes {@link Augmentation#FER2013} by default
     * @return this
     */
    public Builder augmentation(Augmentation changes) {
      this.augmentation = Objects.requireNonNull(changes, "augmentation");
      return this;
    }

    /**
     * Mixes each face with another of its batch, and their labels in the same shares (Zhang et al.,
     * 2018, arXiv 1710.09412).
     *
     * @param alpha 0, which mixes nothing and is the default, to 1: the shares are drawn from
     *     Beta(alpha, alpha), so the more the higher
     * @return this
     */
    public Builder mixup(double alpha) {
      this.mixup = share("mixup", alpha);
      return this;
    }

    /**
     * Learns by the gradient that the loss has at its highest near the weights, instead of at the
     * weights themselves: sharpness-aware minimization (Foret et al., 2021, arXiv 2010.01412),
     * found there to generalise better, from wrong labels above all; on FER2013 it made no
     * difference that could be told. The highest is looked for on a quarter of each batch, which
     * takes a quarter more time.
     *
     * @param radius how near, in the Euclidean norm of all weights: 0, the default, is the plain
     *     gradient; 0.05 to 0.2 is usual
     * @return this
     */
    public Builder sharpnessRadius(double radius) {
      this.sharpnessRadius = belowOne("sharpnessRadius", radius);
      return this;
    }

    /**
     * Sets the numbers that convolutions compute with.
     *
     * @param numbers {@link Arithmetic#FLOAT32} by default; a {@link #backbone backbone} takes no
     *     other
     * @return this
     */
    public Builder arithmetic(Arithmetic numbers) {
      this.arithmetic = Objects.requireNonNull(numbers, "arithmetic");
      return this;
    }

    /**
     * Adds a trained model to learn from beside the labels: distillation (Hinton et al., 2015,
     * arXiv 1503.02531, at temperature 1, of probabilities that the teacher's card calibrates). It
     * says once what it sees in each training face, upright and mirrored; several teachers are
     * averaged. A model of this SDK teaches the output that learns the labels it learned itself,
     * one from elsewhere all outputs. Faces without votes are not taught FER+'s.
     *
     * @param model a larger network, or one trained before; not closed, and used until the training
     *     ends; none by default
     * @return this
     */
    public Builder teacher(EmotionModel model) {
      this.teachers.add(Objects.requireNonNull(model, "teacher"));
      return this;
    }

    /**
     * Adds a trained model that says in every epoch what it sees in each face as it was changed at
     * random, instead of once in each unchanged face as a {@link #teacher teacher} does: consistent
     * teaching (Beyer et al., 2022, arXiv 2106.05237). It takes the time of a forward pass for each
     * batch; models that differ in their last layer only, as the two embedded ones do, share one.
     *
     * @param model a model of one of this SDK's architectures, which teaches the output that learns
     *     the labels it learned itself; none by default
     * @return this
     */
    public Builder consistentTeacher(ModelFile model) {
      this.consistentTeachers.add(Objects.requireNonNull(model, "consistentTeacher"));
      return this;
    }

    /**
     * Sets how much of what is learned comes from the {@link #teacher teachers} of either kind.
     *
     * @param share 0 to 1; 0.5 by default, the labels have the rest
     * @return this
     */
    public Builder teacherShare(double share) {
      this.teacherShare = share("teacherShare", share);
      return this;
    }

    /**
     * Sets the seed of everything random.
     *
     * @param number any; 42 by default
     * @return this
     */
    public Builder seed(long number) {
      this.seed = number;
      return this;
    }

    /**
     * Goes on from the output folder's checkpoint, if there is one.
     *
     * @param goOn false by default: a checkpoint in the folder is then refused, not overwritten
     * @return this
     */
    public Builder resume(boolean goOn) {
      this.resume = goOn;
      return this;
    }

    /**
     * Shows a progress bar with the time that is left, on the standard error stream.
     *
     * @param shown false by default
     * @return this
     */
    public Builder progressBar(boolean shown) {
      this.progressBar = shown;
      return this;
    }

    /**
     * Makes the trainer.
     *
     * @return a trainer
     * @throws IllegalStateException if what is required was not set
     * @throws IllegalArgumentException if the settings don't go together
     */
    public EmotionTrainer build() {
      return new EmotionTrainer(this);
    }

    private static int atLeast(int least, String argument, int value) {
      if (value < least) {
        throw new IllegalArgumentException(
            argument + " must be at least " + least + ", not " + value);
      }
      return value;
    }

    private static double share(String argument, double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(argument + " must be in 0 to 1, not " + value);
      }
      return value;
    }

    private static double belowOne(String argument, double value) {
      if (!(value >= 0 && value < 1)) {
        throw new IllegalArgumentException(argument + " must be in 0 to below 1, not " + value);
      }
      return value;
    }
  }
}
