// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.translate.TranslateException;
import io.github.emotion4j.djl.internal.engine.DeviceNames;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epochs of a training: steps, checkpoints, validation. All that is random depends on the seed
 * and the number of the step or epoch alone, so that it goes on at any step as if it had not
 * stopped. Used once, by one thread.
 */
final class TrainingLoop {

  private static final Logger logger = LoggerFactory.getLogger(TrainingLoop.class);

  private final ModelsOfHeads models;
  private final TrainingSettings settings;
  private final TrainingControl control;
  private final TrainingOutput output;
  private final NetworkInTraining trained;
  private final BatchFigures batchFigures;
  private final TrainingReport report;
  private final String fingerprint;
  private final String device;
  private Checkpoint.State state;
  private EpochClock clock;
  private double preparation;
  private int batch;
  private int step;
  private long saved = System.nanoTime();

  /**
   * Goes on.
   *
   * @param models writes the best model; knows settings and faces
   * @param state where to go on, which is where {@code trained} stands
   */
  TrainingLoop(
      ModelsOfHeads models,
      TrainingOutput output,
      TrainingControl control,
      NetworkInTraining trained,
      BatchFigures batchFigures,
      Checkpoint.State state) {
    this.models = models;
    this.settings = models.settings();
    this.control = control;
    this.output = output;
    this.trained = trained;
    this.batchFigures = batchFigures;
    this.report = new TrainingReport(models.directory());
    this.fingerprint = state.dataSet();
    this.device = DeviceNames.describe(trained.manager().getDevice());
    this.state = state;
    this.clock = new EpochClock(state.soFar());
    goOn();
  }

  List<EpochFigures> history() {
    return state.history();
  }

  /**
   * Trains to the end, or until it is cancelled; then there is a checkpoint of the last step.
   *
   * @param trainer of the network
   * @param source gives the faces, if any are needed
   * @return why it ended
   */
  TrainingResult.End run(Trainer trainer, Supplier<EpochFaces> source)
      throws IOException, TranslateException {
    if (!isOver()) { // a training that had ended needs no data, nor its teachers' predictions
      try {
        control.requireGoingOn();
        try (EpochFaces data = source.get()) {
          trainHead(trainer, data);
          while (!isOver()) {
            runEpoch(
                trainer,
                new Learner(trainer, trained.network(), trained.average(), data),
                averaged -> averaged.logits(models.faces().validation(), control));
          }
        }
      } catch (CancellationException e) {
        if (!control.isCancelled()) {
          throw e;
        }
        save();
        return TrainingResult.End.CANCELLED;
      }
    }
    return state.isStuck(settings.schedule().patience())
        ? TrainingResult.End.STOPPED_EARLY
        : TrainingResult.End.FINISHED;
  }

  private boolean isOver() {
    return state.epoch() >= settings.schedule().epochs()
        || state.isStuck(settings.schedule().patience());
  }

  /** The epochs in which the last layer learns alone, if there are any to do. */
  private void trainHead(Trainer trainer, EpochFaces data) throws IOException, TranslateException {
    if (isOver() || !isOfHead()) {
      return;
    }
    long begin = System.nanoTime();
    try (HeadTraining head =
        new HeadTraining(trained, models.faces(), data, control::requireGoingOn)) {
      preparation = EpochClock.secondsSince(begin); // is part of the first of these epochs
      while (!isOver() && isOfHead()) {
        runEpoch(trainer, head.learner(), averaged -> head.logits());
      }
    }
  }

  private boolean isOfHead() {
    return state.epoch() < settings.schedule().headEpochs();
  }

  private void runEpoch(
      Trainer told, Learner learner, Function<AveragedNetwork, float[][]> validator)
      throws IOException, TranslateException {
    train(told, learner);
    validate(learner.data().batches(), validator);
    told.notifyListeners(listener -> listener.onEpoch(told));
  }

  /**
   * Takes the steps that are left of an epoch.
   *
   * @param told whose listeners are told
   */
  private void train(Trainer told, Learner learner) throws IOException, TranslateException {
    EpochFaces data = learner.data();
    int epoch = state.epoch() + 1;
    CosineSchedule schedule = schedule(data.batches());
    clock = new EpochClock(state.soFar()).after(preparation); // not before there were data
    preparation = 0;
    control.tell(listener -> listener.epochBegan(progress(data.batches(), history())));
    control.requireGoingOn();
    try (WeightAverage averaging =
        new WeightAverage(
            settings.updates().averageDecay(), learner.average(), learner.network())) {
      long waiting = System.nanoTime();
      for (Batch next : learner.trainer().iterateDataset(data.from(epoch, batch))) {
        clock.waitedSince(waiting);
        try (next) {
          take(learner, next, told, schedule, averaging);
        }
        control.tell(listener -> listener.batchEnded(progress(data.batches(), history())));
        if (isTimeToSave()) {
          save();
        }
        control.requireGoingOn();
        waiting = System.nanoTime();
      }
    }
    batchFigures.read(); // waits for the last step
  }

  /** Takes a step. */
  private void take(
      Learner learner, Batch next, Trainer told, CosineSchedule schedule, WeightAverage averaging) {
    step++;
    // Dropout draws from the engine's generator: seeded by step, a resumed run draws the same.
    PyTorch.require().setRandomSeed(settings.seedOf(step));
    NDList predictions =
        TrainingStep.run(learner.trainer(), next.getData(), next.getLabels(), batchFigures);
    double rate = schedule.rate(step - state.restart().step());
    trained.optimizer().step(learner.network(), step, rate);
    averaging.update(step);
    batch++;
    tellDjl(told, next, predictions);
  }

  private static void tellDjl(Trainer trainer, Batch batch, NDList predictions) {
    trainer.notifyListeners(
        listener -> {
          BatchData data =
              new BatchData(
                  batch,
                  Map.of(predictions.head().getDevice(), batch.getLabels()),
                  Map.of(predictions.head().getDevice(), predictions));
          listener.onTrainingBatch(trainer, data);
        });
  }

  /** The rates since the last restart, which has no warm-up: the momentum is there. */
  private CosineSchedule schedule(int batches) {
    int begin = state.restart().epoch();
    return new CosineSchedule(
        settings.updates().learningRate(),
        begin > 0 ? 0 : (int) Math.round(settings.schedule().warmUpEpochs() * batches),
        batches * (settings.schedule().epochs() - begin));
  }

  private TrainingProgress progress(int batches, List<EpochFigures> history) {
    return new TrainingProgress(
        state.epoch() + 1,
        settings.schedule().epochs(),
        batch,
        batches,
        batchFigures.lossSoFar(),
        history);
  }

  /** Measures the averaged network, writes it if it is the best so far, and ends the epoch. */
  private void validate(int batches, Function<AveragedNetwork, float[][]> validator)
      throws IOException {
    int epoch = state.epoch() + 1;
    double trainSeconds = clock.seconds();
    int outputs = models.heads().size() * OutputHead.CLASSES;
    try (AveragedNetwork averaged = new AveragedNetwork(trained, models.network(), outputs)) {
      float[][] logits =
          models.faces().ofFolds()
              ? models.faces().folds().orElseThrow().after(epoch)
              : validator.apply(averaged);
      output.onlyLogits().ifPresent(taken -> taken.add(logits));
      Evaluation validation = models.heads().get(0).evaluate(logits, 1);
      EpochFigures figures =
          new EpochFigures(
              epoch,
              schedule(batches).rate(step - state.restart().step()),
              new EpochFigures.Training(batchFigures.meanLoss(), batchFigures.accuracy()),
              new EpochFigures.Validation(
                  validation.negativeLogLikelihood(), validation.accuracy(), validation.macroF1()),
              new EpochFigures.Computation(
                  clock.seconds(),
                  clock.dataSeconds(),
                  batchFigures.faces() / trainSeconds,
                  device,
                  settings.network().arithmetic().name()));
      List<EpochFigures> history =
          Stream.concat(state.history().stream(), Stream.of(figures)).toList();
      logger.info("{} of {}: {}", epoch, settings.schedule().epochs(), figures);
      for (OutputHead head : models.heads().subList(1, models.heads().size())) {
        logger.info("{}: accuracy {}", head.source(), head.evaluate(logits, 1).accuracy());
      }
      if (isKept(figures, history)) {
        models.write(averaged.block(), epoch, logits);
      }
      TrainingProgress ended = progress(batches, history);
      end(history);
      control.tell(listener -> listener.epochEnded(ended));
    }
  }

  /** The best so far, or the last, where no epoch is chosen. */
  private boolean isKept(EpochFigures figures, List<EpochFigures> history) {
    return output.onlyLogits().isEmpty()
        && (!models.faces().choosesEpoch()
            || EpochFigures.best(history).orElseThrow().equals(figures));
  }

  private void end(List<EpochFigures> history) throws IOException {
    state =
        new Checkpoint.State(
            settings.asMap(),
            fingerprint,
            history.size(),
            step,
            history,
            state.restarts(),
            Checkpoint.EpochSoFar.NOTHING);
    goOn();
    // Epochs of the last layer take less time than to write this down.
    if (isOver() || !isOfHead() || isTimeToSave()) {
      if (output.onlyLogits().isEmpty()) {
        report.writeHistory(history);
        report.writeCurves(history);
      }
      save();
    }
  }

  private boolean isTimeToSave() {
    return System.nanoTime() - saved >= output.checkpointInterval().toNanos();
  }

  /** Takes over where the state stands. */
  private void goOn() {
    step = state.step();
    batch = state.soFar().batches();
    batchFigures.goOn(state.soFar().sums());
    clock = new EpochClock(state.soFar());
  }

  private void save() throws IOException {
    if (output.onlyLogits().isPresent()) {
      return;
    }
    Checkpoint.EpochSoFar soFar =
        new Checkpoint.EpochSoFar(batch, batchFigures.sums(), clock.seconds(), clock.dataSeconds());
    trained.save(
        models.directory(),
        new Checkpoint.State(
            settings.asMap(),
            fingerprint,
            state.epoch(),
            step,
            state.history(),
            state.restarts(),
            soFar));
    saved = System.nanoTime();
    control.tell(
        listener -> listener.checkpointWritten(models.directory().resolve(Checkpoint.FILE)));
  }
}
