// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import static io.github.emotion4j.Emotion.HAPPY;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.classify.OnnxPreset;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import io.github.emotion4j.djl.explain.EmotionExplainer;
import io.github.emotion4j.djl.explain.FaceExplanation;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledPictures;
import io.github.emotion4j.training.train.Backbone;
import io.github.emotion4j.training.train.EmotionTrainer;
import io.github.emotion4j.training.train.TrainingListener;
import io.github.emotion4j.training.train.TrainingProgress;
import io.github.emotion4j.training.train.TrainingResult;
import io.github.emotion4j.video.EmotionTimeline;
import io.github.emotion4j.video.VideoAnalyzer;
import io.github.emotion4j.video.VideoSource;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;

/** The snippets of all pages, compiled; {@link PagesTest} checks that they are the same. */
final class PageSnippets {

  private PageSnippets() {}

  static void analyze() {
    try (EmotionDetector detector = EmotionDetector.create()) {
      for (EmotionResult face : detector.analyze(Path.of("team.jpg"))) {
        System.out.println(face.dominantEmotion() + " " + face.probability(HAPPY));
      }
    }
  }

  static void analyzePhotographs(List<ImageSource> pictures) {
    try (EmotionDetector detector =
        DjlEmotionDetector.builder()
            .faceDetector(YuNetFaceDetector.load(Path.of("yunet.onnx")))
            .build()) {
      for (AnalysisOutcome outcome : detector.analyzeAll(pictures)) {
        if (outcome instanceof AnalysisOutcome.Faces found) {
          System.out.println(found.image().describe() + ": " + found.faces());
        } else if (outcome instanceof AnalysisOutcome.Failure failed) {
          System.err.println(failed.cause().getMessage());
        }
      }
    }
  }

  static void explain(BufferedImage picture, EmotionResult face) throws IOException {
    try (EmotionModel model = EmotionModel.embedded();
        EmotionExplainer explainer = new EmotionExplainer(model)) {
      FaceExplanation why = explainer.explain(picture, face); // a picture, and a face found in it
      System.out.println(why.rows()); // 12 rows of 12 numbers
      ImageIO.write(why.draw(picture), "png", new File("why.png"));
    }
  }

  static EmotionExplainer explainByGradients() {
    EmotionExplainer explainer = EmotionExplainer.byGradients(EmbeddedModels.read("combined"));
    return explainer;
  }

  static void analyzeByAModelOfOthers() {
    EmotionModel model =
        EmotionModel.onnx(
            Path.of("enet_b0_8_va_mtl.onnx"), OnnxPreset.emotiEffLib("enet_b0_8_va_mtl"));
    try (EmotionDetector detector = DjlEmotionDetector.builder().model(model).build()) {
      for (EmotionResult face : detector.analyze(Path.of("team.jpg"))) {
        System.out.println(face.dominantEmotion() + " " + face.otherLabels() + " " + face.affect());
      }
    }
  }

  static void chooseDevices() {
    EmotionTrainer.builder().device(DeviceChoice.gpu(0)); // fails at once without one
    DjlEmotionDetector.builder().device(DeviceChoice.parse("gpu:1")); // the embedded model
    EmotionModel.of(ModelFile.read(Path.of("build/my-cnn")), DeviceChoice.CPU);
  }

  static EmotionDetector useOwn() {
    EmotionDetector detector =
        DjlEmotionDetector.builder().model(EmotionModel.load(Path.of("my-faces"))).build();
    return detector;
  }

  static void follow() {
    try (EmotionDetector detector = EmotionDetector.create()) {
      EmotionTimeline timeline =
          VideoAnalyzer.of(detector).analyze(VideoSource.of(Path.of("talk.mp4")));
      for (EmotionTimeline.Person person : timeline.people()) {
        System.out.println(
            person.track() + " " + person.dominantEmotion() + " " + person.segments());
      }
      timeline.writePlot(Path.of("talk.png")); // each person's emotions over time
    }
  }

  static EmotionDetector train() {
    TrainingResult result =
        EmotionTrainer.builder()
            .dataset(Fer2013.load(Path.of("fer2013.zip")))
            .architecture(Architecture.COMPACT_RESNET)
            .epochs(60)
            .outputDirectory(Path.of("build/my-cnn"))
            .build()
            .train();
    EmotionDetector detector =
        DjlEmotionDetector.builder().model(EmotionModel.load(result.model())).build();
    return detector;
  }

  static TrainingResult watch(ExecutorService executor) throws Exception {
    EmotionTrainer trainer =
        EmotionTrainer.builder()
            .dataset(Fer2013.load(Path.of("fer2013.zip")))
            .outputDirectory(Path.of("build/my-cnn"))
            .resume(true)
            .listener(
                new TrainingListener() {
                  @Override
                  public void epochEnded(TrainingProgress progress) {
                    System.out.println(progress.history().get(progress.epoch() - 1));
                  }
                })
            .build();
    Future<TrainingResult> training = executor.submit(trainer::train);
    // ...
    trainer.cancel();
    TrainingResult result = training.get(); // result.end() is CANCELLED
    return result;
  }

  static void transfer() {
    TrainingResult result =
        EmotionTrainer.builder()
            .dataset(Fer2013.load(Path.of("fer2013.zip")))
            .backbone(Backbone.loadTrusted(Path.of("resnet18.pt")))
            .headEpochs(2)
            .epochs(15)
            .learningRate(0.01)
            .outputDirectory(Path.of("build/my-resnet18"))
            .build()
            .train();
    EmotionModel model = EmotionModel.loadTrusted(result.model());
    model.close();
  }

  static void distil() {
    try (EmotionModel teacher = EmotionModel.load(Path.of("build/large"))) {
      EmotionTrainer.builder()
          .dataset(Fer2013.load(Path.of("fer2013.zip")))
          .architecture(Architecture.COMPACT_RESNET)
          .teacher(teacher)
          .outputDirectory(Path.of("build/small"))
          .build()
          .train();
    }
  }

  static void fineTune() {
    try (FaceDetector faces = SingleShotFaceDetector.embedded()) {
      EmotionTrainer.builder()
          .dataset(LabelledPictures.load(Path.of("my-pictures"), faces, true))
          .initialModel(EmbeddedModels.read("ferplus"))
          .headEpochs(3)
          .epochs(10)
          .learningRate(0.005)
          .outputDirectory(Path.of("build/my-faces"))
          .build()
          .train();
    }
  }
}
