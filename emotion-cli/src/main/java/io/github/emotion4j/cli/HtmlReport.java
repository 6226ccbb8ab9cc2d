// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.explain.FaceExplanation;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.internal.io.HtmlText;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * A page about analyzed pictures: one HTML file that holds its pictures, asks nothing of anybody
 * (its policy forbids the browser to), needs no script, and prints. Written to a temporary file
 * picture by picture, and moved to its place when all is there. Used by one thread.
 */
final class HtmlReport implements AutoCloseable {

  private static final int PICTURE_SIDE = 960;
  private static final int FACE_SIDE = 200;
  private static final double CONTEXT = 0.25;

  /** Below this margin a reading should not be relied on; EmotionResult's advice. */
  private static final double UNCERTAIN = 0.2;

  /** Below this quality half of the readings are wrong (docs/face-detector.md). */
  private static final double POOR = 0.3;

  private final Path target;
  private Optional<Path> temporary = Optional.empty();
  private Writer writer = Writer.nullWriter();
  private int pictures;
  private int faces;

  private HtmlReport(Path target) {
    this.target = target;
  }

  /**
   * Plans a report before anything is analyzed.
   *
   * @param target the file, which is written at the end
   * @param analyzed the pictures, none of which may be the file
   * @param overwrite whether it may replace a file
   * @return the report
   * @throws IllegalArgumentException if it would replace a file, or its name is no page's
   */
  static HtmlReport at(Path target, List<ImageSource> analyzed, OverwriteOption overwrite) {
    String name = target.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && !name.endsWith(".htm")) {
      throw new IllegalArgumentException("--report writes a page named *.html, not " + target);
    }
    for (ImageSource picture : analyzed) {
      if (picture instanceof ImageSource.OfPath file && file.path().equals(target)) {
        throw new IllegalArgumentException(
            "--report takes " + target + " for the page, which is analyzed as a picture");
      }
    }
    overwrite.check("--report", target);
    return new HtmlReport(target);
  }

  /** Begins it, in a temporary file. */
  void open() throws IOException {
    Path file = Files.createTempFile("emotion4j-report", ".html");
    temporary = Optional.of(file);
    writer = Files.newBufferedWriter(file);
  }

  /** Adds a picture that could not be analyzed. */
  void add(AnalysisOutcome.Failure failure) throws IOException {
    pictures++;
    writer.write(
        html(
            "<section><h2>%s</h2><p class=\"failure\">%s</p></section>\n",
            HtmlText.escape(failure.image().describe()),
            HtmlText.escape(Main.oneLine(failure.cause()))));
  }

  /** Adds a picture with what was found in it. */
  void add(
      AnalysisOutcome.Faces found,
      BufferedImage picture,
      BufferedImage annotated,
      List<FaceExplanation> why)
      throws IOException {
    pictures++;
    faces += found.faces().size();
    String name = HtmlText.escape(found.image().describe());
    int count = found.faces().size();
    writer.write(
        html(
            "<section><h2>%s</h2><p>%d x %d pixels, %s</p>%s\n<div class=\"faces\">\n",
            name,
            picture.getWidth(),
            picture.getHeight(),
            count == 1 ? "1 face" : count + " faces",
            image(scaled(annotated, PICTURE_SIDE), "The picture " + name + " with its faces")));
    for (int i = 0; i < count; i++) {
      writer.write(face(found.faces().get(i), picture, why.get(i)));
    }
    writer.write("</div></section>\n");
  }

  private static String face(EmotionResult face, BufferedImage picture, FaceExplanation why)
      throws IOException {
    StringBuilder html = new StringBuilder("<article><div class=\"seen\">");
    html.append(image(closeUp(picture, face.region()), "The face"));
    html.append(
        image(
            closeUp(why.draw(picture), face.region()), "What " + why.emotion() + " is read from"));
    html.append("</div><div class=\"said\"><table>");
    for (Emotion emotion : face.ranking()) {
      html.append(bar(emotion.label(), face.probability(emotion)));
    }
    face.otherLabels().forEach((label, share) -> html.append(bar(label + " (beside)", share)));
    html.append("</table><p>")
        .append(String.join("<br>", notes(face)))
        .append("</p></div></article>\n");
    return html.toString();
  }

  private static String bar(String label, double share) {
    double percent = 100 * share;
    return html(
        "<tr><th>%s</th><td><span class=\"bar\" style=\"width:%.1f%%\"></span></td>"
            + "<td class=\"number\">%.1f %%</td></tr>",
        HtmlText.escape(label), percent, percent);
  }

  private static List<String> notes(EmotionResult face) {
    List<String> notes = new ArrayList<>();
    notes.add(
        html(
            "%s, %.2f ahead of the second%s",
            face.dominantEmotion(),
            face.margin(),
            face.isUncertain(UNCERTAIN) ? ": <strong>uncertain</strong>" : ""));
    face.faceQuality()
        .ifPresent(
            quality ->
                notes.add(
                    html(
                        "quality %.2f%s",
                        quality, quality < POOR ? ": <strong>hard to read</strong>" : "")));
    notes.add(
        html(
            "a face with %.2f, at %s",
            face.faceConfidence(), HtmlText.escape(face.region().toString())));
    face.headPose()
        .ifPresent(
            pose ->
                notes.add(
                    html(
                        "head turned by %d, raised by %d, leaning by %d degrees",
                        Math.round(pose.yaw()),
                        Math.round(pose.pitch()),
                        Math.round(pose.roll()))));
    face.affect()
        .ifPresent(
            affect ->
                notes.add(html("valence %.2f, arousal %.2f", affect.valence(), affect.arousal())));
    face.provenance()
        .ifPresent(
            from ->
                notes.add(
                    "<small>"
                        + HtmlText.escape(
                            "emotion4j %s, %s, %s (%s), %s, %s"
                                .formatted(
                                    from.version(),
                                    from.engine(),
                                    from.model(),
                                    from.modelSha256(),
                                    from.faceDetector(),
                                    from.preprocessing()))
                        + "</small>"));
    return notes;
  }

  /** The face with some of what is around it. */
  private static BufferedImage closeUp(BufferedImage picture, FaceRegion region) {
    int spare = (int) (CONTEXT * Math.max(region.width(), region.height()));
    int left = Math.max(0, region.x() - spare);
    int top = Math.max(0, region.y() - spare);
    int right = Math.min(picture.getWidth(), region.x() + region.width() + spare);
    int bottom = Math.min(picture.getHeight(), region.y() + region.height() + spare);
    return scaled(picture.getSubimage(left, top, right - left, bottom - top), FACE_SIDE);
  }

  private static BufferedImage scaled(BufferedImage image, int side) {
    double scale = (double) side / Math.max(image.getWidth(), image.getHeight());
    if (scale > 1 && side == PICTURE_SIDE) {
      scale = 1; // a small picture stays so; a small face is enlarged to be seen
    }
    int width = (int) Math.max(1, Math.round(scale * image.getWidth()));
    int height = (int) Math.max(1, Math.round(scale * image.getHeight()));
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }

  private static String image(BufferedImage image, String description) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "jpg", bytes)) {
      throw new IOException("this Java has no writer for JPEG");
    }
    return html(
        "<img src=\"data:image/jpeg;base64,%s\" width=\"%d\" height=\"%d\" alt=\"%s\">",
        Base64.getEncoder().encodeToString(bytes.toByteArray()),
        image.getWidth(),
        image.getHeight(),
        description);
  }

  private static String html(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /**
   * Writes the report to its place, whole or not at all.
   *
   * @throws IOException if it can't be written
   */
  void write() throws IOException {
    writer.close();
    byte[] begin = (page() + summary()).getBytes(UTF_8);
    AtomicFile.write(
        target,
        stream -> {
          stream.write(begin);
          Files.copy(temporary.orElseThrow(), stream);
          stream.write("</main></body></html>\n".getBytes(UTF_8));
        });
  }

  private String summary() {
    return """
        <h1>Emotions in faces</h1>
        <p>%s, %s. A probability says how sure the model is about the expression that is shown, and
        nothing about what the person feels. Warm colours mark what the likeliest emotion is read
        from, blue what speaks against it.</p>
        """
        .formatted(
            pictures == 1 ? "1 picture" : pictures + " pictures",
            faces == 1 ? "1 face" : faces + " faces");
  }

  private static String page() throws IOException {
    try (InputStream head = HtmlReport.class.getResourceAsStream("/report.html")) {
      if (head == null) {
        throw new IOException("the jar lacks its page");
      }
      return new String(head.readAllBytes(), UTF_8);
    }
  }

  /** Deletes the temporary file. */
  @Override
  public void close() throws IOException {
    writer.close();
    if (temporary.isPresent()) {
      Files.deleteIfExists(temporary.get());
    }
  }
}
