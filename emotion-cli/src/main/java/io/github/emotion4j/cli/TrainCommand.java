// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.BackboneInput;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.internal.engine.GpuSearch;
import io.github.emotion4j.training.dataset.DatasetException;
import io.github.emotion4j.training.report.TrainingReport;
import io.github.emotion4j.training.train.Arithmetic;
import io.github.emotion4j.training.train.Backbone;
import io.github.emotion4j.training.train.EmotionTrainer;
import io.github.emotion4j.training.train.EmotionTrainerBuilder;
import io.github.emotion4j.training.train.Recipe;
import io.github.emotion4j.training.train.TrainingException;
import io.github.emotion4j.training.train.TrainingListener;
import io.github.emotion4j.training.train.TrainingResult;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network from scratch. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    description = "Trains a network and writes the model, curves and a report.")
final class TrainCommand implements Callable<Integer> {

  private static final int CANCELLED = 130; // as after SIGINT

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Output folder.")
  private Path out = Path.of("");

  @Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      description = "Settings that belong together: ${COMPLETION-CANDIDATES}; options below win.")
  private @Nullable Recipe recipe;

  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = "--architecture",
      paramLabel = "NETWORK",
      description = "The network: ${COMPLETION-CANDIDATES}.")
  private @Nullable Architecture architecture;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Take N faces of each split, balanced, to see soon whether all works.")
  private @Nullable Integer limit;

  @Option(names = "--epochs", paramLabel = "N", description = "How often every face is seen.")
  private @Nullable Integer epochs;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description =
          "For data without a validation split: measure by N trainings, each on the part that"
              + " it leaves out, and train the model on all faces; 5 is usual.")
  private @Nullable Integer folds;

  @Option(
      names = "--batch-size",
      paramLabel = "COUNT",
      description =
          "How many faces make a step; by default what suits their number, at most the recipe's or"
              + " 64, or 512 on a GPU.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--crop-size",
      paramLabel = "PIXELS",
      description = "Side of the random crops to train on, in pixels; whole faces by default.")
  private @Nullable Integer cropSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "The highest rate, reached after the warm-up; by default the recipe's or 0.05, and more"
              + " with a GPU's larger batches: times the square root of how many times larger.")
  private @Nullable Double learningRate;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random.")
  private @Nullable Long seed;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after N epochs without a new best; never by default.")
  private @Nullable Integer patience;

  @Option(
      names = "--initial-model",
      paramLabel = "MODEL",
      description =
          "Start from a trained model, a folder or the name of an embedded one, instead of random"
              + " weights.")
  private @Nullable String initialModel;

  @Option(
      names = "--backbone",
      paramLabel = "FILE-OR-URL",
      description =
          "Start from a TorchScript backbone, a file or an address of DJL's model zoo, instead of"
              + " an architecture. It is a program: give only what you trust.")
  private @Nullable String backbone;

  @Option(
      names = "--backbone-size",
      paramLabel = "PIXELS",
      description = "Side of the pictures that the backbone is given, 48 to 224; default 96.")
  private @Nullable Integer backboneSize;

  @Option(
      names = "--arithmetic",
      paramLabel = "NUMBERS",
      description =
          "The numbers that convolutions compute with: ${COMPLETION-CANDIDATES}. BFLOAT16 is faster"
              + " where lscpu names avx512_bf16 or amx_bf16, and far slower on other CPUs; on a GPU it"
              + " is untried.")
  private @Nullable Arithmetic arithmetic;

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--teacher",
      paramLabel = "MODEL",
      description =
          "Learn from a trained model too, a folder or the name of an embedded one (distillation);"
              + " several are averaged.")
  private List<String> teachers = List.of();

  @Option(
      names = "--teacher-share",
      paramLabel = "SHARE",
      description = "How much is learned from the teachers, 0 to 1; the labels have the rest.")
  private @Nullable Double teacherShare;

  @Option(
      names = "--head-epochs",
      paramLabel = "N",
      description =
          "Train the last layer alone for the first N epochs, which is fast; by default all, to fit"
              + " an initial model to fewer than 1,000 faces, else 0.")
  private @Nullable Integer headEpochs;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "MINUTES",
      description = "Time between two checkpoints within an epoch; 3 by default.")
  private @Nullable Double checkpointInterval;

  @Option(
      names = "--resume",
      description =
          "Go on from the checkpoint in the output folder, at the very step; with more --epochs"
              + " than before extend the training.")
  private boolean resume;

  private final List<RuntimeException> problems = new ArrayList<>();

  TrainCommand() {}

  @Override
  public Integer call() {
    if (teachers.isEmpty() && teacherShare != null) {
      problems.add(new IllegalArgumentException("--teacher-share needs --teacher"));
    }
    if (backbone == null && backboneSize != null) {
      problems.add(new IllegalArgumentException("--backbone-size needs --backbone"));
    }
    if (!Files.exists(data.path())) {
      problems.add(new DatasetException("There is no data set " + data.path()));
    }
    EmotionTrainerBuilder builder = EmotionTrainer.builder().outputDirectory(out).resume(resume);
    builder.command(
        "emotion4j " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs()));
    set(recipe, builder::recipe);
    labels.labels().ifPresent(builder::labels);
    set(architecture, builder::architecture);
    set(limit, builder::limit);
    set(epochs, builder::epochs);
    set(batchSize, builder::batchSize);
    set(folds, builder::folds);
    set(cropSize, builder::cropSize);
    set(learningRate, builder::learningRate);
    set(arithmetic, builder::arithmetic);
    set(teacherShare, builder::teacherShare);
    set(headEpochs, builder::headEpochs);
    set(seed, builder::seed);
    set(patience, builder::patience);
    set(checkpointInterval, minutes -> builder.checkpointInterval(minutes(minutes)));
    // After the numbers, which are checked at once.
    builder.device(device.choice());
    set(backbone, file -> builder.backbone(openBackbone(file)));
    set(initialModel, model -> builder.initialModel(ModelArgument.read(model)));
    attempt(() -> labels.votes().ifPresent(builder::votes));
    TrainingResult result = train(builder, spec.commandLine());
    if (result.end() == TrainingResult.End.CANCELLED) {
      return CANCELLED;
    }
    spec.commandLine()
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                "%s: epoch %d of %d is %s, %s, macro-F1 %.3f on %d validation faces; report in %s",
                result.model(),
                result.bestEpoch(),
                result.history().size(),
                result.choseEpoch() ? "best" : "kept",
                result.validation().describeAccuracy(),
                result.validation().macroF1(),
                result.validation().n(),
                result.model().resolve(TrainingReport.HTML)));
    return 0;
  }

  private static Duration minutes(double minutes) {
    if (!(minutes >= 0 && minutes < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("checkpointInterval must not be negative, not " + minutes);
    }
    return Duration.ofMillis(Math.round(60_000 * minutes));
  }

  /** Loads the data, which may take a while, once all else is known to be good. */
  private TrainingResult train(EmotionTrainerBuilder builder, CommandLine command) {
    PrintWriter err = command.getErr();
    List<EmotionModel> opened = new ArrayList<>();
    try (TrainingBar bar = new TrainingBar()) {
      builder.listener(bar);
      builder.listener(
          new TrainingListener() {
            @Override
            public void warned(String warning) {
              err.println("mind: " + warning);
            }
          });
      for (String teacher : teachers) {
        attempt(() -> opened.add(ModelArgument.open(teacher, device.choice())));
      }
      opened.forEach(builder::teacher);
      attempt(builder::check);
      requireNoProblems(command);
      EmotionTrainer trainer = builder.dataset(data.load(err)).build();
      if (device.choice().equals(DeviceChoice.AUTO)) {
        err.println(GpuSearch.ofThisMachine().choice());
      }
      return AtSignal.end(trainer::cancel, () -> train(trainer, bar, err));
    } finally {
      opened.forEach(EmotionModel::close);
    }
  }

  private TrainingResult train(EmotionTrainer trainer, TrainingBar bar, PrintWriter err) {
    TrainingResult result = trainer.train();
    if (result.end() == TrainingResult.End.CANCELLED) {
      bar.close();
      err.println(
          "stopped after "
              + result.history().size()
              + " whole epochs; what is done is kept in "
              + result.model()
              + ": go on with the same command and --resume");
    }
    return result;
  }

  private Backbone openBackbone(String source) {
    BackboneInput input =
        backboneSize == null
            ? BackboneInput.IMAGENET
            : BackboneInput.IMAGENET.withSize(backboneSize);
    return source.contains("://")
        ? Backbone.fromTrustedZoo(source, input)
        : Backbone.loadTrusted(Path.of(source), input);
  }

  /** Sets what was given; the trainer's own defaults stand for the rest. */
  private <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      attempt(() -> setter.accept(value));
    }
  }

  /** Goes on after what is wrong, so that all of it is told. */
  private void attempt(Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException | EmotionException e) {
      problems.add(e);
    }
  }

  private void requireNoProblems(CommandLine command) {
    if (problems.isEmpty()) {
      return;
    }
    if (problems.size() == 1) {
      throw problems.get(0);
    }
    String all =
        problems.stream()
            .map(problem -> OptionNames.in(Main.oneLine(problem), command.getCommandSpec()))
            .collect(Collectors.joining("; "));
    if (problems.stream().anyMatch(IllegalArgumentException.class::isInstance)) {
      throw new IllegalArgumentException(all, problems.get(0));
    }
    throw new TrainingException(all, problems.get(0));
  }
}
