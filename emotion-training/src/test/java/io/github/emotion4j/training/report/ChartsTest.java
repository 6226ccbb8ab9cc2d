// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.training.evaluate.ConfidenceInterval;
import io.github.emotion4j.training.evaluate.ReliabilityBin;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

class ChartsTest {

  private final List<EpochFigures> history = Histories.withAccuracies(0.3, 0.625, 0.5);
  private final Charts.Kept best = new Charts.Kept(history.get(1), "best");

  @Test
  void accuracyIsDrawnInPercent() {
    XYChart chart = Charts.accuracy(history, best, Theme.LIGHT);

    assertThat(chart.getSeriesMap().get("validation").getYData()).containsExactly(30, 62.5, 50);
  }

  @Test
  void accuracyAxisEndsAtTheTensAroundTheCurves() {
    XYChart chart = Charts.accuracy(history, best, Theme.LIGHT);

    assertThat(chart.getStyler().getYAxisMin()).isEqualTo(30.0);
    assertThat(chart.getStyler().getYAxisMax()).isEqualTo(70.0);
  }

  @Test
  void accuracyAxisNeverPassesAHundred() {
    List<EpochFigures> perfect = Histories.withAccuracies(1, 1);

    Charts.Kept first = new Charts.Kept(perfect.get(0), "best");
    assertThat(Charts.accuracy(perfect, first, Theme.LIGHT).getStyler().getYAxisMax())
        .isEqualTo(100.0);
  }

  @Test
  void lossIsDrawnAgainstTheEpoch() {
    XYChart chart = Charts.loss(history, best, Theme.LIGHT);

    assertThat(chart.getSeriesMap().get("training").getXData()).containsExactly(1, 2, 3);
    assertThat(chart.getSeriesMap().get("training").getYData()).containsExactly(1.5, 0.75, 0.5);
  }

  @Test
  void bestEpochIsMarkedAndNamed() {
    XYChart chart = Charts.accuracy(history, best, Theme.LIGHT);

    assertThat(chart.getSeriesMap().get("best epoch: 2 (62.5 %)").getYData()).containsExactly(62.5);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "30, true", "31, false", "300, false"})
  void pointsAreDrawnWhereTheyCanBeTold(int epochs, boolean points) {
    List<EpochFigures> training = Histories.withAccuracies(new double[epochs]);
    Charts.Kept last = new Charts.Kept(training.get(epochs - 1), "last");

    XYChart chart = Charts.loss(training, last, Theme.LIGHT);

    assertThat(chart.getSeriesMap().get("validation").getMarker() != SeriesMarkers.NONE)
        .isEqualTo(points);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10, 29, 30, 31, 40, 99, 300})
  void curvesOfAnyNumberOfEpochsCanBeDrawn(int epochs) {
    List<EpochFigures> training = Histories.withAccuracies(new double[epochs]);
    Charts.Kept last = new Charts.Kept(training.get(epochs - 1), "last");

    BufferedImage loss = BitmapEncoder.getBufferedImage(Charts.loss(training, last, Theme.LIGHT));
    BufferedImage accuracy =
        BitmapEncoder.getBufferedImage(Charts.accuracy(training, last, Theme.LIGHT));

    assertThat(loss.getWidth()).isEqualTo(accuracy.getWidth()).isPositive();
  }

  @Test
  void oneEpochStandsInTheMiddle() {
    List<EpochFigures> one = Histories.withAccuracies(0.5);

    XYChart chart = Charts.accuracy(one, new Charts.Kept(one.get(0), "best"), Theme.LIGHT);

    assertThat(chart.getStyler().getXAxisMin()).isEqualTo(0.0);
    assertThat(chart.getStyler().getXAxisMax()).isEqualTo(2.0);
    assertThat(chart.getStyler().getxAxisTickLabelsFormattingFunction().apply(0.5)).isBlank();
    assertThat(chart.getStyler().getxAxisTickLabelsFormattingFunction().apply(1.0)).isEqualTo("1");
  }

  @Test
  void reliabilityShowsEachBinWithItsInterval() {
    XYChart chart = Charts.reliability(List.of(new ReliabilityBin(10, 5, 0.8)), Theme.DARK);

    assertThat(chart.getSeriesMap().get("validation faces").getXData()).containsExactly(80);
    assertThat(chart.getSeriesMap().get("validation faces").getYData()).containsExactly(50);
    assertThat(chart.getSeriesMap().get("interval at 80.0").getYData())
        .containsExactly(
            new double[] {
              100 * ConfidenceInterval.wilson(5, 10).lower(),
              100 * ConfidenceInterval.wilson(5, 10).upper()
            });
  }

  @Test
  void confusionHasItsFirstEmotionOnTop() {
    List<?> fromBelow = List.copyOf(confusion().getYData());

    assertThat(fromBelow.get(fromBelow.size() - 1)).isEqualTo("angry");
  }

  @Test
  void confusionIsInPercentOfTheRow() {
    // Column happy is the fourth from the left, row sad the third from below.
    assertThat(confusion().getHeatData())
        .anySatisfy(cell -> assertThat(cell).containsExactly(3, 2, 50.0));
  }

  private static HeatMapSeries confusion() {
    return Charts.confusion(Histories.evaluation().confusion(), Theme.LIGHT).getHeatMapSeries();
  }
}
