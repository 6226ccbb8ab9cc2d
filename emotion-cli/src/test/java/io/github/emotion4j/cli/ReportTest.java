// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code analyze --report} and {@code --explain}. */
final class ReportTest {

  private static final int BAR = 0xE4572E;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int analyze(String... arguments) {
    return Main.execute(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Stream.concat(Stream.of("analyze"), Stream.of(arguments)).toArray(String[]::new));
  }

  private Path sample(String name, String as) throws IOException {
    Path file = folder.resolve(as);
    try (InputStream in = ReportTest.class.getResourceAsStream("/samples/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private Path report(Path... pictures) {
    Path page = folder.resolve("report.html");
    String[] arguments =
        Stream.concat(
                Stream.of("--provenance", "--report", page.toString()),
                Stream.of(pictures).map(Path::toString))
            .toArray(String[]::new);
    analyze(arguments);
    return page;
  }

  @Test
  void thePageHoldsItsPicturesAndAsksForNothingElse() throws IOException {
    String page = Files.readString(report(sample("happy.png", "happy.png")));
    assertThat(page).contains("default-src 'none'", "happy.png", "quality", "1 picture, 1 face");
    assertThat(page).containsPattern("<th>happy</th><td><span class=\"bar\" style=\"width:\\d");
    assertThat(page).doesNotContain("<script", "href=", "url(", "@import", "http:", "https:");
    assertThat(Pattern.compile("src=\"(?!data:image/jpeg;base64,)").matcher(page).find()).isFalse();
    assertThat(Pattern.compile("<img ").matcher(page).results()).hasSize(3); // all, face, map
    assertThat(page).contains("PyTorch").endsWith("</main></body></html>\n");
  }

  @Test
  void aNameIsNoMarkup() throws IOException {
    Path picture = sample("sad.png", "<script>alert('x')</script> & \"q\".png".replace('/', '_'));
    String page = Files.readString(report(picture));
    assertThat(page).doesNotContain("<script").contains("&lt;script&gt;", "&amp; &quot;q&quot;");
  }

  @Test
  void aPictureThatFailsIsToldOnThePage() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
    String page = Files.readString(report(sample("happy.png", "good.png"), broken));
    assertThat(page).contains("good.png", "broken.jpg", "class=\"failure\"", "2 pictures, 1 face");
  }

  @Test
  void aPageIsNotReplacedUnlessAsked() throws IOException {
    Path page = Files.writeString(folder.resolve("report.html"), "mine");
    Path picture = sample("happy.png", "happy.png");
    assertThat(analyze("--report", page.toString(), picture.toString())).isEqualTo(2);
    assertThat(page).hasContent("mine");
    assertThat(err.toString()).contains("--overwrite");
    assertThat(analyze("--overwrite", "--report", page.toString(), picture.toString())).isZero();
    assertThat(page).content().startsWith("<!DOCTYPE html>");
  }

  @Test
  void aReportHasToBeAPage() {
    assertThat(analyze("--report", folder.resolve("report.pdf").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--report", "*.html");
  }

  @Test
  void explanationsAreDrawnOverTheFaces() throws IOException {
    Path picture = sample("happy.png", "happy.png");
    Path drawn = folder.resolve("why.png");
    assertThat(analyze("--explain", drawn.toString(), picture.toString())).isZero();
    BufferedImage before = ImageIO.read(picture.toFile());
    BufferedImage after = ImageIO.read(drawn.toFile());
    assertThat(after.getWidth()).isEqualTo(before.getWidth());
    int coloured = 0;
    for (int y = 0; y < after.getHeight(); y++) {
      for (int x = 0; x < after.getWidth(); x++) {
        int rgb = after.getRGB(x, y);
        coloured += Math.abs((rgb >> 16 & 0xFF) - (rgb & 0xFF)) > 20 ? 1 : 0;
      }
    }
    assertThat(coloured).isGreaterThan(100); // the sample is grey
  }

  @Test
  void provenanceIsAddedToJsonOnRequest() throws IOException {
    Path picture = sample("happy.png", "happy.png");
    assertThat(analyze("--json", picture.toString())).isZero();
    assertThat(out.toString()).doesNotContain("provenance");
    assertThat(analyze("--json", "--provenance", picture.toString())).isZero();
    assertThat(out.toString()).contains("\"provenance\"", "\"model_sha256\"", "\"combined\"");
  }

  /** In a real browser: it shows what it should, and prints. */
  @Test
  void aBrowserShowsAndPrintsThePage() throws Exception {
    Path browser = chromium();
    Path page = report(sample("sheet.png", "sheet.png"), sample("happy.png", "happy.png"));
    Path screenshot = folder.resolve("page.png");
    browse(browser, page, "--screenshot=" + screenshot, "--window-size=1100,1600");
    BufferedImage seen = ImageIO.read(screenshot.toFile());
    int bars = 0;
    for (int y = 0; y < seen.getHeight(); y++) {
      for (int x = 0; x < seen.getWidth(); x++) {
        bars += (seen.getRGB(x, y) & 0xFFFFFF) == BAR ? 1 : 0;
      }
    }
    assertThat(bars).isGreaterThan(1000);
    Path pdf = folder.resolve("page.pdf");
    browse(browser, page, "--print-to-pdf=" + pdf);
    assertThat(Files.readString(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF");
    String kept = System.getProperty("emotion4j.keepScreenshot", "");
    if (!kept.isEmpty()) {
      Files.copy(screenshot, Path.of(kept));
    }
  }

  private static Path chromium() {
    List<String> names = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    List<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(path -> names.stream().map(name -> Path.of(path, name)))
            .filter(Files::isExecutable)
            .toList();
    assumeTrue(!found.isEmpty(), "Skipped: needs Chromium on the PATH");
    return found.get(0);
  }

  private void browse(Path browser, Path page, String... options) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.of(
                    Stream.of(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-pdf-header-footer",
                        "--host-resolver-rules=MAP * ~NOTFOUND",
                        "--user-data-dir=" + folder.resolve("profile")),
                    Stream.of(options),
                    Stream.of(page.toUri().toString()))
                .flatMap(part -> part)
                .toList());
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("browser.log").toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
