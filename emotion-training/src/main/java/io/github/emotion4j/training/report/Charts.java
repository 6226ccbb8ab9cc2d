// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.evaluate.ConfusionMatrix;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the pictures of a report. */
final class Charts {

  static final int CURVE_WIDTH = 900;
  static final int CURVE_HEIGHT = 520;
  static final int CONFUSION_WIDTH = 900;
  static final int CONFUSION_HEIGHT = 760;

  private static final Color TRAIN = new Color(0x8C8C8C);
  private static final Color VALIDATION = new Color(0x1F6FB4);
  private static final Color BEST = new Color(0xD1495B);
  private static final Color TEXT = new Color(0x333333);
  private static final Color GRID = new Color(0xE3E3E3);
  // Black digits must stay readable on the darkest cell: XChart has one colour for all of them.
  private static final Color DARKEST_CELL = new Color(0x4292C6);

  private Charts() {}

  static XYChart loss(List<EpochFigures> history, EpochFigures best) {
    return curves(
        "Loss",
        "Loss (nats)",
        "0.00",
        history,
        best,
        EpochFigures::trainLoss,
        EpochFigures::validationLoss,
        value -> String.format(Locale.ROOT, "%.3f", value));
  }

  static XYChart accuracy(List<EpochFigures> history, EpochFigures best) {
    XYChart chart =
        curves(
            "Accuracy",
            "Accuracy (%)",
            "0",
            history,
            best,
            figures -> 100 * figures.trainAccuracy(),
            figures -> 100 * figures.validationAccuracy(),
            value -> String.format(Locale.ROOT, "%.1f %%", value));
    double least =
        history.stream()
            .mapToDouble(figures -> Math.min(figures.trainAccuracy(), figures.validationAccuracy()))
            .min()
            .orElse(0);
    double most =
        history.stream()
            .mapToDouble(figures -> Math.max(figures.trainAccuracy(), figures.validationAccuracy()))
            .max()
            .orElse(1);
    double bottom = Math.min(90, 10 * Math.floor(10 * least));
    chart.getStyler().setYAxisMin(bottom);
    chart.getStyler().setYAxisMax(Math.max(bottom + 10, 10 * Math.ceil(10 * most)));
    return chart;
  }

  static HeatMapChart confusion(ConfusionMatrix confusion) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(CONFUSION_WIDTH)
            .height(CONFUSION_HEIGHT)
            .title("Confusion (% of the faces that show an emotion)")
            .xAxisTitle("Predicted")
            .yAxisTitle("Shown")
            .build();
    style(chart.getStyler());
    chart.getStyler().setRangeColors(new Color[] {Color.WHITE, DARKEST_CELL});
    chart.getStyler().setMin(0).setMax(100);
    chart.getStyler().setShowValue(true).setValueFont(font(Font.PLAIN, 18));
    chart.getStyler().setValueFontColor(Color.BLACK).setHeatMapValueDecimalPattern("0.0");
    chart.getStyler().setDrawBorder(true).setPlotContentSize(1);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setPlotGridLinesVisible(false);
    // The chart counts rows from below, a matrix is read from above.
    List<Emotion> columns = confusion.labels();
    List<Emotion> rows = new ArrayList<>(columns);
    Collections.reverse(rows);
    List<Number[]> cells = new ArrayList<>();
    for (int x = 0; x < columns.size(); x++) {
      for (int y = 0; y < rows.size(); y++) {
        cells.add(new Number[] {x, y, 100 * confusion.share(rows.get(y), columns.get(x))});
      }
    }
    chart.addSeries("confusion", labels(columns), labels(rows), cells);
    return chart;
  }

  private static List<String> labels(List<Emotion> emotions) {
    return emotions.stream().map(Emotion::label).toList();
  }

  private static XYChart curves(
      String title,
      String yTitle,
      String tickPattern,
      List<EpochFigures> history,
      EpochFigures best,
      ToDoubleFunction<EpochFigures> train,
      ToDoubleFunction<EpochFigures> validation,
      Function<Double, String> label) {
    XYChart chart =
        new XYChartBuilder()
            .width(CURVE_WIDTH)
            .height(CURVE_HEIGHT)
            .title(title)
            .xAxisTitle("Epoch")
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setMarkerSize(10);
    chart.getStyler().setYAxisDecimalPattern(tickPattern);
    int first = history.get(0).epoch();
    int last = history.get(history.size() - 1).epoch();
    chart.getStyler().setXAxisMin((double) Math.min(first, last - 1));
    chart.getStyler().setXAxisMax((double) last);
    chart.getStyler().setXAxisDecimalPattern("0");
    double[] epochs = history.stream().mapToDouble(EpochFigures::epoch).toArray();
    addLine(chart, "training", epochs, history.stream().mapToDouble(train).toArray(), TRAIN);
    addLine(
        chart,
        "validation",
        epochs,
        history.stream().mapToDouble(validation).toArray(),
        VALIDATION);
    double bestValue = validation.applyAsDouble(best);
    XYSeries mark =
        chart.addSeries(
            "best epoch: " + best.epoch() + " (" + label.apply(bestValue) + ")",
            new double[] {best.epoch()},
            new double[] {bestValue});
    mark.setLineStyle(new BasicStroke(0)).setLineColor(new Color(0, true));
    mark.setMarker(SeriesMarkers.CIRCLE);
    mark.setMarkerColor(BEST);
    return chart;
  }

  private static void addLine(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarkerColor(color);
    series.setLineColor(color).setLineStyle(new BasicStroke(2.5f));
    series.setMarker(x.length == 1 ? SeriesMarkers.DIAMOND : SeriesMarkers.NONE);
  }

  private static void style(AxesChartStyler styler) {
    styler.setChartTitleFont(font(Font.BOLD, 20)).setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(12).setLegendPadding(10);
    styler.setAxisTitleFont(font(Font.PLAIN, 16)).setAxisTickLabelsFont(font(Font.PLAIN, 14));
    styler.setAxisTickLabelsColor(TEXT).setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1)).setLocale(Locale.ROOT);
    styler.setLegendFont(font(Font.PLAIN, 15)).setLegendBorderColor(Color.WHITE);
    styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false).setChartFontColor(TEXT).setChartPadding(16);
    styler.setToolTipsEnabled(false);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
