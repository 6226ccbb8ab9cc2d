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
import io.github.emotion4j.djl.classify.InferenceNetwork;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.EvaluationJson;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training from begin to end. Used once, by one thread. */
final class TrainingRun {

  private static final Logger logger = LoggerFactory.getLogger(TrainingRun.class);
  private static final int EVALUATION_BATCH = 256;
  private static final int EVALUATION_BATCH_OF_BACKBONE = 32; // its pictures are larger
  private static final int HOLD_OUT = 10;

  private final String name;
  private final Path directory;
  private final TrainingSettings settings;
  private final Optional<ModelFile> initialModel;
  private final Optional<Backbone> backbone;
  private final Teachers teachers;
  private final List<ModelFile> consistentTeachers;
  private final boolean resume;
  private final boolean progressBar;
  private final String dataSetName;
  private final List<LabelledFace> trainingFaces;
  private final List<LabelledFace> validationFaces;
  private final String validationName;
  private final ModelCard.NetworkSettings network;
  private final ModelCard.Input input = ModelCard.Input.FER2013;
  private final Optional<FerPlus> votes;
  private final List<Head> heads;
  private final List<EpochFigures> history = new ArrayList<>();
  private final TrainingReport report;
  private int step;

  TrainingRun(
      String name,
      Fer2013 dataset,
      Optional<FerPlus> votes,
      Path directory,
      TrainingSettings settings,
      ModelCard.NetworkSettings network,
      Optional<ModelFile> initialModel,
      Optional<Backbone> backbone,
      Teachers teachers,
      List<ModelFile> consistentTeachers,
      boolean resume,
      boolean progressBar) {
    this.name = name;
    this.directory = directory;
    this.settings = settings;
    this.network = network;
    this.initialModel = initialModel;
    this.backbone = backbone;
    this.teachers = teachers;
    this.consistentTeachers = consistentTeachers;
    this.resume = resume;
    this.progressBar = progressBar;
    this.dataSetName = dataset.name();
    this.report = new TrainingReport(directory);
    List<LabelledFace> training = new ArrayList<>(dataset.split(Split.TRAINING).faces());
    List<LabelledFace> validation = dataset.split(Split.PUBLIC_TEST).faces();
    if (validation.isEmpty()) {
      Collections.shuffle(training, new Random(settings.seed()));
      int held = Math.max(1, training.size() / HOLD_OUT);
      validation = List.copyOf(training.subList(0, Math.min(held, training.size())));
      training = training.subList(validation.size(), training.size());
      this.validationName = "held out of Training";
    } else {
      this.validationName = Split.PUBLIC_TEST.label();
    }
    this.votes = votes;
    this.trainingFaces =
        settings.labels() == LabelSource.FERPLUS
            ? training.stream()
                .filter(face -> votes.orElseThrow().distribution(face).isPresent())
                .toList()
            : List.copyOf(training);
    this.validationFaces = validation;
    if (trainingFaces.size() < settings.batchSize()) {
      throw new TrainingException(
          dataSetName
              + " has "
              + trainingFaces.size()
              + " faces to train on, fewer than a batch of "
              + settings.batchSize());
    }
    this.heads = Head.of(settings.labels(), validationFaces, votes);
  }

  TrainingResult run() {
    try {
      Files.createDirectories(directory); // fails now rather than after the first epoch
    } catch (IOException e) {
      throw new TrainingException("Can't write to the output directory " + directory + ": " + e, e);
    }
    Device[] devices = devices();
    Optional<Backbone> start = backboneToStartFrom();
    Loss loss = new SoftLabelLoss(Head.CLASSES);
    BatchFigures batchFigures = new BatchFigures(loss, Head.CLASSES);
    try (ResumableOptimizer optimizer = newOptimizer(devices.length);
        Model model = scripted(newModel(start, devices[0]));
        Model averageModel = newModel(start, devices[0])) {
      DefaultTrainingConfig config =
          TrainerConfig.of(loss, optimizer, devices).addTrainingListeners(batchFigures);
      engine().setRandomSeed(seedOf(0));
      try (Trainer trainer = model.newTrainer(config)) {
        Shape shape = new Shape(1, 1, settings.cropSize(), settings.cropSize());
        trainer.initialize(shape);
        Block average = averageModel.getBlock();
        average.initialize(averageModel.getNDManager(), DataType.FLOAT32, shape);
        initialModel.ifPresent(initial -> copyIntoHeads(initial, model.getBlock()));
        ModelFile.copyParameters(model.getBlock(), average);
        NetworkInTraining trained =
            new NetworkInTraining(
                model.getBlock(), average, optimizer, List.of(devices), model.getNDManager());
        int epoch =
            trained.restore(directory, resume, this::requireSame).map(this::goOnFrom).orElse(0);
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

  /** All GPUs, but one for a backbone: DJL can't mirror a TorchScript module to others. */
  private Device[] devices() {
    Engine engine = engine();
    int gpus = backbone.isPresent() ? Math.min(1, engine.getGpuCount()) : engine.getGpuCount();
    return gpus > 0 ? engine.getDevices(gpus) : new Device[] {Device.cpu()};
  }

  /** A backbone's buffers are in its module only, so a resumed training starts from that. */
  private Optional<Backbone> backboneToStartFrom() {
    return backbone.map(
        given ->
            resume && Checkpoint.existsIn(directory)
                ? Checkpoint.readBackbone(directory).map(given::as).orElse(given)
                : given);
  }

  private Model newModel(Optional<Backbone> start, Device device) {
    Model model = Model.newInstance(name, device, PyTorch.ENGINE);
    NDManager manager = model.getNDManager();
    try {
      model.setBlock(
          start
              .map(given -> given.newBlock(manager, network.dropout(), outputs()))
              .orElseGet(() -> network.newBlock(manager, outputs())));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private Model scripted(Model model) {
    if (model.getBlock() instanceof SequentialBlock layers) {
      model.setBlock(new ScriptedNetwork(layers, settings.arithmetic(), model.getNDManager()));
    }
    return model;
  }

  private int outputs() {
    return heads.size() * Head.CLASSES;
  }

  /**
   * A network to evaluate: with the averages of all parameters, running statistics included, and
   * what a backbone has besides them, which has no average, as it is in the network trained.
   */
  private Model newAveragedModel(Model trained, Block average) {
    NDManager owner = trained.getNDManager();
    Model model = Model.newInstance(name, owner.getDevice(), PyTorch.ENGINE);
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

  private ResumableOptimizer newOptimizer(int devices) {
    return switch (settings.optimizer()) {
      case SGD_NESTEROV -> new NesterovSgd(settings.momentum(), settings.weightDecay(), devices);
      case ADAM_W -> new AdamW(settings.weightDecay(), devices);
    };
  }

  private void train(
      Trainer trainer, NetworkInTraining trained, BatchFigures batchFigures, int epochsDone)
      throws IOException, TranslateException {
    if (epochsDone >= settings.epochs() || isStuck()) {
      return; // a training that had ended needs no data, nor its teachers' word
    }
    WeightAverage averaging = new WeightAverage(settings.averageDecay());
    try (ConsistentTeachers present =
            new ConsistentTeachers(
                consistentTeachers,
                settings.teacherShare(),
                settings.labels().heads(),
                settings.arithmetic(),
                trained.devices().get(0));
        EpochFaces data =
            new EpochFaces(
                trainingFaces,
                TrainingTargets.of(
                    trainingFaces,
                    settings.labels(),
                    votes,
                    settings.labelSmoothing(),
                    settings.classBalance(),
                    teachers),
                settings.augmentation(),
                new Mixup(settings.mixup()),
                input,
                settings.cropSize(),
                settings.batchSize(),
                settings.seed())) {
      int stepsOfEpoch = data.batches();
      CosineSchedule schedule =
          new CosineSchedule(
              settings.learningRate(),
              (int) Math.round(settings.warmUpEpochs() * stepsOfEpoch),
              stepsOfEpoch * settings.epochs());
      for (int epoch = epochsDone + 1; epoch <= settings.epochs() && !isStuck(); epoch++) {
        long begin = System.nanoTime();
        // Dropout draws from the engine's generator: seeded by epoch, a resumed run draws the same.
        engine().setRandomSeed(seedOf(epoch));
        batchFigures.reset();
        boolean headOnly = epoch <= settings.headEpochs();
        trained.optimizer().freeze(headOnly ? trunkIds(trained.network()) : Set.of());
        double dataSeconds =
            trainEpoch(trainer, trained, averaging, schedule, present, data.epoch(epoch));
        double trainSeconds = secondsSince(begin);
        try (Model averaged = newAveragedModel(trainer.getModel(), trained.average())) {
          float[][] logits = logits(averaged, validationFaces);
          Evaluation validation = evaluate(heads.get(0), logits, 1);
          EpochFigures figures =
              new EpochFigures(
                  epoch,
                  trained.optimizer().learningRate(),
                  batchFigures.meanLoss(),
                  batchFigures.accuracy(),
                  validation.negativeLogLikelihood(),
                  validation.accuracy(),
                  validation.macroF1(),
                  secondsSince(begin),
                  dataSeconds,
                  batchFigures.faces() / trainSeconds);
          history.add(figures);
          logger.info("{} of {}: {}", epoch, settings.epochs(), figures);
          for (Head head : heads.subList(1, heads.size())) {
            logger.info("{}: accuracy {}", head.source(), evaluate(head, logits, 1).accuracy());
          }
          if (best().epoch() == epoch) {
            writeModels(averaged.getBlock(), epoch, logits);
          }
        }
        report.writeHistory(history);
        report.writeCurves(history);
        trained.save(
            directory, new Checkpoint.State(settings.asMap(), fingerprint(), epoch, step, history));
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
      CosineSchedule schedule,
      ConsistentTeachers present,
      EpochFaces data)
      throws IOException, TranslateException {
    double dataSeconds = 0;
    long waiting = System.nanoTime();
    SharpnessAware sharpness = new SharpnessAware(settings.sharpnessRadius());
    try (ProgressBar bar = newProgressBar(data.batches())) {
      for (Batch batch : trainer.iterateDataset(data)) {
        dataSeconds += secondsSince(waiting);
        try (batch) {
          trained.optimizer().beginStep(++step, schedule.rate(step));
          present.blendInto(
              batch.getData().singletonOrThrow(), batch.getLabels().singletonOrThrow());
          sharpness.trainBatch(trainer, batch, trained.optimizer());
          trainer.step();
          averaging.update(trained.average(), trained.network(), step);
        }
        bar.step();
        waiting = System.nanoTime();
      }
    }
    return dataSeconds;
  }

  private ProgressBar newProgressBar(int batches) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("epoch " + (history.size() + 1) + "/" + settings.epochs())
            .setInitialMax(batches)
            .setUpdateIntervalMillis(500);
    if (!history.isEmpty()) {
      EpochFigures last = history.get(history.size() - 1);
      long left = Math.round(last.seconds() * (settings.epochs() - history.size()) / 60);
      builder.setTaskName(
          String.format(
              Locale.ROOT,
              "epoch %d/%d, %.1f %% so far, about %d min left",
              history.size() + 1,
              settings.epochs(),
              100 * best().validationAccuracy(),
              left));
    }
    if (!progressBar) {
      builder.setConsumer(new SilentConsumer());
    }
    return builder.build();
  }

  private float[][] logits(Model model, List<LabelledFace> faces) {
    int batch = backbone.isPresent() ? EVALUATION_BATCH_OF_BACKBONE : EVALUATION_BATCH;
    float[][] logits;
    try (NDManager manager = model.getNDManager().newSubManager()) {
      boolean fused = !manager.getDevice().isGpu() && !network.runsCode();
      Block block = fused ? InferenceNetwork.of(model.getBlock(), manager) : model.getBlock();
      logits = FaceLogits.of(block, manager, faces, input, batch);
    }
    for (float[] row : logits) {
      for (float logit : row) {
        BatchFigures.requireFinite("network's output", logit);
      }
    }
    return logits;
  }

  private static Evaluation evaluate(Head head, float[][] logits, double temperature) {
    float[][] selected = head.select(logits);
    float[][] probabilities = new float[selected.length][];
    for (int i = 0; i < selected.length; i++) {
      probabilities[i] = TemperatureScaling.softmax(selected[i], temperature);
    }
    return Evaluation.of(head.truth(), probabilities);
  }

  private EpochFigures best() {
    return EpochFigures.best(history).orElseThrow();
  }

  private boolean isStuck() {
    return settings.patience() > 0
        && !history.isEmpty()
        && history.size() - best().epoch() >= settings.patience();
  }

  private void writeModels(Block average, int epoch, float[][] logits) throws IOException {
    for (Head head : heads) {
      Path folder = folder(head);
      double temperature = fitTemperature(head, logits);
      Evaluation evaluation = evaluate(head, logits, temperature);
      try (Model single = Model.newInstance(name, Device.cpu(), PyTorch.ENGINE)) {
        Block block = network.newBlockLike(average, single.getNDManager(), Head.CLASSES);
        single.setBlock(block);
        head.copyOut(average, block);
        ModelFile.write(
            folder,
            network,
            block,
            network.runsCode() ? ModelCard.Precision.FLOAT32 : ModelCard.Precision.FLOAT16,
            weights -> card(head, weights, epoch, temperature, evaluation));
      }
      new TrainingReport(folder).writeEvaluation(evaluation);
    }
  }

  /** The first head's model lies in the output folder, any other's in a folder named after it. */
  private Path folder(Head head) {
    return head.number() == 0 ? directory : directory.resolve(head.source().label());
  }

  /** Fitted on every second validation face, so that the others can show whether it holds. */
  private static double fitTemperature(Head head, float[][] logits) {
    float[][] selected = head.select(logits);
    int[] fitted = IntStream.range(0, selected.length).filter(i -> i % 2 == 0).toArray();
    return TemperatureScaling.fit(
        Arrays.stream(fitted).mapToObj(i -> selected[i]).toArray(float[][]::new),
        Arrays.stream(fitted).mapToObj(i -> head.truth().get(i)).toList());
  }

  private ModelCard card(
      Head head, ModelCard.Weights weights, int epoch, double temperature, Evaluation evaluation) {
    return new ModelCard(
        ModelCard.FORMAT_VERSION,
        head.number() == 0 ? name : name + "-" + head.source().label(),
        network,
        ModelCard.LABELS,
        input,
        temperature,
        weights,
        new ModelCard.Training(
            dataSetName,
            Split.TRAINING.label(),
            trainingFaces.size(),
            head.source().label(),
            settings.epochs(),
            epoch,
            settings.seed(),
            settings.asMap(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS)),
        Map.of(
            head.source() == LabelSource.FERPLUS
                ? validationName + ", FER+ majority"
                : validationName,
            new ModelCard.Figures(
                evaluation.n(),
                evaluation.accuracy(),
                evaluation.macroF1(),
                evaluation.expectedCalibrationError())),
        LibraryVersions.inUse());
  }

  private int goOnFrom(Checkpoint.State state) {
    history.addAll(state.history());
    step = state.step();
    return state.epoch();
  }

  private void requireSame(Checkpoint.State state) {
    requireSameSettings(state.settings(), settings.asMap());
    requireSame("training faces", state.dataSet(), fingerprint());
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

  private String fingerprint() {
    CRC32 checksum = new CRC32();
    for (LabelledFace face : trainingFaces) {
      checksum.update(face.pixels());
      checksum.update(face.emotion().index());
    }
    return trainingFaces.size() + " faces, CRC-32 " + Long.toHexString(checksum.getValue());
  }

  private TrainingResult finish() throws IOException {
    Evaluation evaluation;
    try (InputStream in = Files.newInputStream(directory.resolve(TrainingReport.EVALUATION))) {
      evaluation = EvaluationJson.read(in);
    }
    report.write(history, evaluation, settings.asMap());
    return new TrainingResult(directory, best().epoch(), evaluation, history);
  }

  private int seedOf(int epoch) {
    return Long.hashCode(settings.seed() * 1_000_003 + epoch);
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
