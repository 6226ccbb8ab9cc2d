// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.evaluate.ClassFigures;
import io.github.emotion4j.training.evaluate.ConfidenceInterval;
import io.github.emotion4j.training.evaluate.ConfusionMatrix;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.MajorityBaseline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a report says, part after part; {@link MarkdownFormat} and {@link HtmlFormat} write it. */
final class ReportPage {

  /** A part of a page. */
  sealed interface Part permits Heading, Text, Warnings, Table, Picture {}

  /** Begins a section. */
  record Heading(String title) implements Part {}

  /** A paragraph, whose first words are bold. */
  record Text(String bold, String plain) implements Part {}

  /** Sentences that must not be missed. */
  record Warnings(List<String> sentences) implements Part {}

  /**
   * A table.
   *
   * @param numbers whether all columns but the first are numbers
   */
  record Table(List<String> header, List<List<String>> rows, boolean numbers) implements Part {}

  /** One of the report's pictures, by its file's name. */
  record Picture(String name, String description) implements Part {}

  private final List<Part> parts = new ArrayList<>();

  private ReportPage() {}

  static List<Part> of(
      List<EpochFigures> history,
      Optional<Charts.Kept> kept,
      Evaluation evaluation,
      Map<String, String> settings,
      RunFacts facts) {
    ReportPage page = new ReportPage();
    page.addSummary(evaluation, facts);
    if (!facts.warnings().isEmpty()) {
      page.parts.add(new Warnings(facts.warnings()));
    }
    facts.data().ifPresent(page::addData);
    kept.ifPresent(epoch -> page.addTraining(history, epoch, evaluation, facts));
    page.addFolds(facts.measured().folds());
    page.addClasses(evaluation);
    page.addConfusion(evaluation.confusion());
    page.addReliability(facts.measured());
    page.addErrors(facts.measured().errors());
    page.addValues("Settings", "Setting", settings);
    page.addValues("Run with", "What", facts.environment());
    return List.copyOf(page.parts);
  }

  private void addSummary(Evaluation evaluation, RunFacts facts) {
    MajorityBaseline baseline = evaluation.majorityBaseline();
    String plain =
        String.format(
            Locale.ROOT,
            " on %,d faces%s; of 100 such intervals 95 hold the true accuracy. Always saying %s would"
                + " be right for %s. Expected calibration error %.3f, negative log-likelihood %.3f"
                + " nats",
            evaluation.n(),
            facts.measured().folds().isEmpty() ? "" : ", each by the fold that had not learned it",
            baseline.emotion(),
            percent(baseline.accuracy()),
            evaluation.expectedCalibrationError(),
            evaluation.negativeLogLikelihood());
    String speed =
        evaluation.imagesPerSecond().isPresent()
            ? String.format(
                Locale.ROOT, "; %,.0f faces a second.", evaluation.imagesPerSecond().getAsDouble())
            : ".";
    parts.add(
        new Text(
            String.format(
                Locale.ROOT,
                "Accuracy %s (%s), macro-F1 %.3f",
                percent(evaluation.accuracy()),
                evaluation.accuracyInterval(),
                evaluation.macroF1()),
            plain + speed));
  }

  private void addData(RunFacts.Data data) {
    parts.add(new Heading("Data"));
    parts.add(new Text(data.name(), ", SHA-256 of its faces " + data.sha256() + "."));
    List<String> header = new ArrayList<>(List.of("Emotion"));
    header.addAll(data.counts().keySet());
    List<List<String>> rows = new ArrayList<>();
    for (Emotion emotion : Emotion.values()) {
      rows.add(
          row(
              emotion.label(),
              data.counts().values().stream()
                  .map(part -> number(part.getOrDefault(emotion, 0)))
                  .toList()));
    }
    rows.add(
        row(
            "all",
            data.counts().values().stream()
                .map(part -> number(part.values().stream().mapToInt(Integer::intValue).sum()))
                .toList()));
    parts.add(new Table(header, rows, true));
    parts.add(new Text("", data.validation()));
  }

  private void addTraining(
      List<EpochFigures> history, Charts.Kept kept, Evaluation evaluation, RunFacts facts) {
    parts.add(new Heading("Training"));
    double seconds = history.stream().mapToDouble(epoch -> epoch.computation().seconds()).sum();
    EpochFigures epoch = kept.epoch();
    parts.add(
        new Text(
            "",
            String.format(
                Locale.ROOT,
                "%d %s in %.1f minutes; %s after epoch %d: %s (%s), macro-F1 %.3f, loss %.3f. All"
                    + " figures are in %s.",
                history.size(),
                history.size() == 1 ? "epoch" : "epochs",
                seconds / 60,
                kept.why().equals(TrainingReport.BEST)
                    ? "most accurate on the validation faces"
                    : "the model is that",
                epoch.epoch(),
                percent(epoch.validation().accuracy()),
                ConfidenceInterval.wilson(
                    (int) Math.round(epoch.validation().accuracy() * evaluation.n()),
                    evaluation.n()),
                epoch.validation().macroF1(),
                epoch.validation().loss(),
                TrainingReport.HISTORY)));
    parts.add(new Picture(TrainingReport.ACCURACY, "Accuracy by epoch"));
    parts.add(new Picture(TrainingReport.LOSS, "Loss by epoch"));
    parts.add(
        new Text(
            "",
            "The curves of training are means over an epoch in which the weights change, of faces"
                + " changed at random, with dropout and smoothed labels; those of validation are of"
                + " whole faces and the weights' average, without a temperature. So they are not of one"
                + " kind, and training may look worse than validation; the table measures both alike."));
    facts
        .measured()
        .training()
        .ifPresent(
            training ->
                parts.add(
                    new Table(
                        List.of("The kept model, faces as they are", "Training", "Validation"),
                        List.of(
                            List.of("faces", number(training.n()), number(evaluation.n())),
                            List.of(
                                "accuracy",
                                percent(training.accuracy()),
                                percent(evaluation.accuracy())),
                            List.of(
                                "95 % interval",
                                training.accuracyInterval().toString(),
                                evaluation.accuracyInterval().toString()),
                            List.of(
                                "loss (nats)",
                                decimal(training.negativeLogLikelihood()),
                                decimal(evaluation.negativeLogLikelihood()))),
                        true)));
  }

  private void addFolds(List<Evaluation> folds) {
    if (folds.isEmpty()) {
      return;
    }
    parts.add(new Heading("Folds"));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      Evaluation fold = folds.get(i);
      rows.add(
          List.of(
              String.valueOf(i + 1),
              number(fold.n()),
              percent(fold.accuracy()),
              fold.accuracyInterval().toString(),
              decimal(fold.macroF1())));
    }
    parts.add(
        new Table(List.of("Fold", "Faces", "Accuracy", "95 % interval", "Macro-F1"), rows, true));
  }

  private void addClasses(Evaluation evaluation) {
    parts.add(new Heading("Emotions"));
    List<List<String>> rows = new ArrayList<>();
    for (Emotion emotion : Emotion.values()) {
      ClassFigures figures = evaluation.perClass().get(emotion);
      rows.add(
          List.of(
              emotion.label(),
              percent(figures.precision()),
              percent(figures.recall()),
              figures.support() == 0
                  ? "no face"
                  : ConfidenceInterval.wilson(
                          evaluation.confusion().count(emotion, emotion), figures.support())
                      .toString(),
              decimal(figures.f1()),
              number(figures.support())));
    }
    parts.add(
        new Table(
            List.of("Emotion", "Precision", "Recall", "95 % of recall", "F1", "Faces"),
            rows,
            true));
    parts.add(new Text("", "The figures for programs are in " + TrainingReport.EVALUATION + "."));
  }

  private void addConfusion(ConfusionMatrix confusion) {
    parts.add(new Heading("Confusion"));
    parts.add(
        new Text(
            "", "Number of faces: a row for what they show, a column for what was predicted."));
    List<String> header = new ArrayList<>(List.of("Shown"));
    confusion.labels().forEach(predicted -> header.add(predicted.label()));
    List<List<String>> rows = new ArrayList<>();
    for (Emotion truth : confusion.labels()) {
      rows.add(
          row(
              truth.label(),
              confusion.labels().stream()
                  .map(predicted -> number(confusion.count(truth, predicted)))
                  .toList()));
    }
    parts.add(new Table(header, rows, true));
    parts.add(new Picture(TrainingReport.CONFUSION, "Confusion in percent of each row"));
  }

  private void addReliability(RunFacts.Measured measured) {
    if (measured.reliability().isEmpty()) {
      return;
    }
    parts.add(new Heading("Reliability"));
    parts.add(
        new Text(
            "",
            "How often the model is right, by how sure it says it is; on the line it is as sure as it"
                + " should be, below it too sure. The bars are intervals of 95 %."));
    parts.add(new Picture(TrainingReport.RELIABILITY, "Accuracy by probability"));
  }

  private void addErrors(List<RunFacts.ConfidentError> errors) {
    if (errors.isEmpty()) {
      return;
    }
    parts.add(new Heading("Most confident errors"));
    parts.add(
        new Text(
            "",
            "The validation faces that the model is surest about and wrong, or whose label is wrong,"
                + " in the order of this table."));
    parts.add(new Picture(TrainingReport.ERRORS, "Faces with what they show and what was read"));
    parts.add(
        new Table(
            List.of("Face", "Label", "Read as", "With"),
            errors.stream()
                .map(
                    error ->
                        List.of(
                            error.face().name(),
                            error.truth().label(),
                            error.predicted().label(),
                            percent(error.probability())))
                .toList(),
            false));
  }

  private void addValues(String title, String column, Map<String, String> values) {
    if (!values.isEmpty()) {
      parts.add(new Heading(title));
      parts.add(
          new Table(
              List.of(column, "Value"),
              values.entrySet().stream()
                  .map(entry -> List.of(entry.getKey(), entry.getValue()))
                  .toList(),
              false));
    }
  }

  private static List<String> row(String first, List<String> rest) {
    List<String> row = new ArrayList<>(List.of(first));
    row.addAll(rest);
    return row;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
