// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emotion4j.cli.batch.Batch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchCommandTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;
  private Path photos;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writePictures() throws IOException {
    photos = Files.createDirectories(folder.resolve("photos"));
    sample("1.png", "happy");
    sample("2.png", "surprise");
    Files.writeString(photos.resolve("torn.jpg"), "torn");
  }

  private void sample(String name, String sample) throws IOException {
    try (InputStream stream =
        BatchCommandTest.class.getResourceAsStream("/samples/" + sample + ".png")) {
      Files.copy(stream, photos.resolve(name));
    }
  }

  private int batch(Object... arguments) {
    String[] all =
        Stream.concat(
                Stream.of("batch", "--face-detector", "whole"),
                Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new);
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(MAPPER.readTree(line));
    }
    return rows;
  }

  /** The rows by the names of their pictures, each of which may be there once. */
  private Map<String, JsonNode> rows(Path file) throws IOException {
    Map<String, JsonNode> rows = new TreeMap<>();
    for (JsonNode row : lines(file)) {
      String name = row.get("image").asText().replace(photos + "/", "");
      assertThat(rows.put(name, row)).as("a second row of " + name).isNull();
    }
    return rows;
  }

  private Path jsonLines(Path file) throws IOException {
    Path copy = folder.resolve("copy" + file.getFileName() + ".jsonl");
    try (OutputStream lines = Files.newOutputStream(copy)) {
      Batch.toJsonLines(file, lines);
    }
    return copy;
  }

  @Test
  void writesALineAPictureFailuresIncludedAndASummary() throws IOException {
    Path file = folder.resolve("results.jsonl");

    assertThat(batch(photos, "--out", file)).isZero();

    Map<String, JsonNode> rows = rows(file);
    assertThat(rows.keySet()).containsExactly("1.png", "2.png", "torn.jpg");
    assertThat(rows.get("1.png").at("/faces/0/dominant_emotion").asText()).isEqualTo("happy");
    assertThat(rows.get("torn.jpg").at("/error/code").asText()).isEqualTo("invalid_image");
    assertThat(rows.get("torn.jpg").at("/error/message").asText()).contains("torn.jpg");
    assertThat(out.toString())
        .containsPattern("pictures +3")
        .containsPattern("failed +1 +33.3 %")
        .containsPattern("happy +1 +50.0 %")
        .contains("3 pictures in this run");
    assertThat(folder.resolve("results.jsonl.png")).isNotEmptyFile();
    assertThat(folder.resolve("results.jsonl.part")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "torn.jpg", "list.txt"})
  void whereNoPictureCanBeAnalyzedTheExitCodeIsOne(String name) throws IOException {
    Files.createDirectory(photos.resolve("empty"));
    Files.createFile(photos.resolve("list.txt"));

    assertThat(batch(photos.resolve(name), "--out", folder.resolve("results.csv"))).isOne();

    assertThat(err.toString()).contains("no picture could be analyzed", "results.csv says why");
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.csv", "results.parquet"})
  void everyFormatHoldsTheSameRows(String name) throws IOException {
    Path lines = folder.resolve("results.jsonl");
    Path file = folder.resolve(name);
    batch(photos, "--out", lines);

    assertThat(batch(photos, "--out", file)).isZero();

    assertThat(rows(jsonLines(file))).isEqualTo(rows(lines));
  }

  @Test
  void csvHasTheValuesOfTheSurestFaceInColumns() throws IOException {
    Path file = folder.resolve("results.csv");

    batch(photos.resolve("1.png"), "--out", file);

    List<String> lines = Files.readAllLines(file, UTF_8);
    assertThat(lines.get(0))
        .isEqualTo(
            "image,faces,dominant_emotion,angry,disgust,fear,happy,sad,surprise,neutral,x,y,w,h,"
                + "face_confidence,yaw,pitch,roll,face_quality,error_code,error_message,"
                + "faces_json");
    assertThat(lines.get(1)).startsWith(photos.resolve("1.png") + ",1,happy,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.jsonl", "results.csv", "results.parquet"})
  void aSecondRunAnalyzesOnlyWhatIsNew(String name) throws IOException {
    Path file = folder.resolve(name);
    batch(photos, "--out", file);
    sample("3.png", "sad");

    assertThat(batch(photos, "--out", file)).isZero();

    assertThat(out.toString()).contains("3 pictures in this run", "1 pictures in this run");
    assertThat(rows(name.endsWith("jsonl") ? file : jsonLines(file)).keySet())
        .containsExactly("1.png", "2.png", "3.png", "torn.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.jsonl", "results.csv", "results.parquet"})
  void whatFailedIsAnalyzedAgainWhereAsked(String name) throws IOException {
    Path file = folder.resolve(name);
    batch(photos, "--out", file);
    Files.delete(photos.resolve("torn.jpg"));
    sample("torn.jpg", "fear");

    assertThat(batch(photos, "--out", file, "--retry-failed")).isZero();

    Map<String, JsonNode> rows = rows(name.endsWith("jsonl") ? file : jsonLines(file));
    assertThat(rows.keySet()).containsExactly("1.png", "2.png", "torn.jpg");
    assertThat(rows.get("torn.jpg").path("faces")).hasSize(1);
  }

  @Test
  void wholeNumbersOfFractionsKeepTheirPoint() throws IOException {
    Path file = folder.resolve("results.jsonl");

    batch(photos.resolve("1.png"), "--out", file);

    assertThat(Files.readString(file)).contains("\"face_confidence\":1.0");
  }

  @Test
  void aPictureThatIsNamedTwiceHasOneRow() throws IOException {
    Path file = folder.resolve("results.jsonl");

    batch(photos, photos.resolve("1.png"), "--out", file);

    assertThat(rows(file)).hasSize(3);
  }

  @Test
  void theChartOfAnEarlierBatchIsNoPicture() throws IOException {
    sample("mine.csv.png", "happy"); // named like one, and none

    for (String name : List.of("first.jsonl", "second.csv", "first.jsonl")) {
      assertThat(batch(photos, "--out", photos.resolve(name))).isZero();
    }

    assertThat(photos.resolve("second.csv.png")).exists();
    assertThat(rows(photos.resolve("first.jsonl")).keySet())
        .containsExactly("1.png", "2.png", "mine.csv.png", "torn.jpg");
  }

  @Test
  void anArgumentThatIsNotThereIsAWrongUse() {
    Path file = folder.resolve("results.jsonl");

    assertThat(batch(photos, folder.resolve("fotos"), "--out", file)).isEqualTo(2);

    assertThat(err.toString()).contains("there is no file or folder " + folder.resolve("fotos"));
    assertThat(folder).isDirectoryNotContaining("glob:**results*");
  }

  @Test
  void goesOnAfterATornLine() throws IOException {
    Path file = folder.resolve("results.jsonl");
    batch(photos, "--out", file);
    List<String> lines = Files.readAllLines(file);
    Files.delete(file);
    Path part = folder.resolve("results.jsonl.part");
    Files.writeString(part, lines.get(0) + "\n" + lines.get(1).substring(0, 20));

    assertThat(batch(photos, "--out", file)).isZero();

    assertThat(rows(file)).hasSize(3);
    assertThat(out.toString()).contains("2 pictures in this run");
  }

  @Test
  void aFileThatIsNoResultOfABatchIsLeftAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("results.jsonl"), "{\"a\": 1}\n");

    assertThat(batch(photos, "--out", file)).isEqualTo(1);

    assertThat(err.toString()).contains("line 1", "results.jsonl", "no result of a batch");
    assertThat(file).hasContent("{\"a\": 1}");
  }

  @Test
  void twoAtOnceDoNotWriteTheSameFile() throws IOException {
    Path file = folder.resolve("results.jsonl");
    try (FileChannel other =
            FileChannel.open(
                folder.resolve("results.jsonl.part"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();

      assertThat(batch(photos, "--out", file)).isEqualTo(1);
    }
    assertThat(err.toString()).contains("being written by another batch");
  }

  @Test
  void anotherEndingOfTheNameIsAWrongUse() {
    assertThat(batch(photos, "--out", folder.resolve("results.txt"))).isEqualTo(2);

    assertThat(err.toString()).contains("--out must end with .jsonl, .csv or .parquet");
  }

  @ParameterizedTest
  @CsvSource({"results.jsonl, 2", "results.csv, 1", "results.parquet, 1"})
  void aKilledBatchGoesOnWithoutLosingOrRepeatingAPicture(String name, int kills) throws Exception {
    int pictures = 300;
    for (int i = 10; i < pictures + 7; i++) {
      sample(i + ".png", i % 2 == 0 ? "happy" : "neutral");
    }
    Path file = folder.resolve(name);
    Path part = folder.resolve(name + ".part");
    for (int kill = 0; kill < kills; kill++) {
      long before = Files.exists(part) ? Files.size(part) : 0;
      Process process = start(photos, "--out", file);
      while (process.isAlive() && (!Files.exists(part) || Files.size(part) == before)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      process.destroyForcibly().waitFor();
      if (Files.exists(file)) {
        assertThat(rows(jsonLines(file))).hasSize(pictures); // it was faster
        break;
      }
    }

    assertThat(batch(photos, "--out", file)).isZero();

    assertThat(rows(jsonLines(file))).hasSize(pictures);
    assertThat(out.toString()).doesNotContain(pictures + " pictures in this run");
    assertThat(part).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.csv", "results.parquet"})
  void oneThatIsKilledWhileItMakesItsFileMakesItAnew(String name) throws IOException {
    Path file = folder.resolve(name);
    batch(photos, "--out", file);
    Path part = folder.resolve(name + ".part"); // whole, and the file is not there yet
    Files.move(jsonLines(file), part);
    Files.delete(file);
    Files.writeString(folder.resolve("." + name + ".1.tmp"), "the beginning of the file");

    assertThat(batch(photos, "--out", file)).isZero();

    assertThat(rows(jsonLines(file)).keySet()).containsExactly("1.png", "2.png", "torn.jpg");
    assertThat(out.toString()).contains("0 pictures in this run");
    assertThat(part).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.csv", "results.parquet"})
  void oneThatIsKilledBetweenItsFileAndTheEndLosesAndRepeatsNothing(String name)
      throws IOException {
    Path file = folder.resolve(name);
    batch(photos, "--out", file);
    Files.move(jsonLines(file), folder.resolve(name + ".part")); // both are there, and whole
    sample("3.png", "sad");

    assertThat(batch(photos, "--out", file)).isZero();

    assertThat(rows(jsonLines(file)).keySet())
        .containsExactly("1.png", "2.png", "3.png", "torn.jpg");
    assertThat(out.toString()).contains("1 pictures in this run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.jsonl", "results.csv", "results.parquet"})
  void rowsOfAnotherModelOrOtherOptionsAreRefusedAndNothingIsChanged(String name)
      throws IOException {
    Path file = folder.resolve(name);
    batch(photos, "--out", file);
    byte[] before = Files.readAllBytes(file);

    assertThat(batch(photos, "--out", file, "--model", "fer2013", "--neutral-prior", 0.4))
        .isEqualTo(2);

    assertThat(err.toString())
        .containsPattern(
            "--model was combined \\w{16} and is fer2013 \\w{16}; --neutral-prior was not given and"
                + " is 0.4. Give the same ones, or another --out, or delete .*"
                + name);
    assertThat(file).hasBinaryContent(before);
    assertThat(folder.resolve(name + ".part")).doesNotExist();
    assertThat(batch(photos, "--out", file)).isZero();
  }

  @Test
  void aKilledBatchIsNotGoneOnWithByAnotherFaceDetector() throws IOException {
    Path file = folder.resolve("results.jsonl");
    batch(photos, "--out", file);
    Path part = folder.resolve("results.jsonl.part");
    Files.move(file, part);
    byte[] before = Files.readAllBytes(part);

    int exitCode =
        Main.execute(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "batch",
            photos.toString(),
            "--out",
            file.toString());

    assertThat(exitCode).isEqualTo(2);

    assertThat(err.toString()).contains("--face-detector was whole and is embedded ");
    assertThat(part).hasBinaryContent(before);
  }

  @Test
  void largerLimitsAreNoOtherOptionsForTheyDecideOnlyWhatFails() throws IOException {
    Path file = folder.resolve("results.jsonl");
    batch(photos, "--out", file, "--max-pixels", 10);
    assertThat(out.toString()).containsPattern("failed +3");

    assertThat(batch(photos, "--out", file, "--retry-failed")).isZero();

    assertThat(rows(file).get("1.png").path("faces")).hasSize(1);
  }

  @Test
  void whereItIsNotKnownWithWhatRowsWereMadeTheyAreKeptAndThatIsSaid() throws IOException {
    Path file = folder.resolve("results.jsonl");
    batch(photos, "--out", file);
    Files.delete(folder.resolve("results.jsonl.settings.json"));

    assertThat(batch(photos, "--out", file)).isZero();

    assertThat(err.toString())
        .contains("results.jsonl.settings.json is missing: with which model and options");
    assertThat(folder.resolve("results.jsonl.settings.json")).isNotEmptyFile();
  }

  private Process start(Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "batch",
                "--face-detector",
                "whole"));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }
}
