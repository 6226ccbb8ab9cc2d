// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.translate.TranslateException;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.DeviceNames;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.io.AtomicFile;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training from begin to end. Used once, by one thread. */
final class TrainingRun {

  private static final Logger logger = LoggerFactory.getLogger(TrainingRun.class);
  private static final int FOLDERS_DEEP = 2; // models of other heads have a folder of their own

  private final Supervision supervision;
  private final TrainingSettings settings;
  private final NetworkStart start;
  private final TrainingOutput output;
  private final Device device;
  private final TrainingControl control;
  private final Path directory;
  private final TrainingFaces faces;
  private final ModelCard.NetworkSettings network;
  private final List<OutputHead> heads;

  TrainingRun(
      Supervision supervision,
      TrainingFaces faces,
      TrainingSettings settings,
      NetworkStart start,
      TrainingOutput output,
      Device device,
      TrainingControl control) {
    this.supervision = supervision;
    this.settings = settings;
    this.start = start;
    this.output = output;
    this.device = device;
    this.control = control;
    this.directory = output.directory();
    this.network = start.network();
    this.faces = faces;
    this.heads =
        OutputHead.of(settings.targets().labels(), faces.validation(), supervision.votes());
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
      PyTorch.require().setRandomSeed(settings.seedOf(0));
      TrainingResult result;
      try (Trainer trainer =
          model.newTrainer(
              TrainerConfig.of(
                  new SoftLabelLoss(OutputHead.CLASSES),
                  device,
                  control.djlListeners().toArray(TrainingListener[]::new)))) {
        Shape shape = new Shape(1, 1, settings.faces().cropSize(), settings.faces().cropSize());
        trainer.initialize(shape);
        Block average = averageModel.getBlock();
        average.initialize(averageModel.getNDManager(), DataType.FLOAT32, shape);
        start.initialModel().ifPresent(initial -> copyIntoHeads(initial, model.getBlock()));
        ModelFile.copyParameters(model.getBlock(), average);
        result =
            train(
                trainer,
                new NetworkInTraining(model.getBlock(), average, optimizer, model.getNDManager()),
                batchFigures);
      }
      if (output.onlyLogits().isEmpty()) {
        control.tell(listener -> listener.ended(result));
      }
      return result;
    } catch (IOException | TranslateException e) {
      throw new TrainingException(
          "The training in " + directory + " failed; its last checkpoint is intact: " + e, e);
    }
  }

  private TrainingResult train(
      Trainer trainer, NetworkInTraining trained, BatchFigures batchFigures)
      throws IOException, TranslateException {
    String fingerprint = faces.fingerprint();
    Map<String, String> now = settings.asMap();
    Checkpoint.State state =
        trained
            .restore(
                directory,
                output.resume(),
                saved -> Resumption.requireFits(saved, directory, now, fingerprint))
            .map(saved -> Resumption.goOn(saved, now))
            .orElseGet(() -> Checkpoint.State.beginning(now, fingerprint));
    ModelsOfHeads models =
        new ModelsOfHeads(
            output, network, start.initialModel(), heads, faces, settings, recipe(state));
    List<String> warnings = output.onlyLogits().isPresent() ? List.of() : DataCheck.of(faces);
    warnings.forEach(this::warn);
    TrainingLoop loop = new TrainingLoop(models, output, control, trained, batchFigures, state);
    TrainingResult.End end = loop.run(trainer, this::newEpochFaces);
    return finish(end, loop.history(), models, warnings);
  }

  /** The settings, where they were computed, and where the learning rate has begun anew. */
  private Map<String, String> recipe(Checkpoint.State state) {
    Map<String, String> recipe = settings.asMap();
    recipe.put("device", DeviceNames.describe(device));
    List<Integer> restarts = state.restarts().stream().map(Checkpoint.Restart::epoch).toList();
    if (!restarts.isEmpty()) {
      recipe.put("restartsAfterEpochs", restarts.toString());
    }
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

  private void copyIntoHeads(ModelFile initial, Block block) {
    try (Model single = initial.newTrainableModel(Device.cpu())) {
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
        ModelCard.Input.FER2013,
        settings.faces().cropSize(),
        settings.schedule().batchSize(),
        settings.seed());
  }

  private void warn(String warning) {
    logger.warn("{}", warning);
    control.tell(listener -> listener.warned(warning));
  }

  private TrainingResult finish(
      TrainingResult.End end,
      List<EpochFigures> history,
      ModelsOfHeads models,
      List<String> warnings)
      throws IOException {
    List<String> all = new ArrayList<>(warnings);
    Optional<Evaluation> evaluation = Optional.empty();
    if (!history.isEmpty() && output.onlyLogits().isEmpty()) {
      try (InputStream in = Files.newInputStream(directory.resolve(TrainingReport.EVALUATION))) {
        evaluation = Optional.of(EvaluationJson.read(in));
      }
    }
    if (end != TrainingResult.End.CANCELLED && evaluation.isPresent()) {
      List<String> found = evaluation.get().warnings();
      found.forEach(this::warn);
      all.addAll(found);
      new RunReport(supervision, models, device, output.command(), control.elapsed())
          .write(history, evaluation.get(), all);
    }
    try (Stream<Path> files = Files.walk(directory, FOLDERS_DEEP)) {
      List<Path> written = files.filter(Files::isRegularFile).sorted().toList();
      return new TrainingResult(
          directory, end, history, evaluation, written, all, faces.choosesEpoch());
    }
  }
}
