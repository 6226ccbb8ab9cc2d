// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.detect.ConfidenceWeights;
import io.github.emotion4j.djl.detect.FaceModelCard;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.detect.FaceNetwork;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.training.evaluate.DetectionFigures;
import io.github.emotion4j.training.evaluate.SceneBenchmark;
import io.github.emotion4j.training.scene.HardPatch;
import io.github.emotion4j.training.scene.PhotographScenes;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneComposer;
import io.github.emotion4j.training.scene.SceneFace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training of a face detector from begin to end. Used once, by one thread. */
final class FaceDetectorRun {

  private static final Logger logger = LoggerFactory.getLogger(FaceDetectorRun.class);
  private static final String HISTORY = "history.csv";
  private static final String AVERAGE_PRECISION = "validationAveragePrecision";

  /** The settings on which the validation scenes depend, next to the data. */
  private static final List<String> MEASURE = List.of("sceneSize", "validationScenes");

  private static final double LEAST_CONFIDENCE = 0.05;
  private static final double HARD_CONFIDENCE = 0.25;
  private static final int MOST_HARD_PATCHES = 3000;
  private static final int MOST_MINED = 200;
  private static final double MINED_SHARE = 0.05;

  private final Path directory;
  private final FaceDetectorSettings settings;
  private final SceneComposer composer;
  private final PhotographScenes photographs;
  private final SceneBenchmark validation;
  private final String data;
  private final boolean resume;
  private final List<HardPatch> hardPatches = new ArrayList<>();
  private int step;
  private double best = -1;

  FaceDetectorRun(
      Path directory,
      FaceDetectorSettings settings,
      SceneComposer composer,
      PhotographScenes photographs,
      SceneBenchmark validation,
      String data,
      boolean resume) {
    this.directory = directory;
    this.settings = settings;
    this.composer = composer;
    this.photographs = photographs;
    this.validation = validation;
    this.data = data;
    this.resume = resume;
  }

  FaceModelFile run() {
    Device device = PyTorch.require().getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    DetectorLoss loss = new DetectorLoss();
    ExecutorService prefetcher = Executors.newSingleThreadExecutor(FaceDetectorRun::daemon);
    try (ResumableOptimizer optimizer = new AdamW(settings.weightDecay(), 1);
        Model model = newModel(device);
        Model averageModel = newModel(device)) {
      Files.createDirectories(directory);
      PyTorch.require().setRandomSeed((int) settings.seed());
      try (Trainer trainer = model.newTrainer(TrainerConfig.of(loss, optimizer, device))) {
        Shape shape = new Shape(1, 1, settings.sceneSize(), settings.sceneSize());
        trainer.initialize(shape);
        Block average = averageModel.getBlock();
        average.initialize(averageModel.getNDManager(), DataType.FLOAT32, shape);
        ((FaceNetwork) model.getBlock()).expectFewFaces();
        ModelFile.copyParameters(model.getBlock(), average);
        NetworkInTraining network =
            new NetworkInTraining(
                model.getBlock(), average, optimizer, List.of(device), model.getNDManager());
        // A detector may go on with other settings and data, so any checkpoint that fits will do.
        int epoch = network.restore(directory, resume, state -> {}).map(this::goOnFrom).orElse(0);
        train(trainer, network, loss, prefetcher, epoch);
      }
      return FaceModelFile.read(directory);
    } catch (IOException e) {
      throw new TrainingException(
          "The training in " + directory + " failed; its last checkpoint is intact: " + e, e);
    } finally {
      prefetcher.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "emotion4j-scenes");
    thread.setDaemon(true);
    return thread;
  }

  private static Model newModel(Device device) {
    Model model = Model.newInstance("face-detector", device, PyTorch.ENGINE);
    model.setBlock(new FaceNetwork(true));
    return model;
  }

  private void train(
      Trainer trainer,
      NetworkInTraining network,
      DetectorLoss loss,
      ExecutorService prefetcher,
      int epochsDone)
      throws IOException {
    WeightAverage averaging = new WeightAverage(settings.averageDecay());
    int steps = Math.max(1, settings.scenesPerEpoch() / settings.batchSize());
    CosineSchedule schedule =
        new CosineSchedule(settings.learningRate(), steps, steps * settings.epochs());
    for (int epoch = epochsDone + 1; epoch <= settings.epochs(); epoch++) {
      long begin = System.nanoTime();
      double lossSum = 0;
      List<HardPatch> known = List.copyOf(hardPatches);
      CompletableFuture<DetectorTargets> next = compose(prefetcher, epoch, 0, known);
      for (int i = 0; i < steps; i++) {
        DetectorTargets batch = next.join();
        if (i + 1 < steps) {
          next = compose(prefetcher, epoch, i + 1, known);
        }
        network.optimizer().beginStep(++step, schedule.rate(step));
        lossSum += TrainingStep.run(trainer, loss, batch::input, batch::labels);
        averaging.update(network.average(), network.network(), step);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      validate((FaceNetwork) network.average(), epoch, lossSum / steps, seconds);
      network.save(directory, new Checkpoint.State(settings.asMap(), data, epoch, step, List.of()));
    }
  }

  private CompletableFuture<DetectorTargets> compose(
      ExecutorService prefetcher, int epoch, int batch, List<HardPatch> known) {
    return CompletableFuture.supplyAsync(
        () -> {
          List<Scene> scenes = new ArrayList<>();
          for (int i = 0; i < settings.batchSize(); i++) {
            scenes.add(scene(random(epoch, batch, i), known));
          }
          return DetectorTargets.of(scenes);
        },
        prefetcher);
  }

  private Scene scene(SplittableRandom random, List<HardPatch> known) {
    boolean isCut = !photographs.isEmpty() && random.nextDouble() < settings.photographShare();
    return isCut ? photographs.cut(random) : composer.compose(random, known);
  }

  private SplittableRandom random(int epoch, int batch, int index) {
    return new SplittableRandom(
        ((settings.seed() * 31 + epoch) * 1_000_003L + batch) * 1009L + index);
  }

  private void validate(FaceNetwork average, int epoch, double trainLoss, double seconds)
      throws IOException {
    NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE);
    try (FaceNetwork folded = average.folded(manager);
        SingleShotFaceDetector detector =
            SingleShotFaceDetector.builder(folded, manager)
                .scoreThreshold(LEAST_CONFIDENCE)
                .leastFaceSize(0)
                .build()) {
      DetectionFigures figures = validation.measure(detector);
      // Scenes hold more that looks like a face than photographs do: at this one those are precise.
      double threshold = figures.bestThreshold();
      double recall = figures.recall(threshold);
      double precision = figures.precision(threshold);
      int mined = mine(detector, epoch);
      String line =
          String.format(
              Locale.ROOT,
              "%d,%.4f,%.4f,%.4f,%.4f,%.3f,%d,%.1f%n",
              epoch,
              trainLoss,
              figures.averagePrecision(),
              recall,
              precision,
              threshold,
              mined,
              seconds);
      logger.info("epoch,loss,AP,recall,precision,threshold,mined,seconds: {}", line.strip());
      Files.writeString(
          directory.resolve(HISTORY),
          line,
          UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      if (figures.averagePrecision() >= best) {
        best = figures.averagePrecision();
        writeModel(folded, epoch, threshold, figures);
      }
    }
  }

  /**
   * Looks for what the network takes for a face and is none, in composed scenes of its own: in
   * photographs it might be a face that the teacher missed.
   */
  private int mine(SingleShotFaceDetector detector, int epoch) {
    int scenes = (int) (MINED_SHARE * settings.scenesPerEpoch());
    int mined = 0;
    for (int i = 0; i < scenes && mined < MOST_MINED; i++) {
      Scene scene = composer.compose(random(-epoch, i, 0), hardPatches);
      for (DetectedFace found : detector.detect(scene.toImage())) {
        FaceRegion region = found.region();
        double x = region.x() + region.width() / 2.0;
        double y = region.y() + region.height() / 2.0;
        if (found.confidence() >= HARD_CONFIDENCE
            && scene.faces().stream().noneMatch(face -> isNear(face, x, y))) {
          double size = Math.sqrt((double) region.width() * region.height());
          hardPatches.add(HardPatch.of(scene, x, y, size));
          mined++;
        }
      }
    }
    if (hardPatches.size() > MOST_HARD_PATCHES) {
      hardPatches.subList(0, hardPatches.size() - MOST_HARD_PATCHES).clear();
    }
    return mined;
  }

  private static boolean isNear(SceneFace face, double x, double y) {
    return Math.abs(x - face.x() - face.width() / 2) < face.width()
        && Math.abs(y - face.y() - face.height() / 2) < face.height();
  }

  private void writeModel(FaceNetwork folded, int epoch, double threshold, DetectionFigures figures)
      throws IOException {
    Map<String, Double> measured = figures(figures, threshold);
    Map<String, String> recipe = new LinkedHashMap<>(settings.asMap());
    recipe.put("epoch", String.valueOf(epoch));
    FaceModelFile.write(
        directory,
        folded,
        weights ->
            new FaceModelCard(
                FaceModelCard.FORMAT_VERSION,
                "emotion4j-face",
                FaceModelCard.NETWORK,
                threshold,
                ConfidenceWeights.DETECTION_ONLY,
                weights,
                data,
                recipe,
                measured,
                LibraryVersions.inUse(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  /** What a card says of a model's figures on the validation scenes. */
  static Map<String, Double> figures(DetectionFigures figures, double threshold) {
    return Map.of(
        AVERAGE_PRECISION,
        figures.averagePrecision(),
        "validationRecall",
        figures.recall(threshold),
        "validationPrecision",
        figures.precision(threshold));
  }

  private int goOnFrom(Checkpoint.State state) {
    step = state.step();
    best = measuresAlike(state) ? bestSoFar() : -1;
    return state.epoch();
  }

  /** Whether the best model so far was measured on the scenes that are measured on now. */
  private boolean measuresAlike(Checkpoint.State state) {
    Map<String, String> now = settings.asMap();
    return state.dataSet().equals(data)
        && MEASURE.stream().allMatch(key -> now.get(key).equals(state.settings().get(key)));
  }

  private double bestSoFar() {
    return Optional.ofNullable(
            FaceModelFile.read(directory).card().figures().get(AVERAGE_PRECISION))
        .orElse(-1.0);
  }
}
