// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.evaluate.ConfusionMatrix;
import io.github.emotion4j.training.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Puts a report into GitHub's Markdown. */
final class MarkdownPage {

  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>|&#~]");
  private static final Pattern LINE_BREAKS = Pattern.compile("\\R+");

  private final StringBuilder text = new StringBuilder();

  private MarkdownPage() {}

  static String of(
      List<EpochFigures> history, Evaluation evaluation, Map<String, String> settings) {
    MarkdownPage page = new MarkdownPage();
    page.line("# Training report").line("").line(summary(evaluation));
    Optional<EpochFigures> best = EpochFigures.best(history);
    best.ifPresent(epoch -> page.addCurves(history, epoch));
    page.addClasses(evaluation);
    page.addConfusion(evaluation.confusion());
    if (!settings.isEmpty()) {
      page.heading("Settings").row(List.of("Setting", "Value")).line("|:--|:--|");
      settings.forEach((name, value) -> page.row(List.of(escape(name), escape(value))));
    }
    return page.text.toString();
  }

  private static String summary(Evaluation evaluation) {
    String figures =
        String.format(
            Locale.ROOT,
            "**Accuracy %s, macro-F1 %.3f** on %,d faces; expected calibration error %.3f, negative"
                + " log-likelihood %.3f nats",
            percent(evaluation.accuracy()),
            evaluation.macroF1(),
            evaluation.n(),
            evaluation.expectedCalibrationError(),
            evaluation.negativeLogLikelihood());
    return evaluation.imagesPerSecond().isPresent()
        ? figures
            + String.format(
                Locale.ROOT, "; %,.0f faces a second.", evaluation.imagesPerSecond().getAsDouble())
        : figures + ".";
  }

  private void addCurves(List<EpochFigures> history, EpochFigures best) {
    double seconds = history.stream().mapToDouble(EpochFigures::seconds).sum();
    heading("Training");
    line(
        String.format(
            Locale.ROOT,
            "%d epochs in %.1f minutes; most accurate on the validation set after epoch %d: %s,"
                + " macro-F1 %.3f, loss %.3f. All figures are in [%s](%s).",
            history.size(),
            seconds / 60,
            best.epoch(),
            percent(best.validationAccuracy()),
            best.validationMacroF1(),
            best.validationLoss(),
            TrainingReport.HISTORY,
            TrainingReport.HISTORY));
    line("").line("![Accuracy by epoch](" + TrainingReport.ACCURACY + ")");
    line("").line("![Loss by epoch](" + TrainingReport.LOSS + ")");
  }

  private void addClasses(Evaluation evaluation) {
    heading("Emotions");
    row(List.of("Emotion", "Precision", "Recall", "F1", "Faces")).line("|:--|--:|--:|--:|--:|");
    evaluation
        .perClass()
        .forEach(
            (emotion, figures) ->
                row(
                    List.of(
                        emotion.label(),
                        percent(figures.precision()),
                        percent(figures.recall()),
                        String.format(Locale.ROOT, "%.3f", figures.f1()),
                        String.format(Locale.ROOT, "%,d", figures.support()))));
    line("")
        .line(
            "The same figures for programs are in [evaluation.json]("
                + TrainingReport.EVALUATION
                + ").");
  }

  private void addConfusion(ConfusionMatrix confusion) {
    heading("Confusion");
    line("Number of faces: a row for what they show, a column for what was predicted.").line("");
    List<String> header = new ArrayList<>(List.of("Shown"));
    confusion.labels().forEach(predicted -> header.add(predicted.label()));
    row(header)
        .line("|:--" + String.join("", Collections.nCopies(header.size() - 1, "|--:")) + "|");
    for (Emotion truth : confusion.labels()) {
      List<String> cells = new ArrayList<>(List.of("**" + truth.label() + "**"));
      confusion
          .labels()
          .forEach(
              predicted ->
                  cells.add(String.format(Locale.ROOT, "%,d", confusion.count(truth, predicted))));
      row(cells);
    }
    line("").line("![Confusion in percent of each row](" + TrainingReport.CONFUSION + ")");
  }

  private MarkdownPage heading(String title) {
    return line("").line("## " + title).line("");
  }

  private MarkdownPage row(List<String> cells) {
    return line("| " + String.join(" | ", cells) + " |");
  }

  private MarkdownPage line(String line) {
    text.append(line).append('\n');
    return this;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Settings come from outside, and a path or pattern must not break the table or become HTML. */
  private static String escape(String value) {
    String oneLine = LINE_BREAKS.matcher(value).replaceAll(" ");
    return SPECIAL.matcher(oneLine).replaceAll("\\\\$0");
  }
}
