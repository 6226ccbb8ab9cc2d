// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.DeviceNames;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import io.github.emotion4j.training.evaluate.ReliabilityBin;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.report.RunFacts;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes the report of a training that has ended: measures the model that was kept once more, on
 * the validation faces and on some that it learned from.
 *
 * @param supervision what was learned from
 * @param models what was written
 * @param device where it was computed
 * @param command the command that started it, if it is known
 * @param elapsed how long it took until now
 */
record RunReport(
    Supervision supervision,
    ModelsOfHeads models,
    Device device,
    Optional<String> command,
    Duration elapsed) {

  private static final int MOST_TRAINING_FACES = 5_000;
  private static final int MOST_ERRORS = 24;
  private static final int BATCH = 64;

  /**
   * Writes the report.
   *
   * @param warnings that were told before
   */
  void write(List<EpochFigures> history, Evaluation evaluation, List<String> warnings)
      throws IOException {
    new TrainingReport(models.directory())
        .write(
            history,
            evaluation,
            models.recipe(),
            new RunFacts(Optional.of(data()), measured(), warnings, environment(history)));
  }

  private RunFacts.Data data() {
    TrainingFaces faces = models.faces();
    Map<String, Map<Emotion, Integer>> counts = new LinkedHashMap<>();
    counts.put("Training", Fer2013.of("training", faces.training()).count());
    counts.put("Validation", Fer2013.of("validation", faces.validation()).count());
    return new RunFacts.Data(
        faces.dataSet(),
        sha256(supervision.dataset().faces()),
        counts,
        faces.ofFolds()
            ? "Validation is by "
                + faces.validationName()
                + ": as many trainings as there are folds, each measured on the one that it left out;"
                + " the model then learned all faces. No epoch was chosen: the figures are of the"
                + " last."
            : "Validation faces are those of "
                + faces.validationName()
                + (faces.choosesEpoch()
                    ? ". The epoch was chosen by the accuracy on them, so that the accuracy is a"
                        + " little too good."
                    : ". They are too few to choose an epoch by: the figures are of the last."),
        !faces.choosesEpoch());
  }

  private static String sha256(List<LabelledFace> faces) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (LabelledFace face : faces) {
        digest.update((face.split() + " " + face.emotion()).getBytes(StandardCharsets.UTF_8));
        digest.update(face.pixels());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private RunFacts.Measured measured() {
    OutputHead head = models.heads().get(0);
    List<LabelledFace> measured =
        head.faces().stream().map(face -> models.faces().validation().get(face)).toList();
    OutputHead ofTraining =
        OutputHead.of(models.settings().targets().labels(), trainingFaces(), supervision.votes())
            .get(0);
    List<LabelledFace> learned =
        ofTraining.faces().stream().map(face -> trainingFaces().get(face)).toList();
    ModelFile file = ModelFile.readTrusted(models.directory());
    try (EmotionModel model =
        EmotionModel.of(
            file, device.isGpu() ? DeviceChoice.gpu(device.getDeviceId()) : DeviceChoice.CPU)) {
      float[][] probabilities =
          models.faces().folds().isEmpty()
              ? ModelEvaluator.probabilities(model, measured, BATCH, false)
              : TemperatureScaling.softmax(
                  head.select(models.faces().folds().orElseThrow().last()),
                  file.card().calibration().temperature());
      Evaluation training =
          Evaluation.of(
              ofTraining.truth(), ModelEvaluator.probabilities(model, learned, BATCH, false));
      return new RunFacts.Measured(
          Optional.of(training),
          models.faces().folds().map(folds -> folds.evaluations(head)).orElse(List.of()),
          ReliabilityBin.of(head.truth(), probabilities),
          errors(measured, head.truth(), probabilities));
    }
  }

  /** As many of them as take a moment, from all over the data set. */
  private List<LabelledFace> trainingFaces() {
    List<LabelledFace> all = models.faces().training();
    int count = Math.min(all.size(), MOST_TRAINING_FACES);
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .toList();
  }

  private static List<RunFacts.ConfidentError> errors(
      List<LabelledFace> faces, List<Emotion> truth, float[][] probabilities) {
    List<RunFacts.ConfidentError> errors = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      Emotion likeliest = Evaluation.likeliest(probabilities[i]);
      if (likeliest != truth.get(i)) {
        errors.add(
            new RunFacts.ConfidentError(
                faces.get(i), truth.get(i), likeliest, probabilities[i][likeliest.index()]));
      }
    }
    errors.sort(Comparator.comparingDouble(error -> -error.probability()));
    return errors.subList(0, Math.min(MOST_ERRORS, errors.size()));
  }

  private Map<String, String> environment(List<EpochFigures> history) {
    Map<String, String> environment = new LinkedHashMap<>();
    command.ifPresent(started -> environment.put("command", started));
    environment.put("duration", seconds(elapsed.toMillis() / 1e3));
    environment.put(
        "of it epochs of the model",
        seconds(history.stream().mapToDouble(epoch -> epoch.computation().seconds()).sum()));
    environment.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    environment.put("device", DeviceNames.describe(device));
    environment.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    environment.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    environment.putAll(LibraryVersions.inUse());
    return environment;
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
