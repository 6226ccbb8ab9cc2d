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
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * The files that a training run leaves in its folder: {@value #HISTORY}, {@value #LOSS}, {@value
 * #ACCURACY}, {@value #CONFUSION}, {@value #EVALUATION} and {@value #REPORT}, a Markdown page that
 * shows the others. Each is written whole or not at all ({@link AtomicFile}) and replaces an older
 * one of its name. No display is needed.
 *
 * <pre>{@code
 * TrainingReport report = new TrainingReport(Path.of("build/my-cnn"));
 * report.writeHistory(epochsSoFar);                      // after every epoch
 * report.write(allEpochs, evaluation, Map.of("seed", "42"));  // at the end
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

  /** Name of the Markdown page. */
  public static final String REPORT = "report.md";

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
   * Writes all files, {@value #REPORT} last. Without epochs, as for a model that was trained
   * elsewhere, there are no history and no curves.
   *
   * @param history the epochs, ascending; may be empty
   * @param evaluation the figures of the model that was kept
   * @param settings name and value of what the run was started with, shown in the map's order
   * @throws IOException if a file can't be written
   * @throws IllegalArgumentException if the epochs don't ascend
   */
  public void write(List<EpochFigures> history, Evaluation evaluation, Map<String, String> settings)
      throws IOException {
    if (!history.isEmpty()) {
      writeHistory(history);
      writeCurves(history);
    }
    writeEvaluation(evaluation);
    String page = MarkdownPage.of(history, evaluation, settings);
    AtomicFile.write(
        folder.resolve(REPORT), stream -> stream.write(page.getBytes(StandardCharsets.UTF_8)));
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
    Optional<EpochFigures> best = EpochFigures.best(history);
    if (best.isEmpty()) {
      throw new IllegalArgumentException("Curves need at least one epoch");
    }
    writePicture(LOSS, Charts.loss(history, best.get()));
    writePicture(ACCURACY, Charts.accuracy(history, best.get()));
  }

  /**
   * Writes {@value #EVALUATION} and {@value #CONFUSION}.
   *
   * @param evaluation the figures
   * @throws IOException if a file can't be written
   */
  public void writeEvaluation(Evaluation evaluation) throws IOException {
    AtomicFile.write(
        folder.resolve(EVALUATION), stream -> EvaluationJson.write(evaluation, stream));
    writePicture(CONFUSION, Charts.confusion(evaluation.confusion()));
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
    AtomicFile.write(
        folder.resolve(name), stream -> BitmapEncoder.saveBitmap(chart, stream, BitmapFormat.PNG));
  }
}
