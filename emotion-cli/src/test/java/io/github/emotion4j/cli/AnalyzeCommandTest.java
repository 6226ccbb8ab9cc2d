// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnalyzeCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path first;
  private Path second;

  @BeforeEach
  void writePictures() throws IOException {
    first = sample("a/x.jpg", "happy.png");
    second = sample("b/x.jpg", "surprise.png");
  }

  private Path sample(String name, String sample) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream stream = AnalyzeCommandTest.class.getResourceAsStream("/samples/" + sample)) {
      Files.copy(stream, file);
    }
    return file;
  }

  private int analyze(Object... arguments) {
    String[] all =
        Stream.concat(Stream.of("analyze"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new);
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private JsonNode json() throws IOException {
    return new JsonMapper().readTree(out.toString());
  }

  private List<String> images() throws IOException {
    return json().findValuesAsText("image");
  }

  private void assertOneError(String... parts) {
    assertThat(err.toString().strip()).hasLineCount(1).startsWith("error: ").contains(parts);
  }

  private List<String> filesIn(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void wholeNumbersOfFractionsKeepTheirPoint() {
    analyze("--json", "--face-detector", "whole", first);

    assertThat(out.toString()).contains("\"face_confidence\" : 1.0");
  }

  @Test
  void doesNotTakeAPhotographForTheDrawing() throws IOException {
    byte[] before = Files.readAllBytes(first);

    assertThat(analyze("--annotate", first)).isEqualTo(2);

    assertOneError("--annotate", "no picture is left");
    assertThat(first).hasBinaryContent(before);
  }

  @Test
  void doesNotTakeOneOfTwoPhotographsForTheDrawing() throws IOException {
    Path one = sample("c/1.png", "happy.png");
    Path two = sample("c/2.png", "surprise.png");
    byte[] before = Files.readAllBytes(one);

    assertThat(analyze("--annotate", one, two)).isEqualTo(2);

    assertOneError("1.png exists", "--overwrite");
    assertThat(one).hasBinaryContent(before);
  }

  @Test
  void neverDrawsOverThePictureItself() throws IOException {
    Path picture = sample("c/1.png", "happy.png");
    byte[] before = Files.readAllBytes(picture);

    assertThat(analyze("--overwrite", "--annotate", picture, picture)).isEqualTo(2);

    assertOneError("would replace the picture");
    assertThat(picture).hasBinaryContent(before);
  }

  @Test
  void neverDrawsOverThePictureByAnotherOfItsNames() throws IOException {
    Path picture = sample("c/1.png", "happy.png");
    Path link = Files.createSymbolicLink(folder.resolve("link.png"), picture);

    assertThat(analyze("--overwrite", "--annotate", link, picture)).isEqualTo(2);

    assertOneError("would replace the picture");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void replacesADrawingWhenTold() {
    Path drawing = folder.resolve("out.png");

    assertThat(analyze("--annotate", drawing, first)).isZero();
    assertThat(analyze("--annotate", drawing, first)).isEqualTo(2);
    assertThat(analyze("--annotate", drawing, "--overwrite", first)).isZero();
  }

  @Test
  void picturesOfOneNameGiveAFileEach() throws IOException {
    Path drawings = folder.resolve("out");

    assertThat(analyze("--annotate", drawings, first, second)).isZero();

    assertThat(filesIn(drawings)).containsExactly("x.jpg-2.png", "x.jpg.png");
    assertThat(drawings.resolve("x.jpg.png"))
        .hasSameBinaryContentAs(draw(first, "1.png"))
        .isNotEqualTo(draw(second, "2.png"));
    assertThat(drawings.resolve("x.jpg-2.png")).hasSameBinaryContentAs(folder.resolve("2.png"));
  }

  private Path draw(Path picture, String name) {
    Path drawing = folder.resolve(name);
    assertThat(analyze("--annotate", drawing, picture)).isZero();
    return drawing;
  }

  @Test
  void aFolderStaysAFolder() throws IOException {
    Path drawings = Files.createDirectory(folder.resolve("d"));

    assertThat(analyze("--annotate", drawings, first)).isZero();

    assertThat(filesIn(drawings)).containsExactly("x.jpg.png");
    assertThat(ImageIO.read(drawings.resolve("x.jpg.png").toFile())).isNotNull();
  }

  @Test
  void aDrawingThatCannotBeWrittenCostsNoResult() {
    assertThat(analyze("--annotate", folder.resolve("nodir/x.png"), first)).isEqualTo(1);

    assertOneError("Can't draw", "there is no folder", "nodir");
    assertThat(out.toString()).contains("1 face");
    assertThat(folder.resolve("nodir")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.jpg", "out.JPEG", "out.webp"})
  void aDrawingIsPngAndNothingElse(String name) {
    assertThat(analyze("--annotate", folder.resolve(name), first)).isEqualTo(2);

    assertOneError("PNG", name);
    assertThat(folder.resolve(name)).doesNotExist();
  }

  @Test
  void oneFileCannotHoldSeveralDrawings() {
    assertThat(analyze("--annotate", folder.resolve("o.png"), first, second)).isEqualTo(2);

    assertOneError("needs a folder for 2 pictures");
  }

  @Test
  void takesAFolderWithAllBelowIt() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    sample(".hidden/y.png", "happy.png");

    assertThat(analyze("--json", folder)).isZero();

    assertThat(images()).containsExactly(first.toString(), second.toString());
  }

  @Test
  void takesALinkedFolder() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));

    assertThat(analyze("--json", link)).isZero();

    assertThat(images()).containsExactly(link.resolve("x.jpg").toString());
  }

  @Test
  void saysThatAFolderHoldsNoPictures() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(analyze(empty, first)).isEqualTo(1);

    assertOneError("empty", "no files of these names in the folder", "*.webp");
    assertThat(out.toString()).contains("1 face");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/x.jpg", "**/*.jpg", "{a,b}/*.jpg", "[ab]/?.jpg"})
  void takesAPatternThatTheShellLeft(String pattern) throws IOException {
    assertThat(analyze("--json", folder + "/" + pattern)).as(err.toString()).isZero();

    assertThat(images()).containsExactly(first.toString(), second.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.gif", "missing/*.jpg", "[", "{a"})
  void saysThatAPatternMatchesNothing(String pattern) {
    assertThat(analyze(folder + "/" + pattern)).isEqualTo(1);

    assertOneError(pattern, "pattern");
  }

  @Test
  void aFileMayHaveANameLikeAPattern() throws IOException {
    Path odd = sample("a/[1] why*.png", "happy.png");

    assertThat(analyze("--json", odd)).isZero();

    assertThat(images()).containsExactly(odd.toString());
  }

  @Test
  void readsTheStandardInput() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(first)));
      assertThat(analyze("-")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString()).contains("1 face");
    assertThat(analyze("-", "-")).isEqualTo(2);
    assertOneError("standard input");
  }

  @Test
  void fetchesAnAddress() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] picture = Files.readAllBytes(first);
    server.createContext(
        "/pictures/x.png",
        exchange -> {
          exchange.sendResponseHeaders(200, picture.length);
          exchange.getResponseBody().write(picture);
          exchange.close();
        });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/pictures/x.png";
    try {
      assertThat(analyze(address)).isEqualTo(1);
      assertOneError(address, "allow it with --allow-http");

      err.getBuffer().setLength(0);
      assertThat(analyze("--allow-http", address)).isEqualTo(1);
      assertOneError("allow these with --allow-private-addresses");

      Path drawings = folder.resolve("out");
      String[] all = {"--allow-http", "--allow-private-addresses"};
      assertThat(analyze(all[0], all[1], "--json", "--annotate", drawings, address)).isZero();
      assertThat(images()).containsExactly(address);
      assertThat(filesIn(drawings)).containsExactly("x.png.png");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a b/", "ftp://example.org/a.png", "data:nothing"})
  void saysWhatIsWrongWithAnAddress(String address) {
    assertThat(analyze(address)).isEqualTo(1);

    assertOneError("address", address.substring(0, 4));
  }

  @Test
  void aLimitIsNamedByItsOption() throws IOException {
    assertThat(analyze("--json", "--max-pixels", "100", first)).isEqualTo(1);

    assertOneError("2304 pixels", "raise --max-pixels");
    assertThat(json().at("/0/error/message").asText())
        .contains("raise --max-pixels")
        .doesNotContain("Builder");

    err.getBuffer().setLength(0);
    assertThat(analyze("--max-bytes", "100", first)).isEqualTo(1);
    assertOneError("raise --max-bytes");
  }

  @Test
  void onePictureAndSeveralAreWrittenByOneRule() throws IOException {
    assertThat(analyze("--json", first)).isZero();
    JsonNode one = json();
    out.getBuffer().setLength(0);
    assertThat(analyze("--json", first, second)).isZero();

    assertThat(one).hasSize(1);
    assertThat(json()).hasSize(2);
    assertThat(List.of(one.get(0), json().get(0), json().get(1)))
        .allSatisfy(
            picture -> {
              assertThat(picture.fieldNames()).toIterable().containsExactly("image", "faces");
              assertThat(picture.path("faces")).hasSize(1);
            });
  }

  @Test
  void aFailureAloneIsJsonToo() throws IOException {
    assertThat(analyze("--json", folder.resolve("missing.jpg"))).isEqualTo(1);

    assertThat(json().at("/0/error/code").asText()).isEqualTo("invalid_image");
    assertThat(json().at("/0/error/message").asText()).contains("no such file");
  }
}
