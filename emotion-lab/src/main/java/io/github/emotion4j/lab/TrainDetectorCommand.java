// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.training.train.FaceDetectorTrainer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains the embedded face detector. */
@Command(
    name = "train-detector",
    mixinStandardHelpOptions = true,
    description = "Trains the face detector on scenes composed of faces and backgrounds.")
final class TrainDetectorCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private SceneOptions scenes = new SceneOptions();

  @Option(
      names = "--photograph-share",
      defaultValue = "0.4",
      description = "Share of scenes cut out of photographs; default ${DEFAULT-VALUE}.")
  private double photographShare;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Output folder.")
  private Path out = Path.of("");

  @Option(names = "--epochs", defaultValue = "60", description = "Default ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--scenes-per-epoch",
      defaultValue = "4000",
      description = "Default ${DEFAULT-VALUE}.")
  private int scenesPerEpoch;

  @Option(names = "--batch-size", defaultValue = "16", description = "Default ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.002",
      description = "Default ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--validation-scenes",
      defaultValue = "200",
      description = "Default ${DEFAULT-VALUE}.")
  private int validationScenes;

  @Option(
      names = "--face-step",
      defaultValue = "1",
      description = "Use every so many-th face only; default ${DEFAULT-VALUE}.")
  private int faceStep;

  @Option(names = "--seed", defaultValue = "42", description = "Default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--refine",
      paramLabel = "MODEL",
      description =
          "Train the network that looks a second time at what this detector finds, and write both:"
              + " a folder that train-detector wrote, or \"embedded\".")
  private @Nullable String refined;

  @Option(
      names = "--refine-epochs",
      paramLabel = "EPOCHS",
      description =
          "After the training, train the network that looks a second time for so many epochs, and write"
              + " both to the folder refined of the output folder; not at all by default.")
  private @Nullable Integer refineEpochs;

  @Option(names = "--resume", description = "Go on from the checkpoint in the output folder.")
  private boolean resume;

  TrainDetectorCommand() {}

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    if (refined != null && refineEpochs != null) {
      throw new ParameterException(
          spec.commandLine(), "--refine and --refine-epochs exclude each other");
    }
    Optional<FaceModelFile> detector =
        Optional.ofNullable(refined).map(FaceModelArgument::read); // fails now, not later
    try (FaceDetector teacher = scenes.openTeacher()) {
      FaceDetectorTrainer.Builder builder =
          FaceDetectorTrainer.builder()
              .faces(scenes.loadFaces(spec.commandLine().getErr()))
              .teacher(teacher)
              .outputDirectory(out)
              .epochs(epochs)
              .scenesPerEpoch(scenesPerEpoch)
              .sceneSize(scenes.size())
              .batchSize(batchSize)
              .learningRate(learningRate)
              .validationScenes(validationScenes)
              .faceStep(faceStep)
              .seed(seed)
              .resume(resume);
      scenes.backgrounds().ifPresent(builder::backgrounds);
      scenes
          .photographs()
          .ifPresent(folder -> builder.photographs(folder).photographShare(photographShare));
      FaceDetectorTrainer trainer = builder.build();
      FaceModelFile model = detector.map(trainer::refine).orElseGet(trainer::train);
      if (refineEpochs != null) {
        model =
            builder
                .epochs(refineEpochs)
                .outputDirectory(out.resolve("refined"))
                .build()
                .refine(model);
      }
      spec.commandLine()
          .getOut()
          .println(out + ": " + model.card().figures() + ", recipe " + model.card().recipe());
      return 0;
    }
  }
}
