// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.internal.io.FileFailure;
import io.github.emotion4j.djl.internal.io.Png;
import io.github.emotion4j.video.EmotionTimeline.Person;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a timeline: for each person, the probability of each emotion over time. */
final class TimelinePlot {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 280;
  private static final int MOST_PEOPLE = 12;

  /** Colours that people with any kind of colour vision tell apart (Okabe and Ito), and grey. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x0072B2),
          new Color(0x56B4E9),
          new Color(0x8C8C8C));

  private TimelinePlot() {}

  static void write(EmotionTimeline timeline, Path file) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException("the plot is a PNG file, named *.png, not " + file);
    }
    List<Person> people =
        timeline.people().stream()
            .sorted(Comparator.comparing((Person it) -> it.began().minus(it.ended())))
            .limit(MOST_PEOPLE)
            .sorted(Comparator.comparingInt(Person::track))
            .toList();
    if (people.isEmpty()) {
      throw new VideoException("There is nobody to draw in " + file + ": no face was found");
    }
    BufferedImage picture =
        new BufferedImage(WIDTH, HEIGHT * people.size(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    double end = Math.max(1e-3, timeline.ended().toNanos() / 1e9);
    for (Person person : people) {
      chart(person, end).paint(graphics, WIDTH, HEIGHT);
      graphics.translate(0, HEIGHT);
    }
    graphics.dispose();
    try {
      AtomicFile.write(file, stream -> Png.write(picture, stream));
    } catch (IOException e) {
      throw new VideoException("Can't write " + file + ": " + FileFailure.describe(e), e);
    }
  }

  private static XYChart chart(Person person, double end) {
    String title =
        String.format(
            Locale.ROOT,
            "Person %d: %s for %.0f %% of %.1f s",
            person.track(),
            person.dominantEmotion(),
            100 * person.shares().getOrDefault(person.dominantEmotion(), 0.0),
            person.ended().minus(person.began()).toNanos() / 1e9);
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("Seconds")
            .yAxisTitle("Probability (%)")
            .build();
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(end).setYAxisMin(0.0).setYAxisMax(100.0);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    double[] seconds =
        person.curve().stream().mapToDouble(sample -> sample.at().toNanos() / 1e9).toArray();
    for (Emotion emotion : Emotion.values()) {
      double[] values =
          person.curve().stream()
              .mapToDouble(sample -> 100 * sample.probabilities().getOrDefault(emotion, 0.0))
              .toArray();
      XYSeries series = chart.addSeries(emotion.label(), seconds, values);
      series.setMarker(values.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      series.setLineColor(COLOURS.get(emotion.index()));
      series.setMarkerColor(COLOURS.get(emotion.index()));
    }
    return chart;
  }
}
