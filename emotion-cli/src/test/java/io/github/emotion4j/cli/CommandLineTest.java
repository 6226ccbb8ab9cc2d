// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.internal.engine.GpuSearch;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private JsonNode json() throws IOException {
    return new JsonMapper().readTree(out.toString());
  }

  private Path sample(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream stream = CommandLineTest.class.getResourceAsStream("/samples/" + name)) {
      Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** A data set of a few faces that differ by emotion, as Kaggle's folder. */
  private Path smallDataSet() throws IOException {
    Random random = new Random(1);
    return KaggleFolder.write(
        folder.resolve("faces"),
        emotion -> {
          BufferedImage mean = ImageIO.read(sample(emotion.label() + ".png").toFile());
          BufferedImage face = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
          face.getGraphics().drawImage(mean, random.nextInt(3) - 1, random.nextInt(3) - 1, null);
          return face;
        });
  }

  private static final class Full extends OutputStream {

    private final String reason;

    Full(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(reason);
    }
  }

  @Test
  void resultsThatCantBePrintedAreAFailure() {
    PrintWriter errors = new PrintWriter(err, true);

    assertThat(Main.execute(new Full("No space left on device"), errors, "analyze")).isEqualTo(1);

    assertThat(err.toString().strip())
        .isEqualTo("error: the standard output can't be written: No space left on device");
  }

  @Test
  void whoReadsNoMoreIsToldNothing() {
    PrintWriter errors = new PrintWriter(err, true);

    assertThat(Main.execute(new Full("Broken pipe"), errors, "analyze", "--json")).isZero();

    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"analyze,", "batch,,--out=a.jsonl", "analyze,--model=", "export,--out,"})
  void anEmptyArgumentIsNotTakenForTheWorkingFolder(String line) {
    assertThat(run(line.split(",", -1))).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: an argument is empty");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"analyze", "batch", "video", "train", "export", "evaluate", "compare", "doctor"})
  void valuesAreCalledByWordsAndNotByFields(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).doesNotContainPattern("<[a-zA-Z]+>");
  }

  @Test
  void whatCantBeReadOrWrittenIsSaidInWords() throws IOException {
    Path blocked = Files.createDirectory(folder.resolve("blocked"));
    Path missing = folder.resolve("missing");

    assertThat(run("export", "--out=" + blocked, "--overwrite")).isEqualTo(1);
    assertThat(run("analyze", "--model=" + blocked)).isEqualTo(1);
    assertThat(run("analyze", "--model=" + missing)).isEqualTo(1);
    assertThat(run("analyze", "--face-detector=trained:" + blocked)).isEqualTo(1);
    assertThat(run("analyze", "--face-detector=retinaface:" + sample("happy.png"))).isEqualTo(1);
    assertThat(run("evaluate", "--data=" + missing)).isEqualTo(1);
    assertThat(run("evaluate", "--data=" + sample("happy.png"))).isEqualTo(1);
    Path faces = smallDataSet();
    assertThat(run("evaluate", "--data=" + faces, "--labels=ferplus", "--votes=" + missing))
        .isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(
            "error: " + blocked + ": it is a folder",
            "error: Can't read the model "
                + blocked
                + ": there is no "
                + blocked.resolve("emotion-model.json"),
            "error: Can't read the model "
                + missing
                + ": there is no "
                + missing
                + "; it must be a folder or zip with emotion-model.json, as EmotionTrainer writes it",
            "error: Can't read the face detector "
                + blocked
                + ": there is no "
                + blocked.resolve("face-detector.json"),
            "error: The file of a face detector is named *.pt (TorchScript), *.onnx or *.zip, not "
                + folder.resolve("happy.png"),
            "error: Can't read the pictures in " + missing + ": there is no " + missing,
            "error: Can't read the pictures in "
                + folder.resolve("happy.png")
                + ": it is no zip file, or a broken one (zip END header not found)",
            "error: Can't read FER+'s votes from " + missing + ": there is no " + missing);
  }

  @Test
  void trainingSaysWhichOptionTheVotesNeed() throws IOException {
    Path out = folder.resolve("model");

    assertThat(run("train", "--data=" + smallDataSet(), "--out=" + out, "--labels=ferplus"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--labels ferplus needs --votes");
  }

  @Test
  void analyzesTheSampleWhenNoPictureIsGiven() throws IOException {
    assertThat(run("analyze", "--json")).isZero();
    JsonNode face = json().path(0).path("faces").path(0);
    double sum = 0;
    for (Emotion emotion : Emotion.values()) {
      sum += face.path("emotion").path(emotion.label()).asDouble();
    }
    assertThat(sum).isBetween(99.99, 100.01);
    assertThat(json()).hasSize(1);
    assertThat(face.path("region").path("w").asInt()).isBetween(24, 48);
    assertThat(face.path("face_confidence").asDouble()).isBetween(0.1, 1.0);
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Emotion.class,
      names = {"HAPPY", "SURPRISE"})
  void readsTheMeanFaceOfAClearEmotionRightly(Emotion emotion) throws IOException {
    assertThat(run("analyze", "--json", sample(emotion.label() + ".png").toString())).isZero();
    assertThat(json().at("/0/faces/0/dominant_emotion").asText()).isEqualTo(emotion.label());
  }

  @Test
  void reportsABrokenPictureOnOneLineAndStillPrintsTheOthers() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
    assertThat(run("analyze", "--json", sample("happy.png").toString(), broken.toString()))
        .isEqualTo(1);
    assertThat(json().path(0).path("faces")).hasSize(1);
    assertThat(json().at("/1/error/code").asText()).isEqualTo("invalid_image");
    assertThat(json().at("/1/error/message").asText()).contains("broken.jpg");
    assertThat(err.toString().strip()).hasLineCount(1).startsWith("error: ").contains("broken.jpg");
  }

  @Test
  void findsAllFacesOfAPictureWithoutAnyOption() throws IOException {
    assertThat(run("analyze", sample("sheet.png").toString())).isZero();
    assertThat(out.toString()).contains("7 faces");
  }

  @Test
  void takesALargePictureForAFaceWhenTold() throws IOException {
    assertThat(run("analyze", "--face-detector", "whole", sample("sheet.png").toString())).isZero();
    assertThat(out.toString()).contains("1 face");
  }

  @Test
  void reportsOnlyFacesOfTheConfidenceThatIsAskedFor() throws IOException {
    String sheet = sample("sheet.png").toString();
    assertThat(run("analyze", "--min-face-confidence", "1", sheet)).isZero();
    assertThat(out.toString()).contains("0 faces");
    assertThat(run("analyze", "--min-face-confidence", "0.1", sheet)).isZero();
    assertThat(out.toString()).contains("7 faces");
  }

  @Test
  void drawsTheResultIntoAPicture() throws IOException {
    Path drawn = folder.resolve("out.png");
    assertThat(run("analyze", sample("happy.png").toString(), "--annotate", drawn.toString()))
        .isZero();
    assertThat(ImageIO.read(drawn.toFile())).isNotNull();
  }

  @Test
  void findsTheFacesOfAPhotographWithYuNet() {
    Path shared = Path.of(System.getProperty("emotion4j.shared"));
    assumeThat(shared).as("../shared, with a photograph and YuNet").isDirectory();
    assertThat(
            run(
                "analyze",
                shared.resolve("data/photos/couple.jpg").toString(),
                "--face-detector",
                "yunet:" + shared.resolve("models/yunet_n_640_640.onnx")))
        .isZero();
    assertThat(out.toString()).contains("2 faces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dance",
        "analyze --face-detector magic",
        "analyze --min-face-confidence 1.5",
        "analyze --min-face-confidence much",
        "train --out x",
        "train --data x --out y --epochs many",
        "train --data x --out y --labels votes",
        "train --data x --out y --recipe MAGIC",
        "train --data x --out y --backbone-size 64",
        "train --data x --out y --teacher-share 0.5",
        "train --data x --out y --arithmetic INT8",
        "train --data x --out y --device tpu",
        "analyze --device gpu:x",
        "evaluate --data x --split Test",
        "compare --data x"
      })
  void answersWrongUsageWithOneLineAndExitCode2(String arguments) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().strip()).hasLineCount(1).startsWith("error: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "analyze missing.jpg",
        "analyze --model missing",
        "evaluate --data missing.zip",
        "train --data missing.zip --out build/x",
        "train --data x --out build/x --backbone missing.pt",
        "analyze --trust-model --model missing"
      })
  void answersAFailureWithOneLineAndExitCode1(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(1);
    assertThat(err.toString().strip()).hasLineCount(1).startsWith("error: ").contains("missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "analyze missing.jpg",
        "batch missing --out build/x.csv",
        "compare --data missing.zip embedded",
        "evaluate --data missing.zip",
        "train --data missing.zip --out build/x"
      })
  void saysWhyNoGpuCanBeUsedBeforeAnythingIsRead(String arguments) {
    assumeThat(GpuSearch.ofThisMachine().gpus()).as("GPUs here").isZero();

    assertThat(run((arguments + " --device gpu").split(" "))).isEqualTo(1);
    assertThat(err.toString().strip())
        .hasLineCount(1)
        .startsWith("error: No GPU can be used: ")
        .doesNotContain("missing");
  }

  @Test
  void analyzesOnTheDeviceThatIsChosen() throws IOException {
    assertThat(run("analyze", "--device", "cpu", "--json")).isZero();
    assertThat(json().path(0).path("faces")).hasSize(1);
  }

  @Test
  void saysWhatNetworksRunOnHere() {
    GpuSearch search = GpuSearch.ofThisMachine();

    assertThat(run("doctor")).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("engine +PyTorch \\d.*, DJL .*"))
        .anyMatch(line -> line.matches("native library +" + PyTorch.nativeLibrary()))
        .anyMatch(line -> line.matches("flavor +" + PyTorch.flavor()))
        .anyMatch(line -> line.matches("device +cpu, .+"))
        .anyMatch(line -> line.matches("memory +\\d+ MB.*"))
        .anyMatch(line -> line.startsWith("auto") && line.endsWith(search.choice()))
        .anyMatch(
            line -> line.matches("CUDA runtime +" + search.cudaRuntime().orElse("not loaded")));
  }

  @Test
  void showsTheStackTraceOnlyWhenVerbose() {
    assertThat(run("evaluate", "--data", "missing.zip", "--verbose")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat io.github.emotion4j");
  }

  @Test
  void trainsEvaluatesAndComparesAModel() throws IOException {
    String data = smallDataSet().toString();
    String model = folder.resolve("model").toString();
    assertThat(
            run(
                "train",
                "--data",
                data,
                "--out",
                model,
                "--epochs",
                "2",
                "--batch-size",
                "8",
                "--crop-size",
                "16"))
        .as(err.toString())
        .isZero();
    assertThat(folder.resolve("model"))
        .isDirectoryContaining("glob:**/emotion-model.json")
        .isDirectoryContaining("glob:**/history.csv")
        .isDirectoryContaining("glob:**/accuracy.png")
        .isDirectoryContaining("glob:**/report.md");
    assertThat(out.toString()).containsPattern("accuracy \\d+\\.\\d+ % \\(.* to .* %, always ");
    assertThat(err.toString()).contains("mind: 14 faces to validate on");
    assertThat(Files.readString(folder.resolve("model/report.html")))
        .contains("emotion4j train --data " + data);

    out.getBuffer().setLength(0);
    assertThat(run("evaluate", "--data", data, "--model", model, "--json")).isZero();
    JsonNode figures = json();
    assertThat(figures.path("n").asInt()).isEqualTo(14);
    for (String name :
        new String[] {
          "accuracy",
          "accuracy_interval",
          "majority_baseline",
          "macro_f1",
          "ece",
          "per_class",
          "confusion",
          "images_per_second"
        }) {
      assertThat(figures.has(name)).as(name).isTrue();
    }
    assertThat(figures.path("clean").path("n").asInt()).isBetween(1, 14);

    out.getBuffer().setLength(0);
    assertThat(run("compare", "--data", data, model, "embedded", "--json")).isZero();
    assertThat(json()).hasSize(2);
    assertThat(json().path(1).path("architecture").asText())
        .isEqualTo(
            EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL)
                .card()
                .network()
                .architecture()
                .label());
  }

  @Test
  void trainsOnVotesAndEvaluatesAgainstTheirMajority() throws IOException {
    String data = smallDataSet().toString();
    String model = folder.resolve("model").toString();
    String votes = votesForEverybodyHappy().toString();
    assertThat(
            run(
                String.format(
                        "train --data %s --out %s --labels mixed --votes %s --epochs 1"
                            + " --batch-size 8 --crop-size 16",
                        data, model, votes)
                    .split(" ")))
        .as(err.toString())
        .isZero();

    out.getBuffer().setLength(0);
    assertThat(
            run(
                String.format(
                        "evaluate --data %s --model %s/ferplus --labels ferplus --votes %s --flip"
                            + " --json",
                        data, model, votes)
                    .split(" ")))
        .isZero();
    assertThat(json().path("n").asInt()).isEqualTo(14);
    assertThat(json().path("per_class").path("happy").path("support").asInt()).isEqualTo(14);
  }

  @Test
  void fitsTheEmbeddedModelToPicturesOfAnySize() throws IOException {
    Path faces = smallDataSet();
    BufferedImage large = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(large, "png", faces.resolve("train/happy/large.png").toFile());

    assertThat(
            run(
                String.format(
                        "train --data %s --cut-out whole --out %s --initial-model embedded"
                            + " --head-epochs 1 --epochs 1 --batch-size 8",
                        faces, folder.resolve("fitted"))
                    .split(" ")))
        .as(err.toString())
        .isZero();
    assertThat(folder.resolve("fitted")).isDirectoryContaining("glob:**/emotion-model.json");
  }

  private Path votesForEverybodyHappy() throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,nf\n");
    Path faces = folder.resolve("faces");
    try (Stream<Path> files = Files.walk(faces)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> csv.append(faces.relativize(file)).append(",1,9,0,0,0,0,0,0,0,0\n"));
    }
    return Files.writeString(folder.resolve("votes.csv"), csv.toString().replace('\\', '/'));
  }

  @Test
  void evaluatesSeveralDataSetsInOneRun() throws IOException {
    Path own = folder.resolve("own");
    for (String name : new String[] {"anger/a.png", "Happiness/b.png", "contempt/c.png"}) {
      Path file = own.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(new BufferedImage(60, 60, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }

    int code =
        run(
            "evaluate",
            "--data",
            smallDataSet().toString(),
            "--data",
            "mine=" + own,
            "--cut-out",
            "whole",
            "--neutral-prior",
            "0.4",
            "--json");

    assertThat(code).as(err.toString()).isZero();
    assertThat(json().path("faces").path("n").asInt()).isEqualTo(14);
    assertThat(json().path("mine").path("n").asInt())
        .as("the whole of a set without splits, without what is none of the seven")
        .isEqualTo(2);
    assertThat(err.toString()).contains("mine: skipped 1", "contempt");
  }

  @Test
  void saysWhichEmotionsADataSetLacks() throws IOException {
    Path own = folder.resolve("own");
    Files.createDirectories(own.resolve("sad"));
    ImageIO.write(
        new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        own.resolve("sad/a.png").toFile());

    assertThat(run("compare", "--data", own.toString(), "combined", "fer2013")).isZero();

    assertThat(out.toString())
        .contains(
            "own, n 1", "no face is labelled [angry, disgust, fear, happy, surprise, neutral]");
  }

  @Test
  void twoDataSetsOfOneNameAreRefused() throws IOException {
    String data = smallDataSet().toString();

    assertThat(run("evaluate", "--data", data, "--data", data)).isEqualTo(2);
    assertThat(err.toString()).contains("called faces", "NAME=PATH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-1", "x"})
  void aShareOfNeutralFacesIsBetweenZeroAndOne(String share) {
    assertThat(run("analyze", "--neutral-prior", share)).isEqualTo(2);
    assertThat(err.toString()).contains("--neutral-prior");
  }

  @Test
  void sayThatFerPlusLabelsNeedVotes() throws IOException {
    assertThat(run("evaluate", "--data", smallDataSet().toString(), "--labels", "ferplus"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--votes");
  }

  @Test
  void refusesFoldsForDataWithAValidationSplit() throws IOException {
    String data = smallDataSet().toString();
    String model = folder.resolve("model").toString();

    assertThat(run("train", "--data", data, "--out", model, "--folds", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("PublicTest");
  }

  @Test
  void refusesToOverwriteATrainingUnlessItIsResumed() throws IOException {
    String data = smallDataSet().toString();
    String model = folder.resolve("model").toString();
    String[] train = {
      "train",
      "--data",
      data,
      "--out",
      model,
      "--epochs",
      "1",
      "--batch-size",
      "8",
      "--crop-size",
      "16"
    };
    assertThat(run(train)).isZero();
    assertThat(run(train)).isEqualTo(1);
    assertThat(err.toString()).contains("checkpoint");
  }

  @Test
  void tellsAllThatIsWrongWithATrainingAtOnceAndBeforeItReadsTheData() throws IOException {
    Path model = Files.createDirectories(folder.resolve("model"));
    Files.writeString(model.resolve("checkpoint.zip"), "a checkpoint");

    assertThat(
            run(
                String.format(
                        "train --data %s --out %s --epochs 0 --batch-size 1 --initial-model %s",
                        folder.resolve("nowhere"), model, folder.resolve("nothing"))
                    .split(" ")))
        .isEqualTo(2);
    assertThat(err.toString().strip())
        .hasLineCount(1)
        .contains(
            "--epochs must be at least 1, not 0",
            "--batch-size must be at least 2, not 1",
            "There is no data set",
            "nothing",
            "holds a checkpoint");
  }

  @Test
  void cutsFacesOutOnceAndKeepsThemBesideThePictures() throws IOException {
    Path faces = smallDataSet();
    BufferedImage large = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(large, "png", faces.resolve("train/angry/0.png").toFile());
    String[] train =
        String.format(
                "train --data %s --cut-out whole --out %s --limit 14 --epochs 1 --batch-size 7"
                    + " --crop-size 16",
                faces, folder.resolve("model"))
            .split(" ");

    assertThat(run(train)).as(err.toString()).isZero();
    assertThat(faces.resolve(".emotion4j-faces.zip")).isRegularFile();
    assertThat(run("evaluate", "--data", faces.resolve(".emotion4j-faces.zip").toString()))
        .as(err.toString())
        .isZero();
  }

  @Test
  void keepsFacesInAFolderOfTheUsersChoice() throws IOException {
    Path faces = smallDataSet();
    Path cache = folder.resolve("cache");

    assertThat(
            run(
                "evaluate",
                "--data",
                faces.toString(),
                "--cut-out",
                "whole",
                "--face-cache",
                cache.toString()))
        .as(err.toString())
        .isZero();

    assertThat(faces.resolve(".emotion4j-faces.zip")).doesNotExist();
    assertThat(cache).isDirectoryContaining("glob:**/faces-*.zip");
  }
}
