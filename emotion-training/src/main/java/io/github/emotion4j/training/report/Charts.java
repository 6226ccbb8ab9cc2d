// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.evaluate.ConfusionMatrix;
import io.github.emotion4j.training.evaluate.ReliabilityBin;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
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
  private static final int RELIABILITY_SIDE = 620;

  /** Of more epochs than these no points are drawn on the curves. */
  private static final int FEW_EPOCHS = 30;

  private static final Color INVISIBLE = new Color(0, true);

  private Charts() {}

  /**
   * What a chart of epochs marks.
   *
   * @param epoch the epoch whose model was kept
   * @param why it was, such as "best"
   */
  record Kept(EpochFigures epoch, String why) {}

  /** What a curve shows. */
  private record Curve(ToDoubleFunction<EpochFigures> of, String name) {}

  static XYChart loss(List<EpochFigures> history, Kept kept, Theme theme) {
    XYChart chart = epochs("Loss", "Loss (nats)", history, theme);
    chart.getStyler().setYAxisDecimalPattern("0.00");
    add(
        chart,
        new Curve(figures -> figures.training().loss(), "training"),
        history,
        theme.training);
    Curve validation = new Curve(figures -> figures.validation().loss(), "validation");
    add(chart, validation, history, theme.validation);
    mark(chart, validation, kept, value -> String.format(Locale.ROOT, "%.3f", value), theme);
    if (history.size() == 1) { // XChart's own axis would begin and end at the points
      EpochFigures only = history.get(0);
      double least = Math.min(only.training().loss(), only.validation().loss());
      double most = Math.max(only.training().loss(), only.validation().loss());
      chart.getStyler().setYAxisMin(Math.max(0, Math.floor(10 * least - 1) / 10));
      chart.getStyler().setYAxisMax(Math.ceil(10 * most + 1) / 10);
    }
    return chart;
  }

  static XYChart accuracy(List<EpochFigures> history, Kept kept, Theme theme) {
    XYChart chart = epochs("Accuracy", "Accuracy (%)", history, theme);
    chart.getStyler().setYAxisDecimalPattern("0");
    Curve training = new Curve(figures -> 100 * figures.training().accuracy(), "training");
    add(chart, training, history, theme.training);
    Curve validation = new Curve(figures -> 100 * figures.validation().accuracy(), "validation");
    add(chart, validation, history, theme.validation);
    mark(chart, validation, kept, value -> String.format(Locale.ROOT, "%.1f %%", value), theme);
    double least =
        history.stream()
            .mapToDouble(
                figures -> Math.min(figures.training().accuracy(), figures.validation().accuracy()))
            .min()
            .orElse(0);
    double most =
        history.stream()
            .mapToDouble(
                figures -> Math.max(figures.training().accuracy(), figures.validation().accuracy()))
            .max()
            .orElse(1);
    double bottom = Math.min(90, 10 * Math.floor(10 * least));
    chart.getStyler().setYAxisMin(bottom);
    chart.getStyler().setYAxisMax(Math.max(bottom + 10, 10 * Math.ceil(10 * most)));
    return chart;
  }

  /** How often a model is right against how sure it is, with the intervals of 95 %. */
  static XYChart reliability(List<ReliabilityBin> bins, Theme theme) {
    XYChart chart =
        new XYChartBuilder()
            .width(RELIABILITY_SIDE)
            .height(RELIABILITY_SIDE)
            .title("Reliability")
            .xAxisTitle("Probability of what is read (%)")
            .yAxisTitle("Right (%)")
            .build();
    style(chart.getStyler(), theme);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(100.0).setYAxisMin(0.0).setYAxisMax(100.0);
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0").setMarkerSize(11);
    XYSeries ideal =
        chart.addSeries("as sure as right", new double[] {0, 100}, new double[] {0, 100});
    ideal.setLineColor(theme.training).setLineStyle(new BasicStroke(1.5f));
    ideal.setMarker(SeriesMarkers.NONE);
    for (ReliabilityBin bin : bins) {
      double x = 100 * bin.confidence();
      double[] ends = {100 * bin.accuracyInterval().lower(), 100 * bin.accuracyInterval().upper()};
      XYSeries interval = chart.addSeries("interval at " + x, new double[] {x, x}, ends);
      interval.setLineColor(theme.validation).setLineStyle(new BasicStroke(1.5f));
      interval.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    }
    XYSeries points =
        chart.addSeries(
            "validation faces",
            bins.stream().mapToDouble(bin -> 100 * bin.confidence()).toArray(),
            bins.stream().mapToDouble(bin -> 100 * bin.accuracy()).toArray());
    points.setLineColor(INVISIBLE).setLineStyle(new BasicStroke(0));
    points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(theme.validation);
    return chart;
  }

  static HeatMapChart confusion(ConfusionMatrix confusion, Theme theme) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(CONFUSION_WIDTH)
            .height(CONFUSION_HEIGHT)
            .title("Confusion (% of the faces that show an emotion)")
            .xAxisTitle("Predicted")
            .yAxisTitle("Shown")
            .build();
    style(chart.getStyler(), theme);
    chart.getStyler().setRangeColors(new Color[] {theme.background, theme.fullCell});
    chart.getStyler().setMin(0).setMax(100);
    chart.getStyler().setShowValue(true).setValueFont(font(Font.PLAIN, 18));
    chart.getStyler().setValueFontColor(theme.text).setHeatMapValueDecimalPattern("0.0");
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

  private static XYChart epochs(
      String title, String yTitle, List<EpochFigures> history, Theme theme) {
    XYChart chart =
        new XYChartBuilder()
            .width(CURVE_WIDTH)
            .height(CURVE_HEIGHT)
            .title(title)
            .xAxisTitle("Epoch")
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler(), theme);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    int first = history.get(0).epoch();
    int last = history.get(history.size() - 1).epoch();
    int begin = first == last ? first - 1 : history.size() > FEW_EPOCHS ? 0 : first;
    chart.getStyler().setXAxisMin((double) begin);
    chart.getStyler().setXAxisMax((double) (first == last ? last + 1 : last));
    chart
        .getStyler()
        .setxAxisTickLabelsFormattingFunction(
            value -> {
              long epoch = Math.round(value);
              boolean whole = Math.abs(value - epoch) < 1e-6;
              // A blank, for XChart can't draw a first label of no length.
              return whole && epoch >= first && epoch <= last ? String.valueOf(epoch) : " ";
            });
    return chart;
  }

  private static void add(XYChart chart, Curve curve, List<EpochFigures> history, Color color) {
    XYSeries series =
        chart.addSeries(
            curve.name(),
            history.stream().mapToDouble(EpochFigures::epoch).toArray(),
            history.stream().mapToDouble(curve.of()).toArray());
    series.setMarkerColor(color);
    series.setLineColor(color).setLineStyle(new BasicStroke(2.5f));
    series.setMarker(history.size() <= FEW_EPOCHS ? SeriesMarkers.DIAMOND : SeriesMarkers.NONE);
  }

  private static void mark(
      XYChart chart, Curve curve, Kept kept, DoubleFunction<String> label, Theme theme) {
    double value = curve.of().applyAsDouble(kept.epoch());
    int epoch = kept.epoch().epoch();
    XYSeries mark =
        chart.addSeries(
            kept.why() + " epoch: " + epoch + " (" + label.apply(value) + ")",
            new double[] {epoch},
            new double[] {value});
    mark.setLineStyle(new BasicStroke(0)).setLineColor(INVISIBLE);
    // Of one epoch the mark would hide the point.
    mark.setMarker(
        chart.getSeriesMap().get(curve.name()).getXData().length == 1
            ? SeriesMarkers.NONE
            : SeriesMarkers.CIRCLE);
    mark.setMarkerColor(theme.best);
  }

  private static void style(AxesChartStyler styler, Theme theme) {
    styler.setChartTitleFont(font(Font.BOLD, 20)).setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(12).setLegendPadding(10);
    styler.setAxisTitleFont(font(Font.PLAIN, 16)).setAxisTickLabelsFont(font(Font.PLAIN, 14));
    styler.setAxisTickLabelsColor(theme.text).setPlotGridLinesColor(theme.grid);
    styler.setPlotGridLinesStroke(new BasicStroke(1)).setLocale(Locale.ROOT);
    styler.setLegendFont(font(Font.PLAIN, 15)).setLegendBorderColor(theme.background);
    styler.setChartBackgroundColor(theme.background).setPlotBackgroundColor(theme.background);
    styler.setAxisTickMarksColor(theme.text).setLegendBackgroundColor(theme.background);
    styler.setPlotBorderVisible(false).setChartFontColor(theme.text).setChartPadding(16);
    styler.setToolTipsEnabled(false);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
