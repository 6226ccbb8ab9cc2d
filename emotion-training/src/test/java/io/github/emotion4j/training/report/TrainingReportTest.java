// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.EvaluationJson;
import io.github.emotion4j.training.evaluate.ReliabilityBin;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingReportTest {

  private static final String HEADER =
      "epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,"
          + "validation_macro_f1,seconds,data_seconds,images_per_second,device,arithmetic\n";

  private final List<EpochFigures> history = Histories.withAccuracies(0.3, 0.6, 0.5);
  private final Evaluation evaluation = Histories.evaluation();

  @TempDir Path folder;
  private TrainingReport report;

  @BeforeEach
  void makeReport() {
    report = new TrainingReport(folder);
  }

  @Test
  void historyIsReadBackExactly() throws IOException {
    report.writeHistory(history);

    assertThat(TrainingReport.readHistory(folder.resolve("history.csv"))).isEqualTo(history);
  }

  @Test
  void historyHasItsFieldsInSnakeCaseAsHeader() throws IOException {
    report.writeHistory(List.of());

    assertThat(folder.resolve("history.csv")).hasContent(HEADER);
  }

  @Test
  void historyHasALineAnEpoch() throws IOException {
    EpochFigures.Computation computation =
        new EpochFigures.Computation(30, 2, 900, "gpu:0, a \"good\" one", "BFLOAT16");
    List<EpochFigures> history =
        List.of(
            new EpochFigures(
                7,
                0.001,
                new EpochFigures.Training(1.5, 0.4),
                new EpochFigures.Validation(1.25, 0.5, 0.45),
                computation));
    report.writeHistory(history);

    assertThat(folder.resolve("history.csv"))
        .hasContent(
            HEADER
                + "7,0.001,1.5,0.4,1.25,0.5,0.45,30.0,2.0,900.0,\"gpu:0, a \"\"good\"\" one\",BFLOAT16\n");
    assertThat(TrainingReport.readHistory(folder.resolve("history.csv"))).isEqualTo(history);
  }

  @Test
  void historyIsReplacedWhenAnEpochIsAdded() throws IOException {
    report.writeHistory(history.subList(0, 1));
    report.writeHistory(history);

    assertThat(TrainingReport.readHistory(folder.resolve("history.csv"))).hasSize(3);
  }

  @Test
  void refusesEpochsThatDoNotAscend() {
    List<EpochFigures> twice = List.of(history.get(1), history.get(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> report.writeHistory(twice))
        .withMessageContaining("2 follows 2");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,0,0,0,0,0,0,0,0",
        "1,0,0,0,0,0,0,0,0,0,0",
        "one,0,0,0,0,0,0,0,0,0",
        "1,0,zero,0,0,0,0,0,0,0",
        "1,0,NaN,0,0,0,0,0,0,0",
        "0,0,0,0,0,0,0,0,0,0"
      })
  void refusesAHistoryWithABrokenLine(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("history.csv"), HEADER + line + "\n");

    assertThatThrownBy(() -> TrainingReport.readHistory(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("history.csv, record 2: ");
  }

  @Test
  void refusesAHistoryWithAnOpenQuote() throws IOException {
    Path file = Files.writeString(folder.resolve("history.csv"), HEADER + "\"1,0,0\n");

    assertThatThrownBy(() -> TrainingReport.readHistory(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("history.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "epoch,loss\n", "1,0,0,0,0,0,0,0,0,0\n"})
  void refusesAHistoryWithoutItsHeader(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("history.csv"), content);

    assertThatThrownBy(() -> TrainingReport.readHistory(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("header");
  }

  @Test
  void refusesAHistoryThatIsMissing() {
    assertThatThrownBy(() -> TrainingReport.readHistory(folder.resolve("none.csv")))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"loss.png, 900, 520", "accuracy.png, 900, 520", "confusion.png, 900, 760"})
  void picturesHaveTheirSizeAndAreNotBlank(String name, int width, int height) throws IOException {
    report.write(history, evaluation, Map.of(), RunFacts.NONE);

    BufferedImage picture = ImageIO.read(folder.resolve(name).toFile());
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(height);
    assertThat(Arrays.stream(pixels).distinct().count()).isGreaterThan(50);
  }

  @Test
  void picturesArePngs() throws IOException {
    report.writeCurves(history);

    assertThat(Files.readAllBytes(folder.resolve("loss.png")))
        .startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');
  }

  @Test
  void curvesOfASingleEpochAreDrawn() throws IOException {
    report.writeCurves(history.subList(0, 1));

    assertThat(folder.resolve("accuracy.png")).isNotEmptyFile();
  }

  @Test
  void refusesCurvesOfNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> report.writeCurves(List.of()));
  }

  @Test
  void evaluationIsReadBackEqual() throws IOException {
    report.writeEvaluation(evaluation);

    try (InputStream stream = Files.newInputStream(folder.resolve("evaluation.json"))) {
      assertThat(EvaluationJson.read(stream)).isEqualTo(evaluation);
    }
  }

  @Test
  void writesTheSevenFilesAndNothingElse() throws IOException {
    report.write(history, evaluation, Map.of(), RunFacts.NONE);

    assertThat(fileNames())
        .containsExactly(
            "accuracy.png",
            "confusion.png",
            "evaluation.json",
            "history.csv",
            "loss.png",
            "report.html",
            "report.md");
  }

  @Test
  void withoutEpochsThereAreNoHistoryAndNoCurves() throws IOException {
    report.write(List.of(), evaluation, Map.of(), RunFacts.NONE);

    assertThat(fileNames())
        .containsExactly("confusion.png", "evaluation.json", "report.html", "report.md");
    assertThat(page()).doesNotContain("loss.png", "history.csv");
  }

  @Test
  void pageBeginsWithTheFigures() throws IOException {
    report.write(history, evaluation.withImagesPerSecond(1234.5), Map.of(), RunFacts.NONE);

    assertThat(page())
        .startsWith(
            "# Training report\n\n**Accuracy 66.7 % (20.8 to 93.9 %), macro-F1 0.667** on 3 faces;")
        .contains("Always saying sad would be right for 66.7 %")
        .contains("; 1,235 faces a second.\n");
  }

  @Test
  void pageNamesTheBestEpoch() throws IOException {
    report.write(history, evaluation, Map.of(), RunFacts.NONE);

    assertThat(page()).contains("3 epochs in 1.5 minutes").contains("after epoch 2: 60.0 %");
  }

  @Test
  void pageHasATableOfEmotions() throws IOException {
    report.write(history, evaluation, Map.of(), RunFacts.NONE);

    assertThat(page()).contains("| sad | 100.0 % | 50.0 % | 9.5 to 90.5 % | 0.667 | 2 |\n");
  }

  @Test
  void pageHasATableOfConfusion() throws IOException {
    report.write(history, evaluation, Map.of(), RunFacts.NONE);

    assertThat(page())
        .contains("| Shown | angry | disgust | fear | happy | sad | surprise | neutral |\n")
        .contains("| sad | 0 | 0 | 0 | 1 | 1 | 0 | 0 |\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"loss.png", "accuracy.png", "confusion.png"})
  void pageShowsThePictures(String name) throws IOException {
    report.write(history, evaluation, Map.of(), RunFacts.NONE);

    assertThat(page()).containsPattern("!\\[[^]]+]\\(" + name + "\\)");
  }

  @Test
  void pageHasATableOfSettings() throws IOException {
    report.write(history, evaluation, Map.of("batch size", "128"), RunFacts.NONE);

    assertThat(page()).contains("| batch size | 128 |\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a|b ! a\\|b",
        "<script> ! \\<script\\>",
        "C:\\data ! C:\\\\data",
        "COMPACT_RESNET ! COMPACT\\_RESNET",
        "'two\r\nlines' ! two lines"
      })
  void settingsCanNotBreakThePage(String value, String shown) throws IOException {
    report.write(history, evaluation, Map.of("setting", value), RunFacts.NONE);

    assertThat(page()).contains("| setting | " + shown + " |\n");
  }

  private static final LabelledFace FACE =
      new LabelledFace("sad/<b>anna</b>.png", Split.PUBLIC_TEST, Emotion.SAD, new byte[48 * 48]);

  private RunFacts facts() {
    return new RunFacts(
        Optional.of(
            new RunFacts.Data(
                "my-faces",
                "ab12",
                Map.of("Training", Map.of(Emotion.SAD, 7)),
                "By 5 folds.",
                true)),
        new RunFacts.Measured(
            Optional.of(evaluation),
            List.of(evaluation, evaluation),
            List.of(new ReliabilityBin(3, 2, 0.7)),
            List.of(new RunFacts.ConfidentError(FACE, Emotion.SAD, Emotion.HAPPY, 0.93))),
        List.of("few faces"),
        Map.of("command", "emotion4j train"));
  }

  @Test
  void pageTellsWhatItKnowsOfDataModelAndMachine() throws IOException {
    report.write(history, evaluation, Map.of(), facts());

    assertThat(page())
        .contains("> - **Mind:** few faces")
        .contains("**my-faces**, SHA-256 of its faces ab12.")
        .contains("| sad | 7 |", "| all | 7 |", "By 5 folds.")
        .contains("the model is that after epoch 3: 50.0 %")
        .contains("| loss (nats) |")
        .contains("| 2 | 3 | 66.7 % | 20.8 to 93.9 % |")
        .contains("| sad/\\<b\\>anna\\</b\\>.png | sad | happy | 93.0 % |")
        .contains("(reliability.png)", "(errors.png)")
        .contains("| command | emotion4j train |");
    assertThat(fileNames()).contains("reliability.png", "errors.png");
  }

  @Test
  void oneHtmlFileHoldsAllPicturesLightAndDark() throws IOException {
    report.write(history, evaluation, Map.of(), facts());

    String html = Files.readString(folder.resolve("report.html"));
    assertThat(html.split("<source media=", -1)).hasSize(6);
    assertThat(html.split("src=\"data:image/png;base64,", -1)).hasSize(6);
    assertThat(html)
        .contains("default-src 'none'")
        .contains("<li>few faces</li>")
        .contains("sad/&lt;b&gt;anna&lt;/b&gt;.png")
        .doesNotContain("http:", "https:", "<script", "<b>anna");
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("report.md"));
  }

  private List<String> fileNames() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
