// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.SceneBenchmark;
import io.github.emotion4j.training.scene.Backgrounds;
import io.github.emotion4j.training.scene.FacePhotographs;
import io.github.emotion4j.training.scene.FaceTeacher;
import io.github.emotion4j.training.scene.FaceTemplate;
import io.github.emotion4j.training.scene.PhotographScenes;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneComposer;
import io.github.emotion4j.training.scene.ValidationScenes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Core;

/**
 * Trains the face detector that is embedded in emotion-djl, on scenes composed of FER2013's faces
 * and of pictures without faces.
 *
 * <pre>{@code
 * FaceModelFile model =
 *     FaceDetectorTrainer.builder()
 *         .faces(Fer2013.load(Path.of("fer2013.zip")))
 *         .backgrounds(Path.of("/usr/share/backgrounds"))
 *         .teacher(YuNetFaceDetector.load(Path.of("yunet.onnx")))
 *         .outputDirectory(Path.of("build/face-detector"))
 *         .build()
 *         .train();
 * }</pre>
 *
 * <p>The split Training gives the faces to train on, PublicTest those of the validation scenes, on
 * which the threshold is chosen and the best epoch kept; every sixth background is held out for
 * them. After each epoch the folder holds the best model so far, a checkpoint to resume from and
 * {@code history.csv}. While a training runs, OpenCV uses one thread.
 */
public final class FaceDetectorTrainer {

  private static final String TRAINING_BOXES = "teacher-training.csv";
  private static final String VALIDATION_BOXES = "teacher-validation.csv";

  private final Fer2013 faces;
  private final @Nullable Path backgrounds;
  private final @Nullable Path photographs;
  private final FaceDetector teacher;
  private final Path outputDirectory;
  private final FaceDetectorSettings settings;
  private final int faceStep;
  private final boolean resume;

  private FaceDetectorTrainer(
      Builder builder, Fer2013 faces, FaceDetector teacher, Path outputDirectory) {
    this.faces = faces;
    this.teacher = teacher;
    this.outputDirectory = outputDirectory;
    this.backgrounds = builder.backgrounds;
    this.photographs = builder.photographs;
    this.faceStep = builder.faceStep;
    this.resume = builder.resume;
    this.settings =
        new FaceDetectorSettings(
            builder.epochs,
            builder.scenesPerEpoch,
            builder.sceneSize,
            builder.batchSize,
            builder.learningRate,
            builder.weightDecay,
            builder.averageDecay,
            builder.validationScenes,
            builder.photographShare,
            builder.seed);
  }

  /**
   * Starts the settings of a training.
   *
   * @return a builder; faces, teacher and output directory are required
   */
  public static Builder builder() {
    return new Builder();
  }

  /** What scenes are composed of, and those to validate on. */
  private record Sources(
      List<FaceTemplate> training,
      List<Scene> validation,
      Backgrounds backgrounds,
      FacePhotographs photographs) {}

  /**
   * Trains, or goes on training.
   *
   * @return the model of the best epoch
   * @throws TrainingException if it can't begin or go on; the message says why
   * @throws io.github.emotion4j.training.dataset.DatasetException if the backgrounds can't be read
   */
  public FaceModelFile train() {
    return withSources(
        sources -> {
          String data =
              faces.name()
                  + ", split Training, "
                  + sources.training.size()
                  + " faces that "
                  + teacher.name()
                  + " finds, on "
                  + sources.backgrounds.size()
                  + " pictures without faces and on textures"
                  + (sources.photographs.size() == 0
                      ? ""
                      : "; and " + sources.photographs.size() + " photographs of people");
          return new FaceDetectorRun(
                  outputDirectory,
                  settings,
                  composer(sources),
                  PhotographScenes.training(
                      sources.photographs, sources.backgrounds, settings.sceneSize()),
                  new SceneBenchmark(sources.validation, 0),
                  data,
                  resume)
              .run();
        });
  }

  /**
   * Trains a network that looks a second time at what a detector takes for a face, as {@link
   * io.github.emotion4j.djl.detect.RefineNetwork} says, and writes a model of both networks. It
   * learns from the candidates that the detector finds in composed scenes, photographs of people
   * apart. How the words of both make the confidence, and the threshold, come from the validation
   * scenes. The checkpoint lies in the folder {@code refinement} of the output directory.
   *
   * @param detector what {@link #train()} gave, or a model that looks twice already, whose second
   *     network is then replaced
   * @return the model, written to the output directory
   * @throws TrainingException if it can't begin, or what it learns does not help; the message says
   *     why
   * @throws io.github.emotion4j.training.dataset.DatasetException if the backgrounds can't be read
   */
  public FaceModelFile refine(FaceModelFile detector) {
    return withSources(
        sources ->
            new FaceRefinementRun(
                    outputDirectory,
                    settings,
                    composer(sources),
                    sources.validation,
                    detector,
                    resume)
                .run());
  }

  private SceneComposer composer(Sources sources) {
    return SceneComposer.training(sources.training, sources.backgrounds, settings.sceneSize());
  }

  private FaceModelFile withSources(Function<Sources, FaceModelFile> training) {
    OpenCv.load();
    int threads = Core.getNumThreads();
    Core.setNumThreads(1);
    try (Backgrounds pictures =
            backgrounds == null ? Backgrounds.none() : Backgrounds.load(backgrounds, teacher);
        FacePhotographs people =
            photographs == null
                ? FacePhotographs.none()
                : FacePhotographs.load(photographs, teacher)) {
      List<FaceTemplate> validation = templates(Split.PUBLIC_TEST, VALIDATION_BOXES);
      return training.apply(
          new Sources(
              templates(Split.TRAINING, TRAINING_BOXES),
              ValidationScenes.compose(
                  validation, pictures, people, settings.sceneSize(), settings.validationScenes()),
              pictures,
              people));
    } finally {
      Core.setNumThreads(threads);
    }
  }

  private List<FaceTemplate> templates(Split split, String boxes) {
    return require(new FaceTeacher(teacher).templates(some(split), outputDirectory.resolve(boxes)));
  }

  private List<LabelledFace> some(Split split) {
    List<LabelledFace> all = faces.split(split).faces();
    return IntStream.range(0, all.size())
        .filter(i -> i % faceStep == 0)
        .mapToObj(all::get)
        .toList();
  }

  private List<FaceTemplate> require(List<FaceTemplate> templates) {
    if (templates.isEmpty()) {
      throw new TrainingException(
          faces.name()
              + " needs faces in Training and in PublicTest that the teacher "
              + teacher.name()
              + " finds; it finds none in one of them");
    }
    return templates;
  }

  /** Settings of a {@link FaceDetectorTrainer}. A builder is for one thread. */
  public static final class Builder {

    private @Nullable Fer2013 faces;
    private @Nullable FaceDetector teacher;
    private @Nullable Path outputDirectory;
    private @Nullable Path backgrounds;
    private @Nullable Path photographs;
    private double photographShare = 0.4;
    private int epochs = 60;
    private int scenesPerEpoch = 4000;
    private int sceneSize = 160;
    private int batchSize = 16;
    private double learningRate = 2e-3;
    private double weightDecay = 1e-3;
    private double averageDecay = 0.998;
    private int validationScenes = 200;
    private int faceStep = 1;
    private long seed = 42;
    private boolean resume;

    private Builder() {}

    /**
     * Sets the face crops.
     *
     * @param dataset FER2013 or the like
     * @return this
     */
    public Builder faces(Fer2013 dataset) {
      faces = dataset;
      return this;
    }

    /**
     * Sets who says where in a crop the face is, and which pictures have none.
     *
     * @param detector a detector that finds eyes too; the caller closes it
     * @return this
     */
    public Builder teacher(FaceDetector detector) {
      teacher = detector;
      return this;
    }

    /**
     * Sets where the model goes.
     *
     * @param directory made if missing
     * @return this
     */
    public Builder outputDirectory(Path directory) {
      outputDirectory = directory;
      return this;
    }

    /**
     * Sets the pictures without faces; those in which the teacher finds one are left out. Without
     * any, faces lie on textures only, which is enough for a trial but not for photographs.
     *
     * @param folder JPEG, PNG and WebP files, also in subfolders
     * @return this
     */
    public Builder backgrounds(Path folder) {
      backgrounds = folder;
      return this;
    }

    /**
     * Sets photographs of people, in which the teacher finds the faces: a share of the scenes is
     * cut out of them. Composed scenes alone lack hair, bodies and hands.
     *
     * @param folder JPEG, PNG and WebP files, also in subfolders
     * @return this
     */
    public Builder photographs(Path folder) {
      photographs = folder;
      return this;
    }

    /**
     * Sets which share of the scenes is cut out of photographs of people, where there are any.
     *
     * @param share 0 to 1; 0.4 unless set
     * @return this
     * @throws IllegalArgumentException if it is out of its range
     */
    public Builder photographShare(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("photographShare must be in 0 to 1, not " + share);
      }
      photographShare = share;
      return this;
    }

    /**
     * Sets how long to train.
     *
     * @param count at least 1; 60 unless set
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder epochs(int count) {
      epochs = atLeast("epochs", 1, count);
      return this;
    }

    /**
     * Sets how many scenes make an epoch, after which the model is validated and hard negatives are
     * mined.
     *
     * @param count at least 1; 4,000 unless set
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder scenesPerEpoch(int count) {
      scenesPerEpoch = atLeast("scenesPerEpoch", 1, count);
      return this;
    }

    /**
     * Sets the side of a scene.
     *
     * @param pixels a multiple of 32, at least 96; 160 unless set
     * @return this
     * @throws IllegalArgumentException if it is not such a number
     */
    public Builder sceneSize(int pixels) {
      if (pixels < 96 || pixels % 32 != 0) {
        throw new IllegalArgumentException(
            "sceneSize must be a multiple of 32 of at least 96, not " + pixels);
      }
      sceneSize = pixels;
      return this;
    }

    /**
     * Sets how many scenes are learned from in one step.
     *
     * @param scenes at least 1; 16 unless set
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder batchSize(int scenes) {
      batchSize = atLeast("batchSize", 1, scenes);
      return this;
    }

    /**
     * Sets the highest learning rate of AdamW.
     *
     * @param rate positive; 0.002 unless set
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder learningRate(double rate) {
      if (!(rate > 0 && Double.isFinite(rate))) {
        throw new IllegalArgumentException("learningRate must be positive, not " + rate);
      }
      learningRate = rate;
      return this;
    }

    /**
     * Sets how many scenes a model is validated on.
     *
     * @param count at least 1; 200 unless set
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder validationScenes(int count) {
      validationScenes = atLeast("validationScenes", 1, count);
      return this;
    }

    /**
     * Uses only every so many-th face of the data set, which spares the teacher's time.
     *
     * @param step at least 1, which is every face and the default
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder faceStep(int step) {
      faceStep = atLeast("faceStep", 1, step);
      return this;
    }

    /**
     * Sets what all randomness begins with.
     *
     * @param number any; 42 unless set
     * @return this
     */
    public Builder seed(long number) {
      seed = number;
      return this;
    }

    /**
     * Sets whether to go on from the checkpoint in the output directory, where there is one. The
     * number of epochs may differ from what it was; mined hard negatives are mined anew.
     *
     * @param goOn false unless set: then a checkpoint there is an error
     * @return this
     */
    public Builder resume(boolean goOn) {
      resume = goOn;
      return this;
    }

    /**
     * Makes the trainer.
     *
     * @return a trainer
     * @throws IllegalStateException if faces, teacher or output directory are missing
     */
    public FaceDetectorTrainer build() {
      if (faces == null || teacher == null || outputDirectory == null) {
        throw new IllegalStateException("faces, teacher and outputDirectory are required");
      }
      return new FaceDetectorTrainer(this, faces, teacher, outputDirectory);
    }

    private static int atLeast(String name, int least, int value) {
      if (value < least) {
        throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
      }
      return value;
    }
  }
}
