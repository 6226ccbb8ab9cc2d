package io.github.emotion4j.examples;

import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import io.github.emotion4j.training.train.FaceDetectorTrainer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the embedded face detector. */
@Command(
    name = "train-detector",
    mixinStandardHelpOptions = true,
    description = "Trains the face detector on scenes composed of faces and backgrounds.")
final class TrainDetectorCommand implements Callable<Integer> {

  /** A background is left out already when the teacher suspects a face. */
  private static final double TEACHER_SCORE = 0.5;

  private static final int TEACHER_SIDE = 1280;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--backgrounds",
      paramLabel = "DIR",
      description = "Pictures without people; textures only by default.")
  private @Nullable Path backgrounds;

  @Option(
      names = "--photographs",
      paramLabel = "DIR",
      description = "Photographs of people, in which the teacher finds the faces; none by default.")
  private @Nullable Path photographs;

  @Option(
      names = "--photograph-share",
      defaultValue = "0.4",
      description = "Share of scenes cut out of photographs; default ${DEFAULT-VALUE}.")
  private double photographShare;

  @Option(
      names = "--teacher",
      required = true,
      paramLabel = "FILE",
      description = "YuNet as ONNX, which says where in its crop each face is.")
  private Path teacher = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Output folder.")
  private Path out = Path.of("");

  @Option(names = "--epochs", defaultValue = "60", description = "Default ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--scenes-per-epoch",
      defaultValue = "4000",
      description = "Default ${DEFAULT-VALUE}.")
  private int scenesPerEpoch;

  @Option(
      names = "--scene-size",
      defaultValue = "160",
      description = "Side in pixels, a multiple of 32; default ${DEFAULT-VALUE}.")
  private int sceneSize;

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

  @Option(names = "--resume", description = "Go on from the checkpoint in the output folder.")
  private boolean resume;

  TrainDetectorCommand() {}

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    try (YuNetFaceDetector yuNet =
        YuNetFaceDetector.builder(teacher)
            .scoreThreshold(TEACHER_SCORE)
            .maxSide(TEACHER_SIDE)
            .build()) {
      FaceDetectorTrainer.Builder builder =
          FaceDetectorTrainer.builder()
              .faces(data.load(spec.commandLine().getErr()))
              .teacher(yuNet)
              .outputDirectory(out)
              .epochs(epochs)
              .scenesPerEpoch(scenesPerEpoch)
              .sceneSize(sceneSize)
              .batchSize(batchSize)
              .learningRate(learningRate)
              .validationScenes(validationScenes)
              .faceStep(faceStep)
              .seed(seed)
              .resume(resume);
      if (backgrounds != null) {
        builder.backgrounds(backgrounds);
      }
      if (photographs != null) {
        builder.photographs(photographs).photographShare(photographShare);
      }
      FaceModelFile model = builder.build().train();
      spec.commandLine()
          .getOut()
          .println(out + ": " + model.card().figures() + ", recipe " + model.card().recipe());
      return 0;
    }
  }
}
