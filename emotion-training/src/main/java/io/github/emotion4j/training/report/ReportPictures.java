// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.djl.internal.io.Png;
import io.github.emotion4j.training.evaluate.Evaluation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Draws a report's pictures for light and for dark pages. Used by one thread. */
final class ReportPictures {

  /**
   * A picture as PNG, twice.
   *
   * @param light on white
   * @param dark on black
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next
  record Pair(byte[] light, byte[] dark) {}

  private final Map<String, Pair> pictures = new LinkedHashMap<>();

  private ReportPictures() {}

  /** All that there is to show, by file name. */
  static Map<String, Pair> of(
      List<EpochFigures> history,
      Optional<Charts.Kept> kept,
      Evaluation evaluation,
      RunFacts.Measured measured)
      throws IOException {
    ReportPictures all = new ReportPictures();
    if (kept.isPresent()) {
      all.addCurves(history, kept.get());
    }
    all.addConfusion(evaluation);
    if (!measured.reliability().isEmpty()) {
      all.add(
          TrainingReport.RELIABILITY,
          theme -> image(Charts.reliability(measured.reliability(), theme)));
    }
    if (!measured.errors().isEmpty()) {
      all.add(TrainingReport.ERRORS, theme -> ErrorSheet.draw(measured.errors(), theme));
    }
    return all.pictures;
  }

  private void addCurves(List<EpochFigures> history, Charts.Kept kept) throws IOException {
    add(TrainingReport.LOSS, theme -> image(Charts.loss(history, kept, theme)));
    add(TrainingReport.ACCURACY, theme -> image(Charts.accuracy(history, kept, theme)));
  }

  private void addConfusion(Evaluation evaluation) throws IOException {
    add(TrainingReport.CONFUSION, theme -> image(Charts.confusion(evaluation.confusion(), theme)));
  }

  private void add(String name, Function<Theme, BufferedImage> drawing) throws IOException {
    pictures.put(name, new Pair(png(drawing.apply(Theme.LIGHT)), png(drawing.apply(Theme.DARK))));
  }

  static BufferedImage image(Chart<?, ?> chart) {
    return BitmapEncoder.getBufferedImage(chart);
  }

  static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Png.write(image, bytes);
    return bytes.toByteArray();
  }
}
