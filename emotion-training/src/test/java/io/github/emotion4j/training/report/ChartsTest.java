// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYChart;

class ChartsTest {

  private final List<EpochFigures> history = Histories.withAccuracies(0.3, 0.625, 0.5);
  private final EpochFigures best = history.get(1);

  @Test
  void accuracyIsDrawnInPercent() {
    XYChart chart = Charts.accuracy(history, best);

    assertThat(chart.getSeriesMap().get("validation").getYData()).containsExactly(30, 62.5, 50);
  }

  @Test
  void accuracyAxisEndsAtTheTensAroundTheCurves() {
    XYChart chart = Charts.accuracy(history, best);

    assertThat(chart.getStyler().getYAxisMin()).isEqualTo(30.0);
    assertThat(chart.getStyler().getYAxisMax()).isEqualTo(70.0);
  }

  @Test
  void accuracyAxisNeverPassesAHundred() {
    List<EpochFigures> perfect = Histories.withAccuracies(1, 1);

    assertThat(Charts.accuracy(perfect, perfect.get(0)).getStyler().getYAxisMax()).isEqualTo(100.0);
  }

  @Test
  void lossIsDrawnAgainstTheEpoch() {
    XYChart chart = Charts.loss(history, best);

    assertThat(chart.getSeriesMap().get("training").getXData()).containsExactly(1, 2, 3);
    assertThat(chart.getSeriesMap().get("training").getYData()).containsExactly(1.5, 0.75, 0.5);
  }

  @Test
  void bestEpochIsMarkedAndNamed() {
    XYChart chart = Charts.accuracy(history, best);

    assertThat(chart.getSeriesMap().get("best epoch: 2 (62.5 %)").getYData()).containsExactly(62.5);
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
    return Charts.confusion(Histories.evaluation().confusion()).getHeatMapSeries();
  }
}
