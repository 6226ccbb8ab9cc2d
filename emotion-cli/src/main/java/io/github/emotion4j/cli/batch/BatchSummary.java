// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.Emotion;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Counts of all rows of a file. For one thread. */
final class BatchSummary {

  private static final Color BARS = new Color(0x1F6FB4);

  private final Map<String, Long> emotions = new LinkedHashMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private long pictures;
  private long faces;
  private long withoutFaces;

  BatchSummary() {
    for (Emotion emotion : Emotion.values()) {
      emotions.put(emotion.label(), 0L);
    }
  }

  /** Counts a row. */
  void add(ObjectNode row) {
    pictures++;
    JsonNode error = row.get("error");
    if (error != null) {
      failures.merge(error.path("code").asText(), 1L, Long::sum);
      return;
    }
    JsonNode found = row.path("faces");
    faces += found.size();
    if (found.isEmpty()) {
      withoutFaces++;
    }
    found.forEach(face -> emotions.merge(face.path("dominant_emotion").asText(), 1L, Long::sum));
  }

  long pictures() {
    return pictures;
  }

  long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Prints the table.
   *
   * @param out receives its lines
   * @param analyzed how many pictures this run analyzed
   * @param time how long that took
   */
  void print(Consumer<String> out, long analyzed, Duration time) {
    row(out, "pictures", pictures, pictures);
    row(out, "  without a face", withoutFaces, pictures);
    row(out, "  failed", failed(), pictures);
    failures.forEach((code, count) -> row(out, "    " + code, count, pictures));
    row(out, "faces", faces, faces);
    emotions.forEach((emotion, count) -> row(out, "  " + emotion, count, faces));
    double seconds = time.toMillis() / 1000.0;
    out.accept(
        String.format(
            Locale.ROOT,
            "%d pictures in this run, %d:%02d:%02d, %.1f a second",
            analyzed,
            time.toHours(),
            time.toMinutesPart(),
            time.toSecondsPart(),
            seconds > 0 ? analyzed / seconds : 0));
  }

  private static void row(Consumer<String> out, String name, long count, long of) {
    out.accept(
        String.format(
            Locale.ROOT, "%-24s %12d %6.1f %%", name, count, of == 0 ? 0 : 100.0 * count / of));
  }

  /**
   * Draws how many faces show which emotion.
   *
   * @param stream receives a PNG file
   * @throws IOException if it can't be written
   */
  void draw(OutputStream stream) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(520)
            .title(
                String.format(
                    Locale.ROOT,
                    "%,d faces in %,d pictures, %,d failed",
                    faces,
                    pictures,
                    failed()))
            .xAxisTitle("Dominant emotion")
            .yAxisTitle("Faces")
            .build();
    chart.getStyler().setLegendVisible(false).setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLabelsVisible(true).setPlotBorderVisible(false);
    chart.getStyler().setYAxisDecimalPattern("0").setLocale(Locale.ROOT);
    chart
        .addSeries("faces", List.copyOf(emotions.keySet()), List.copyOf(emotions.values()))
        .setFillColor(BARS);
    BitmapEncoder.saveBitmap(chart, stream, BitmapFormat.PNG);
  }
}
