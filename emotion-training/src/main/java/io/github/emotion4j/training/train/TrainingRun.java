// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.DeviceNames;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.internal.torchscript.InferenceNetwork;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.EvaluationJson;
import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training from begin to end. Used once, by one thread. */
final class TrainingRun {

  private static final Logger logger = LoggerFactory.getLogger(TrainingRun.class);
  private static final int EVALUATION_BATCH = 256;
  private static final int EVALUATION_BATCH_OF_BACKBONE = 32; // its pictures are larger

  private final Supervision supervision;
  private final TrainingSettings settings;
  private final NetworkStart start;
  private final TrainingOutput output;
  private final Device device;
  private final Path directory;
  private final TrainingFaces faces;
  private final ModelCard.NetworkSettings network;
  private final ModelCard.Input input = ModelCard.Input.FER2013;
  private final List<OutputHead> heads;
  private final ModelsOfHeads models;
  private final List<EpochFigures> history = new ArrayList<>();
  private final TrainingReport report;
  private int step;

  TrainingRun(
      Supervision supervision,
      TrainingSettings settings,
      NetworkStart start,
      TrainingOutput output,
      Device device) {
    this.supervision = supervision;
    this.settings = settings;
    this.start = start;
    this.output = output;
    this.device = device;
    this.directory = output.directory();
    this.network = start.network();
    this.report = new TrainingReport(directory);
    this.faces = TrainingFaces.of(supervision, settings);
    this.heads =
        OutputHead.of(settings.targets().labels(), faces.validation(), supervision.votes());
    this.models =
        new ModelsOfHeads(directory, output.name(), network, heads, faces, settings, recipe());
  }

  TrainingResult run() {
    try {
      AtomicFile.createFolder(directory); // fails now rather than after the first epoch
    } catch (IOException e) {
      throw new TrainingException("Can't write to the output directory " + directory + ": " + e, e);
    }
    Optional<Backbone> resumed = backboneToStartFrom();
    try (ResumableOptimizer optimizer = newOptimizer();
        Model model = scripted(newModel(resumed));
        Model averageModel = newModel(resumed);
        BatchFigures batchFigures = new BatchFigures(model.getNDManager(), OutputHead.CLASSES)) {
      Loss loss = new SoftLabelLoss(OutputHead.CLASSES);
      DefaultTrainingConfig config = TrainerConfig.of(loss, optimizer, device);
      engine().setRandomSeed(seedOf(0));
      try (Trainer trainer = model.newTrainer(config)) {
        Shape shape = new Shape(1, 1, settings.faces().cropSize(), settings.faces().cropSize());
        trainer.initialize(shape);
        Block average = averageModel.getBlock();
        average.initialize(averageModel.getNDManager(), DataType.FLOAT32, shape);
        start.initialModel().ifPresent(initial -> copyIntoHeads(initial, model.getBlock()));
        ModelFile.copyParameters(model.getBlock(), average);
        NetworkInTraining trained =
            new NetworkInTraining(model.getBlock(), average, optimizer, model.getNDManager());
        int epoch =
            trained
                .restore(directory, output.resume(), this::requireSame)
                .map(this::goOnFrom)
                .orElse(0);
        train(trainer, trained, batchFigures, epoch);
      }
      return finish();
    } catch (IOException | TranslateException e) {
      throw new TrainingException(
          "The training in " + directory + " failed; its last checkpoint is intact: " + e, e);
    }
  }

  /** The engine of the networks, which need not be the one that DJL takes by default. */
  private static Engine engine() {
    return PyTorch.require();
  }

  /** The settings, and where they were computed, which a resumed training may change. */
  private Map<String, String> recipe() {
    Map<String, String> recipe = settings.asMap();
    recipe.put("device", DeviceNames.describe(device));
    return recipe;
  }

  /** A backbone's buffers are in its module only, so a resumed training starts from that. */
  private Optional<Backbone> backboneToStartFrom() {
    return start
        .backbone()
        .map(
            given ->
                output.resume() && Checkpoint.existsIn(directory)
                    ? Checkpoint.readBackbone(directory).map(given::as).orElse(given)
                    : given);
  }

  private Model newModel(Optional<Backbone> given) {
    Model model = Model.newInstance(output.name(), device, PyTorch.ENGINE);
    NDManager manager = model.getNDManager();
    try {
      model.setBlock(
          given
              .map(module -> module.newBlock(manager, network.dropout(), outputs()))
              .orElseGet(() -> network.newBlock(manager, outputs())));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private Model scripted(Model model) {
    if (model.getBlock() instanceof SequentialBlock layers) {
      model.setBlock(
          new ScriptedNetwork(layers, settings.network().arithmetic(), model.getNDManager()));
    }
    return model;
  }

  private int outputs() {
    return heads.size() * OutputHead.CLASSES;
  }

  /**
   * A network to evaluate: with the averages of all parameters, running statistics included, and
   * what a backbone has besides them, which has no average, as it is in the network trained.
   */
  private Model newAveragedModel(Model trained, Block average) {
    NDManager owner = trained.getNDManager();
    Model model = Model.newInstance(output.name(), owner.getDevice(), PyTorch.ENGINE);
    Block block = network.newBlockLike(trained.getBlock(), model.getNDManager(), outputs());
    ModelFile.copyParameters(average, block);
    model.setBlock(block);
    return model;
  }

  private void copyIntoHeads(ModelFile initial, Block block) {
    try (Model single = initial.newModel(Device.cpu())) {
      heads.forEach(head -> head.copyIn(single.getBlock(), block));
    }
  }

  private ResumableOptimizer newOptimizer() {
    return switch (settings.updates().optimizer()) {
      case SGD_NESTEROV ->
          new NesterovSgd(settings.updates().momentum(), settings.updates().weightDecay());
      case ADAM_W -> new AdamW(settings.updates().weightDecay());
    };
  }

  private void train(
      Trainer trainer, NetworkInTraining trained, BatchFigures batchFigures, int epochsDone)
      throws IOException, TranslateException {
    int epochs = settings.schedule().epochs();
    if (epochsDone >= epochs || isStuck()) {
      return; // a training that had ended needs no data, nor its teachers' predictions
    }
    WeightAverage averaging = new WeightAverage(settings.updates().averageDecay());
    try (EpochFaces data = newEpochFaces()) {
      int stepsOfEpoch = data.batches();
      CosineSchedule schedule =
          new CosineSchedule(
              settings.updates().learningRate(),
              (int) Math.round(settings.schedule().warmUpEpochs() * stepsOfEpoch),
              stepsOfEpoch * epochs);
      for (int epoch = epochsDone + 1; epoch <= epochs && !isStuck(); epoch++) {
        long begin = System.nanoTime();
        // Dropout draws from the engine's generator: seeded by epoch, a resumed run draws the same.
        engine().setRandomSeed(seedOf(epoch));
        batchFigures.reset();
        boolean headOnly = epoch <= settings.schedule().headEpochs();
        trained.optimizer().freeze(headOnly ? trunkIds(trained.network()) : Set.of());
        double dataSeconds =
            trainEpoch(trainer, trained, averaging, batchFigures, schedule, data.epoch(epoch));
        EpochClock clock = new EpochClock(begin, secondsSince(begin), dataSeconds);
        validate(trainer, trained, batchFigures, epoch, clock);
        report.writeHistory(history);
        report.writeCurves(history);
        trained.save(
            directory,
            new Checkpoint.State(settings.asMap(), faces.fingerprint(), epoch, step, history));
      }
    }
  }

  private EpochFaces newEpochFaces() {
    return new EpochFaces(
        faces.training(),
        TrainingTargets.of(
            faces.training(),
            settings.targets().labels(),
            supervision.votes(),
            settings.targets().labelSmoothing(),
            settings.targets().classBalance(),
            supervision.teachers()),
        settings.faces().augmentation(),
        input,
        settings.faces().cropSize(),
        settings.schedule().batchSize(),
        settings.seed());
  }

  /** When an epoch began, by the system's nanoseconds, and the seconds that its parts took. */
  private record EpochClock(long begin, double trainSeconds, double dataSeconds) {}

  /** Measures the averaged network, and writes it if it is the best so far. */
  private void validate(
      Trainer trainer,
      NetworkInTraining trained,
      BatchFigures batchFigures,
      int epoch,
      EpochClock clock)
      throws IOException {
    try (Model averaged = newAveragedModel(trainer.getModel(), trained.average())) {
      float[][] logits = logits(averaged, faces.validation());
      Evaluation validation = heads.get(0).evaluate(logits, 1);
      EpochFigures figures =
          new EpochFigures(
              epoch,
              trained.optimizer().learningRate(),
              batchFigures.meanLoss(),
              batchFigures.accuracy(),
              validation.negativeLogLikelihood(),
              validation.accuracy(),
              validation.macroF1(),
              secondsSince(clock.begin()),
              clock.dataSeconds(),
              batchFigures.faces() / clock.trainSeconds());
      history.add(figures);
      logger.info("{} of {}: {}", epoch, settings.schedule().epochs(), figures);
      for (OutputHead head : heads.subList(1, heads.size())) {
        logger.info("{}: accuracy {}", head.source(), head.evaluate(logits, 1).accuracy());
      }
      if (best().epoch() == epoch) {
        models.write(averaged.getBlock(), epoch, logits);
      }
    }
  }

  /** The ids of all parameters but the last layer's weights and bias. */
  private static Set<String> trunkIds(Block block) {
    List<Parameter> parameters = block.getParameters().values();
    return parameters.subList(0, parameters.size() - 2).stream()
        .map(Parameter::getId)
        .collect(Collectors.toSet());
  }

  private double trainEpoch(
      Trainer trainer,
      NetworkInTraining trained,
      WeightAverage averaging,
      BatchFigures batchFigures,
      CosineSchedule schedule,
      EpochFaces data)
      throws IOException, TranslateException {
    double dataSeconds = 0;
    long waiting = System.nanoTime();
    try (ProgressBar bar = newProgressBar(data.batches())) {
      for (Batch batch : trainer.iterateDataset(data)) {
        dataSeconds += secondsSince(waiting);
        try (batch) {
          trained.optimizer().beginStep(++step, schedule.rate(step));
          TrainingStep.run(trainer, batch.getData(), batch.getLabels(), batchFigures);
          averaging.update(trained.average(), trained.network(), step);
        }
        bar.step();
        waiting = System.nanoTime();
      }
      batchFigures.read(); // waits for the last step
    }
    return dataSeconds;
  }

  private ProgressBar newProgressBar(int batches) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("epoch " + (history.size() + 1) + "/" + settings.schedule().epochs())
            .setInitialMax(batches)
            .setUpdateIntervalMillis(500);
    if (!history.isEmpty()) {
      EpochFigures last = history.get(history.size() - 1);
      long left = Math.round(last.seconds() * (settings.schedule().epochs() - history.size()) / 60);
      builder.setTaskName(
          String.format(
              Locale.ROOT,
              "epoch %d/%d, %.1f %% so far, about %d min left",
              history.size() + 1,
              settings.schedule().epochs(),
              100 * best().validationAccuracy(),
              left));
    }
    if (!output.progressBar()) {
      builder.setConsumer(new SilentConsumer());
    }
    return builder.build();
  }

  private float[][] logits(Model model, List<LabelledFace> shown) {
    int batch = start.backbone().isPresent() ? EVALUATION_BATCH_OF_BACKBONE : EVALUATION_BATCH;
    float[][] logits;
    try (NDManager manager = model.getNDManager().newSubManager()) {
      boolean fused = !manager.getDevice().isGpu() && !network.runsCode();
      Block block = fused ? InferenceNetwork.of(model.getBlock(), manager) : model.getBlock();
      logits = FaceLogits.of(block, manager, shown, input, batch);
    }
    for (float[] row : logits) {
      for (float logit : row) {
        BatchFigures.requireFinite("network's output", logit);
      }
    }
    return logits;
  }

  private EpochFigures best() {
    return EpochFigures.best(history).orElseThrow();
  }

  private boolean isStuck() {
    return settings.schedule().patience() > 0
        && !history.isEmpty()
        && history.size() - best().epoch() >= settings.schedule().patience();
  }

  private int goOnFrom(Checkpoint.State state) {
    history.addAll(state.history());
    step = state.step();
    return state.epoch();
  }

  private void requireSame(Checkpoint.State state) {
    requireSameSettings(state.settings(), settings.asMap());
    requireSame("training faces", state.dataSet(), faces.fingerprint());
  }

  private void requireSameSettings(Map<String, String> saved, Map<String, String> now) {
    Set<String> names = new TreeSet<>(saved.keySet());
    names.addAll(now.keySet());
    names.removeIf(setting -> Objects.equals(saved.get(setting), now.get(setting)));
    Map<String, String> savedValues = new TreeMap<>(saved);
    savedValues.keySet().retainAll(names);
    Map<String, String> valuesNow = new TreeMap<>(now);
    valuesNow.keySet().retainAll(names);
    requireSame("settings", savedValues, valuesNow);
  }

  private void requireSame(String what, Object saved, Object now) {
    if (!saved.equals(now)) {
      throw new TrainingException(
          "The checkpoint in "
              + directory
              + " was made with other "
              + what
              + " ("
              + saved
              + ", now "
              + now
              + "); use the same, or another output directory");
    }
  }

  private TrainingResult finish() throws IOException {
    Evaluation evaluation;
    try (InputStream in = Files.newInputStream(directory.resolve(TrainingReport.EVALUATION))) {
      evaluation = EvaluationJson.read(in);
    }
    report.write(history, evaluation, recipe());
    return new TrainingResult(directory, best().epoch(), evaluation, history);
  }

  private int seedOf(int epoch) {
    return Long.hashCode(settings.seed() * 1_000_003 + epoch);
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
