// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.classify.InferenceNetwork;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.detect.ConfidenceWeights;
import io.github.emotion4j.djl.detect.FaceModelCard;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.detect.RefineNetwork;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.training.evaluate.DetectionFigures;
import io.github.emotion4j.training.evaluate.LogisticRegression;
import io.github.emotion4j.training.evaluate.SceneBenchmark;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneComposer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training of the network that looks a second time at what a detector takes for a face. Every
 * step learns from the candidates of new scenes. Used once, by one thread.
 */
final class FaceRefinementRun {

  private static final Logger logger = LoggerFactory.getLogger(FaceRefinementRun.class);
  private static final String PROGRESS = "refinement";
  private static final String HISTORY = "history.csv";
  private static final double LEAST_CONFIDENCE = 0.05;

  /** The least size of candidates, in pixels: smaller ones are hardly to be told apart. */
  private static final double LEAST_SIZE = 10;

  /** Where a probability says as much for a face as against it. */
  private static final double EVEN = 0.5;

  private static final int BATCH = 256;

  /** How many steps are prepared ahead by each thread, so that none waits for the network. */
  private static final int AHEAD = 3;

  private final Path directory;

  /** Checkpoint and history, which are not the detector's own. */
  private final Path progress;

  private final FaceDetectorSettings settings;
  private final SceneComposer composer;
  private final List<Scene> validation;
  private final FaceModelFile model;
  private final boolean resume;
  private final int threads = Runtime.getRuntime().availableProcessors();

  FaceRefinementRun(
      Path directory,
      FaceDetectorSettings settings,
      SceneComposer composer,
      List<Scene> validation,
      FaceModelFile model,
      boolean resume) {
    this.directory = directory;
    this.settings = settings;
    this.composer = composer;
    this.validation = validation;
    this.progress = directory.resolve(PROGRESS);
    this.model = model;
    this.resume = resume;
  }

  FaceModelFile run() {
    Device device = PyTorch.require().getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    Loss loss = Loss.sigmoidBinaryCrossEntropyLoss();
    ExecutorService composers = Executors.newFixedThreadPool(threads, FaceRefinementRun::daemon);
    try (SingleShotFaceDetector detector =
            model
                .newDetector()
                .refined(false)
                .scoreThreshold(LEAST_CONFIDENCE)
                .leastFaceSize(LEAST_SIZE)
                .build();
        ResumableOptimizer optimizer = new AdamW(settings.weightDecay(), 1);
        Model trained = newModel(device);
        Model averageModel = newModel(device)) {
      trained.setBlock(
          new ScriptedNetwork(
              RefineNetwork.newBlock(), Arithmetic.FLOAT32, trained.getNDManager()));
      averageModel.setBlock(RefineNetwork.newBlock());
      Files.createDirectories(progress);
      PyTorch.require().setRandomSeed((int) settings.seed());
      try (Trainer trainer = trained.newTrainer(TrainerConfig.of(loss, optimizer, device))) {
        trainer.initialize(RefineNetwork.inputShape(1));
        Block average = averageModel.getBlock();
        average.initialize(
            averageModel.getNDManager(), DataType.FLOAT32, RefineNetwork.inputShape(1));
        ModelFile.copyParameters(trained.getBlock(), average);
        NetworkInTraining network =
            new NetworkInTraining(
                trained.getBlock(), average, optimizer, List.of(device), trained.getNDManager());
        int epoch =
            network
                .restore(progress, resume, this::requireSameDetector)
                .map(Checkpoint.State::epoch)
                .orElse(0);
        train(trainer, network, loss, composers, detector, epoch);
        NDManager manager = averageModel.getNDManager();
        Block module = InferenceNetwork.of(average, manager);
        return write(average, fit(module, manager, Candidates.of(validation, detector)));
      }
    } catch (IOException e) {
      throw new TrainingException("Can't write to " + directory + ": " + e, e);
    } finally {
      composers.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "emotion4j-candidates");
    thread.setDaemon(true);
    return thread;
  }

  private static Model newModel(Device device) {
    return Model.newInstance("face-refinement", device, PyTorch.ENGINE);
  }

  private void requireSameDetector(Checkpoint.State state) {
    if (!state.dataSet().equals(detectorHash())) {
      throw new TrainingException(
          "The checkpoint in " + progress + " is of a second look for another detector: delete it");
    }
  }

  private String detectorHash() {
    return model.card().weights().sha256();
  }

  private void train(
      Trainer trainer,
      NetworkInTraining network,
      Loss loss,
      ExecutorService composers,
      FaceDetector detector,
      int epochsDone)
      throws IOException {
    WeightAverage averaging = new WeightAverage(settings.averageDecay());
    int stepsOfEpoch = Math.max(1, settings.scenesPerEpoch() / settings.batchSize());
    CosineSchedule schedule =
        new CosineSchedule(settings.learningRate(), stepsOfEpoch, stepsOfEpoch * settings.epochs());
    for (int epoch = epochsDone + 1; epoch <= settings.epochs(); epoch++) {
      long begin = System.nanoTime();
      double lossSum = 0;
      int last = stepsOfEpoch * epoch;
      int next = last - stepsOfEpoch + 1;
      Queue<CompletableFuture<Candidates>> ahead = new ArrayDeque<>();
      for (int step = next; step <= last; step++) {
        while (next <= last && ahead.size() < AHEAD * threads) {
          ahead.add(candidates(composers, detector, next++));
        }
        Candidates batch = ahead.remove().join();
        if (batch.count() > 1) { // the statistics of one candidate are no statistics
          network.optimizer().beginStep(step, schedule.rate(step));
          lossSum += TrainingStep.run(trainer, loss, batch::input, batch::labels);
          averaging.update(network.average(), network.network(), step);
        }
      }
      report(epoch, lossSum / stepsOfEpoch, (System.nanoTime() - begin) / 1e9);
      network.save(
          progress, new Checkpoint.State(settings.asMap(), detectorHash(), epoch, last, List.of()));
    }
  }

  private CompletableFuture<Candidates> candidates(
      ExecutorService composers, FaceDetector detector, int step) {
    return CompletableFuture.supplyAsync(
        () -> {
          SplittableRandom random = new SplittableRandom(settings.seed() * 1_000_003 + step);
          List<Scene> scenes = new ArrayList<>();
          for (int i = 0; i < settings.batchSize(); i++) {
            scenes.add(composer.compose(random, List.of()));
          }
          return Candidates.changed(scenes, detector, random);
        },
        composers);
  }

  private void report(int epoch, double loss, double seconds) throws IOException {
    String line = String.format(Locale.ROOT, "%d,%.4f,%.1f%n", epoch, loss, seconds);
    logger.info("epoch,loss,seconds: {}", line.strip());
    Files.writeString(
        progress.resolve(HISTORY),
        line,
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Finds how both networks' words make a probability, on faces that neither was trained on. */
  private static ConfidenceWeights fit(Block module, NDManager manager, Candidates candidates) {
    if (candidates.count() == 0) {
      throw new TrainingException(
          "The detector finds nothing in the validation scenes; take more of them, or train it"
              + " first");
    }
    double[] refined = logOdds(module, manager, candidates);
    double[] detected = candidates.detected();
    double[][] features = new double[candidates.count()][];
    for (int i = 0; i < features.length; i++) {
      features[i] = new double[] {detected[i], refined[i]};
    }
    double[] weights = LogisticRegression.fit(features, candidates.faces());
    if (!(weights[0] > 0 && weights[1] > 0)) {
      throw new TrainingException(
          "What a second look says does not help to tell faces; train longer, or measure on more"
              + " validation scenes");
    }
    return new ConfidenceWeights(weights[0], weights[1], weights[2]);
  }

  private static double[] logOdds(Block module, NDManager manager, Candidates candidates) {
    double[] logOdds = new double[candidates.count()];
    for (int from = 0; from < logOdds.length; from += BATCH) {
      int to = Math.min(logOdds.length, from + BATCH);
      try (NDManager scratch = manager.newSubManager()) {
        NDList input = new NDList(candidates.input(scratch, from, to));
        float[] batch =
            module
                .forward(new ParameterStore(scratch, false), input, false)
                .singletonOrThrow()
                .toFloatArray();
        for (int i = 0; i < batch.length; i++) {
          logOdds[from + i] = batch[i];
        }
      }
    }
    return logOdds;
  }

  /** Writes the model, measures what was written, and writes the threshold and the figures. */
  private FaceModelFile write(Block network, ConfidenceWeights confidence) throws IOException {
    FaceModelFile measured = write(network, confidence, EVEN, Map.of());
    try (SingleShotFaceDetector detector =
        measured.newDetector().scoreThreshold(LEAST_CONFIDENCE).leastFaceSize(0).build()) {
      DetectionFigures figures = new SceneBenchmark(validation, 0).measure(detector);
      double threshold = figures.bestThreshold();
      return write(network, confidence, threshold, FaceDetectorRun.figures(figures, threshold));
    }
  }

  private FaceModelFile write(
      Block network, ConfidenceWeights confidence, double threshold, Map<String, Double> figures)
      throws IOException {
    FaceModelCard card = model.card();
    Map<String, String> recipe = new LinkedHashMap<>(card.recipe());
    settings.asMap().forEach((name, value) -> recipe.put("refinement." + name, value));
    return model.writeRefined(
        directory,
        network,
        weights ->
            new FaceModelCard(
                FaceModelCard.FORMAT_VERSION,
                card.name(),
                FaceModelCard.NETWORK,
                threshold,
                confidence,
                weights,
                card.data(),
                recipe,
                figures,
                LibraryVersions.inUse(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }
}
