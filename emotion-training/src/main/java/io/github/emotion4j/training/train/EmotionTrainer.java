// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.training.dataset.Fer2013;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
 * the second gives up a part of the first, chosen by the seed, or is measured by {@linkplain
 * EmotionTrainerBuilder#folds folds}. After every epoch the output folder holds the best model so
 * far, a checkpoint, the history as CSV and the curves, and every few minutes a new checkpoint. A
 * training that was killed or cancelled goes on with {@code resume(true)} and ends, on a CPU with
 * the same number of threads, with the same weights as one that was not.
 *
 * <p>Runs on one device: the first GPU, where PyTorch can use one, else the CPU, or the one
 * {@linkplain EmotionTrainerBuilder#device chosen}. An instance trains once at a time.
 */
public final class EmotionTrainer {

  private final Supervision supervision;
  private final TrainingSettings settings;
  private final NetworkStart start;
  private final TrainingOutput output;
  private final DeviceChoice device;
  private final TrainingControl control;

  EmotionTrainer(EmotionTrainerBuilder builder) {
    SettingsCheck check = new SettingsCheck(builder);
    check.requireAll();
    Fer2013 dataset = SettingsCheck.given(builder.dataset);
    Path directory = SettingsCheck.given(builder.outputDirectory);
    ModelCard.NetworkSettings network = check.network().orElseThrow();
    this.device = builder.device;
    Teachers teachers = new Teachers(builder.teachers, builder.teacherShare);
    this.supervision =
        new Supervision(
            builder.limit == 0 ? dataset : dataset.limitedTo(builder.limit, builder.seed),
            Optional.ofNullable(builder.votes),
            teachers);
    this.start =
        new NetworkStart(
            network,
            Optional.ofNullable(builder.initialModel),
            Optional.ofNullable(builder.backbone));
    this.output =
        new TrainingOutput(
            directory,
            builder.name != null ? builder.name : nameOf(directory),
            builder.resume,
            builder.checkpointInterval,
            Optional.ofNullable(builder.command),
            Optional.empty());
    this.control = new TrainingControl(builder.listeners, builder.djlListeners);
    int cropSize = builder.cropSize == 0 ? network.cropSize() : builder.cropSize;
    DataDefaults chosen = DataDefaults.of(builder, supervision.dataset());
    this.settings = settings(builder, chosen, start, teachers, cropSize);
  }

  private static TrainingSettings settings(
      EmotionTrainerBuilder builder,
      DataDefaults chosen,
      NetworkStart start,
      Teachers teachers,
      int cropSize) {
    return new TrainingSettings(
        new TrainingSettings.Network(
            start.label(), start.weights(), builder.dropout, builder.arithmetic),
        new TrainingSettings.Schedule(
            chosen.epochs(),
            chosen.batchSize(),
            builder.warmUpEpochs,
            chosen.headEpochs(),
            builder.patience),
        new TrainingSettings.Updates(
            builder.optimizer,
            chosen.learningRate(),
            builder.momentum,
            builder.weightDecay,
            chosen.averageDecay()),
        new TrainingSettings.Targets(
            builder.labels,
            builder.labelSmoothing,
            builder.classBalance,
            teachers.label(),
            teachers.share()),
        new TrainingSettings.Faces(cropSize, builder.augmentation, builder.folds),
        builder.seed);
  }

  private static String nameOf(Path directory) {
    Path last = directory.toAbsolutePath().normalize().getFileName();
    return last == null ? "emotion-model" : last.toString();
  }

  /**
   * Begins the settings of a trainer.
   *
   * @return a builder; data set and output folder are required
   */
  public static EmotionTrainerBuilder builder() {
    return new EmotionTrainerBuilder();
  }

  /**
   * Trains to the end, or until it is {@linkplain #cancel() cancelled} or the calling thread
   * interrupted, as by {@code Future.cancel(true)} or {@code ExecutorService.shutdownNow()}: then
   * it takes the step to its end, writes a checkpoint, and returns with the thread's interrupt
   * status set. The work is done by a thread of its own.
   *
   * @return why it ended, the best model's figures, and where it is
   * @throws TrainingException if the data don't do, a checkpoint doesn't fit, the loss is no
   *     number, or the disk fails; the last checkpoint is intact
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library, or the
   *     GPU to use, is missing
   */
  public TrainingResult train() {
    OutputCheck.of(start, settings, output).require();
    FutureTask<TrainingResult> training = new FutureTask<>(() -> run(device.resolve()));
    // An interrupt of the thread that writes a file would end the writing: files are closed by it.
    new Thread(training, "emotion4j-training").start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return training.get();
        } catch (InterruptedException e) {
          interrupted = true;
          cancel();
        } catch (ExecutionException e) {
          throw unwrapped(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private TrainingResult run(Device chosen) {
    int folds = settings.faces().folds();
    if (folds > 0) {
      return new FoldTraining(supervision, folds, settings, start, output, chosen, control).run();
    }
    TrainingFaces faces = TrainingFaces.of(supervision, settings);
    return new TrainingRun(supervision, faces, settings, start, output, chosen, control).run();
  }

  private static RuntimeException unwrapped(@Nullable Throwable thrown) {
    if (thrown instanceof RuntimeException exception) {
      return exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("A training throws no checked exception", thrown);
  }

  /**
   * Ends the training, from any thread: {@link #train()} takes its step to the end, writes a
   * checkpoint, and returns a result that says so. A trainer that was cancelled trains no more;
   * another one, with {@code resume(true)}, goes on.
   */
  public void cancel() {
    control.cancel();
  }
}
