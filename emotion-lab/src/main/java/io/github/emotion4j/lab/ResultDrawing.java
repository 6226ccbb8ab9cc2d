// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import io.github.emotion4j.cli.Main;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Draws what is found in the sheet of the mean faces, which the README shows beside the sheet
 * itself: boxes, points and a bar for each emotion, at the places where they are in the picture.
 *
 * <pre>java -cp emotion-lab.jar io.github.emotion4j.lab.ResultDrawing docs/result.svg
 * </pre>
 */
public final class ResultDrawing {

  private static final String SHEET = "/samples/sheet.png";
  private static final int WIDTH = 756;
  private static final int HEIGHT = 396;

  /** The place in the sheet that has no face. */
  private static final int LEGEND_X = 576;

  private static final int LEGEND_Y = 216;

  /** In the order of {@link Emotion}. */
  private static final List<String> COLOURS =
      List.of("#d1495b", "#7a9e3f", "#8e5fb0", "#e0a021", "#3f7cac", "#e2711d", "#8a8f98");

  private static final Comparator<EmotionResult> BY_PLACE =
      Comparator.comparing((EmotionResult face) -> face.region().y() * 2 / HEIGHT)
          .thenComparing(face -> face.region().x());

  private ResultDrawing() {}

  /**
   * Makes the drawing.
   *
   * @param arguments the file to write
   * @throws IOException if it can't be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("Give the SVG file to write");
    }
    Main.stayOffline();
    byte[] drawing = draw().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(Path.of(arguments[0]), file -> file.write(drawing));
  }

  /** Returns the drawing of what the embedded models find, as SVG. */
  static String draw() throws IOException {
    try (EmotionDetector detector = EmotionDetector.create();
        InputStream sheet =
            Objects.requireNonNull(ResultDrawing.class.getResourceAsStream(SHEET), SHEET)) {
      return draw(detector.analyze(sheet));
    }
  }

  private static String draw(List<EmotionResult> faces) {
    StringBuilder svg = new StringBuilder();
    line(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " font-family=\"sans-serif\" font-size=\"16\">",
        WIDTH,
        HEIGHT);
    line(
        svg,
        "<style>text,circle{fill:#57606a}"
            + "@media(prefers-color-scheme:dark){text,circle{fill:#c9d1d9}}</style>");
    line(svg, "<title>What emotion4j finds in the seven mean faces</title>");
    line(svg, "<!-- made by io.github.emotion4j.lab.ResultDrawing -->");
    faces.stream().sorted(BY_PLACE).forEach(face -> draw(svg, face));
    for (Emotion emotion : Emotion.values()) {
      int y = LEGEND_Y + 21 * emotion.index();
      bar(svg, emotion, LEGEND_X, y, 28);
      line(svg, "<text x=\"%d\" y=\"%d\">%s</text>", LEGEND_X + 38, y + 12, emotion);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void draw(StringBuilder svg, EmotionResult face) {
    FaceRegion region = face.region();
    int x = region.x();
    int y = region.y();
    Emotion first = face.dominantEmotion();
    line(
        svg,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"none\" stroke=\"%s\""
            + " stroke-width=\"3\"/>",
        x,
        y,
        region.width(),
        region.height(),
        COLOURS.get(first.index()));
    line(
        svg,
        "<text x=\"%d\" y=\"%d\">%s %.0f %%</text>",
        x + 6,
        y + 20,
        first,
        100 * face.probability(first));
    region.landmarks().ifPresent(points -> draw(svg, points));
    int step = (region.height() - 32) / Emotion.values().length;
    for (Emotion emotion : Emotion.values()) {
      int length = (int) Math.round((region.width() - 16) * face.probability(emotion));
      bar(svg, emotion, x + 8, y + 30 + step * emotion.index(), Math.max(1, length));
    }
  }

  private static void draw(StringBuilder svg, FaceLandmarks points) {
    for (Point point :
        List.of(
            points.leftEye(),
            points.rightEye(),
            points.nose(),
            points.mouthLeft(),
            points.mouthRight())) {
      line(svg, "<circle cx=\"%.0f\" cy=\"%.0f\" r=\"4\"/>", point.x(), point.y());
    }
  }

  private static void bar(StringBuilder svg, Emotion emotion, int x, int y, int length) {
    line(
        svg,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"11\" rx=\"2\" fill=\"%s\"/>",
        x,
        y,
        length,
        COLOURS.get(emotion.index()));
  }

  private static void line(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
