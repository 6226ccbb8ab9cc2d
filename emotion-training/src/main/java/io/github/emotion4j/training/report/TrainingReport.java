// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.EvaluationJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * The files that a training run leaves in its folder: {@value #HISTORY}, {@value #LOSS}, {@value
 * #ACCURACY}, {@value #CONFUSION}, {@value #EVALUATION} and, where it is known, {@value
 * #RELIABILITY} and {@value #ERRORS}; {@value #REPORT}, a Markdown page that shows the others, and
 * {@value #HTML}, the same in one file. Each is written whole or not at all ({@link AtomicFile})
 * and replaces an older one of its name. No display is needed.
 *
 * <pre>{@code
 * TrainingReport report = new TrainingReport(Path.of("build/my-cnn"));
 * report.writeHistory(epochsSoFar);                      // after every epoch
 * report.write(allEpochs, evaluation, Map.of("seed", "42"), facts);  // at the end
 * }</pre>
 */
public final class TrainingReport {

  /** Name of the table of epochs: a header in snake case, and a line an epoch. */
  public static final String HISTORY = "history.csv";

  /** Name of the picture of training and validation loss by epoch. */
  public static final String LOSS = "loss.png";

  /** Name of the picture of training and validation accuracy by epoch. */
  public static final String ACCURACY = "accuracy.png";

  /** Name of the picture of the confusion matrix, in percent of each row. */
  public static final String CONFUSION = "confusion.png";

  /** Name of the figures as JSON, as {@link EvaluationJson} writes them. */
  public static final String EVALUATION = "evaluation.json";

  /** Name of the picture of accuracy by probability. */
  public static final String RELIABILITY = "reliability.png";

  /** Name of the sheet of the most confident errors. */
  public static final String ERRORS = "errors.png";

  /** Name of the Markdown page. */
  public static final String REPORT = "report.md";

  /** Name of the HTML page. */
  public static final String HTML = "report.html";

  static final String BEST = "best";
  private static final String LAST = "last";

  private final Path folder;

  /**
   * Makes a report. Nothing is written yet.
   *
   * @param folder where the files go; made when the first is written
   */
  public TrainingReport(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes all files, the pages last. Without epochs, as for a model that was trained elsewhere,
   * there are no history and no curves.
   *
   * @param history the epochs, ascending; may be empty
   * @param evaluation the figures of the model that was kept
   * @param settings name and value of what the run was started with, shown in the map's order
   * @param facts what else is known
   * @throws IOException if a file can't be written
   * @throws IllegalArgumentException if the epochs don't ascend
   */
  public void write(
      List<EpochFigures> history,
      Evaluation evaluation,
      Map<String, String> settings,
      RunFacts facts)
      throws IOException {
    if (!history.isEmpty()) {
      writeHistory(history);
    }
    Optional<Charts.Kept> kept =
        kept(history, facts.data().map(RunFacts.Data::lastEpoch).orElse(false));
    Map<String, ReportPictures.Pair> pictures =
        ReportPictures.of(history, kept, evaluation, facts.measured());
    writeFigures(evaluation);
    for (Map.Entry<String, ReportPictures.Pair> picture : pictures.entrySet()) {
      writeBytes(picture.getKey(), picture.getValue().light());
    }
    List<ReportPage.Part> page = ReportPage.of(history, kept, evaluation, settings, facts);
    writeBytes(REPORT, MarkdownFormat.write(page).getBytes(StandardCharsets.UTF_8));
    writeBytes(HTML, HtmlFormat.write(page, pictures).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Charts.Kept> kept(List<EpochFigures> history, boolean last) {
    return last && !history.isEmpty()
        ? Optional.of(new Charts.Kept(history.get(history.size() - 1), LAST))
        : EpochFigures.best(history).map(epoch -> new Charts.Kept(epoch, BEST));
  }

  /**
   * Writes {@value #HISTORY}; meant to be called after every epoch, with all epochs until then.
   *
   * @param history the epochs, ascending
   * @throws IOException if the file can't be written
   * @throws IllegalArgumentException if the epochs don't ascend
   */
  public void writeHistory(List<EpochFigures> history) throws IOException {
    HistoryCsv.requireAscending(history);
    AtomicFile.write(folder.resolve(HISTORY), stream -> HistoryCsv.write(history, stream));
  }

  /**
   * Writes {@value #LOSS} and {@value #ACCURACY}. The best epoch by {@link EpochFigures#best} is
   * marked in both.
   *
   * @param history the epochs, ascending, at least one
   * @throws IOException if a file can't be written
   * @throws IllegalArgumentException if there are no epochs or they don't ascend
   */
  public void writeCurves(List<EpochFigures> history) throws IOException {
    HistoryCsv.requireAscending(history);
    Optional<Charts.Kept> kept = kept(history, false);
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("Curves need at least one epoch");
    }
    writePicture(LOSS, Charts.loss(history, kept.get(), Theme.LIGHT));
    writePicture(ACCURACY, Charts.accuracy(history, kept.get(), Theme.LIGHT));
  }

  /**
   * Writes {@value #EVALUATION} and {@value #CONFUSION}.
   *
   * @param evaluation the figures
   * @throws IOException if a file can't be written
   */
  public void writeEvaluation(Evaluation evaluation) throws IOException {
    writeFigures(evaluation);
    writePicture(CONFUSION, Charts.confusion(evaluation.confusion(), Theme.LIGHT));
  }

  private void writeFigures(Evaluation evaluation) throws IOException {
    AtomicFile.write(
        folder.resolve(EVALUATION), stream -> EvaluationJson.write(evaluation, stream));
  }

  /**
   * Reads a table of epochs.
   *
   * @param file what {@link #writeHistory} wrote
   * @return the epochs, ascending, with the very numbers that were written; unmodifiable
   * @throws IOException if the file can't be read or is no such table; the message has the file,
   *     the record and what is wrong with it
   */
  public static List<EpochFigures> readHistory(Path file) throws IOException {
    return HistoryCsv.read(file);
  }

  private void writePicture(String name, Chart<?, ?> chart) throws IOException {
    writeBytes(name, ReportPictures.png(ReportPictures.image(chart)));
  }

  private void writeBytes(String name, byte[] bytes) throws IOException {
    AtomicFile.write(folder.resolve(name), stream -> stream.write(bytes));
  }
}
