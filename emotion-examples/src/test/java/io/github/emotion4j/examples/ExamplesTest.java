// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import io.github.emotion4j.tracking.TrackedFrame;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.train.TrainingResult;
import io.github.emotion4j.video.AnnotatedVideo;
import io.github.emotion4j.video.VideoInfo;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.example.First;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExamplesTest {

  private static final Path SAMPLES = Path.of("../emotion-cli/src/main/resources/samples");
  private static final int MOST_LINES = 60;

  @TempDir private Path folder;

  private static Path sample(String name) {
    return SAMPLES.resolve(name + ".png");
  }

  /** The mean faces with noise, ten of each emotion to train on and two to validate on. */
  private static Fer2013 noisyMeanFaces() throws IOException {
    Random random = new Random(1);
    List<LabelledFace> faces = new ArrayList<>();
    for (Emotion emotion : Emotion.values()) {
      BufferedImage mean = ImageIO.read(sample(emotion.label()).toFile());
      for (int i = 0; i < 12; i++) {
        byte[] pixels = new byte[LabelledFace.SIDE * LabelledFace.SIDE];
        for (int p = 0; p < pixels.length; p++) {
          int grey = mean.getRaster().getSample(p % LabelledFace.SIDE, p / LabelledFace.SIDE, 0);
          pixels[p] = (byte) Math.max(0, Math.min(255, grey + random.nextInt(-8, 9)));
        }
        Split split = i < 10 ? Split.TRAINING : Split.PUBLIC_TEST;
        faces.add(new LabelledFace(emotion + "/" + i, split, emotion, pixels));
      }
    }
    return Fer2013.of("mean faces", faces);
  }

  @Test
  void aPictureIsAnalyzed() {
    List<EmotionResult> faces = AnalyzePicture.analyze(sample("happy"));

    assertThat(faces).hasSize(1);
    assertThat(faces.get(0).dominantEmotion()).isEqualTo(Emotion.HAPPY);
  }

  @Test
  void theProgramOfTheQuickStartPrintsALineAFace() {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      First.main(new String[] {sample("happy").toString()});
    } finally {
      System.setOut(out);
    }

    assertThat(printed.toString(UTF_8).lines()).singleElement().asString().startsWith("happy at ");
  }

  @Test
  void theFacesOfAFolderAreCounted() throws IOException {
    Files.copy(sample("happy"), folder.resolve("1.png"));
    Files.copy(sample("happy"), folder.resolve("2.png"));
    Files.writeString(folder.resolve("notes.txt"), "no picture");

    assertThat(AnalyzeFolder.count(folder)).isEqualTo(Map.of(Emotion.HAPPY, 2L));
  }

  @Test
  void aVideoSaysWhoShowedWhat() throws IOException {
    BufferedImage face = ImageIO.read(sample("happy").toFile());
    BufferedImage frame = new BufferedImage(240, 180, BufferedImage.TYPE_3BYTE_BGR);
    frame.createGraphics().drawImage(face, 50, 20, 140, 140, null);
    Path video = folder.resolve("face.mkv");
    VideoInfo info = new VideoInfo(240, 180, 10, Optional.empty());
    try (AnnotatedVideo clip = AnnotatedVideo.create(video, info, 10)) {
      for (int i = 0; i < 5; i++) {
        Duration at = Duration.ofMillis(100L * i);
        clip.write(frame, new TrackedFrame(at, List.of(), List.of(), false));
      }
    }

    List<String> lines = AnalyzeVideo.analyze(video, folder.resolve("plot.png"));

    assertThat(lines).containsExactly("person 1 happy PT0S");
    assertThat(folder.resolve("plot.png")).isNotEmptyFile();
  }

  @Test
  void aBrokenPictureOfABatchLosesNoOther() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");

    List<String> lines = AnalyzeBatch.analyze(List.of(sample("sheet"), broken));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).endsWith("sheet.png: 7 faces");
    assertThat(lines.get(1)).contains("broken.jpg");
  }

  @Test
  void aNetworkIsTrainedUsedAndCompared() throws IOException {
    Fer2013 faces = noisyMeanFaces();

    TrainingResult result =
        TrainCnn.train(faces, folder.resolve("model"), Architecture.PLAIN_CNN, 2);

    assertThat(result.history()).hasSize(2);
    assertThat(TrainCnn.analyze(result.model(), sample("sheet"))).hasSize(7);
    Map<String, Evaluation> figures = CompareModels.compare(faces, result.model());
    assertThat(figures).containsOnlyKeys("own", "embedded");
    assertThat(figures.get("own").accuracy()).isEqualTo(result.validation().accuracy());
    assertThat(figures.get("embedded").accuracy()).isGreaterThan(1.0 / 7);
  }

  @Test
  void theEmbeddedModelIsFittedToPictures() throws IOException {
    for (Emotion emotion : Emotion.values()) {
      for (String split : List.of("train", "test")) {
        Path file = folder.resolve("pictures").resolve(split).resolve(emotion.label());
        Files.createDirectories(file);
        for (String name : List.of("a.png", "b.png", "c.png")) {
          Files.copy(sample(emotion.label()), file.resolve(name));
        }
      }
    }

    TrainingResult result =
        FineTune.fineTune(
            folder.resolve("pictures"), FaceDetector.wholeImage(), folder.resolve("fitted"), 1);

    assertThat(result.validation().n()).isEqualTo(21);
    assertThat(result.model()).isDirectoryContaining("glob:**/emotion-model.json");
  }

  @Test
  void aModelOfAZooClassifies() {
    List<EmotionResult> faces =
        UseZooModel.analyze("io.github.emotion4j", "fer2013", sample("happy"));

    assertThat(faces).extracting(EmotionResult::dominantEmotion).containsExactly(Emotion.HAPPY);
  }

  @Test
  void anotherFaceDetectorFinds() {
    assertThat(UseFaceDetector.analyze(FaceDetector.wholeImage(), sample("sheet"))).hasSize(1);
  }

  @Test
  void yuNetFinds() {
    Path shared = Path.of(System.getProperty("emotion4j.shared"));
    assumeThat(shared).as("../shared, with YuNet").isDirectory();
    FaceDetector yuNet = YuNetFaceDetector.load(shared.resolve("models/yunet_n_640_640.onnx"));

    assertThat(UseFaceDetector.analyze(yuNet, sample("sheet"))).hasSize(7);
  }

  @Test
  void everyExampleFitsOnAPage() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/github/emotion4j/examples"))) {
      List<Path> pages = files.toList();
      assertThat(pages).hasSizeGreaterThan(7);
      for (Path page : pages) {
        assertThat(Files.readAllLines(page)).as(page.toString()).hasSizeLessThan(MOST_LINES + 1);
      }
    }
  }
}
