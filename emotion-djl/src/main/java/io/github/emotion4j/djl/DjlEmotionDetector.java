// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import ai.djl.util.Utils;
import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.AnalysisObserver.Stage;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.Diagnosis;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.NoFaceException;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.NeutralPrior;
import io.github.emotion4j.djl.decode.ImageContent;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import io.github.emotion4j.djl.internal.classify.EmotionClassifier;
import io.github.emotion4j.djl.internal.classify.Reading;
import io.github.emotion4j.djl.internal.engine.LoadingFailure;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.pool.Lifetime;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The detector of this SDK: decodes, finds faces, aligns them as FER2013's are, and classifies all
 * crops of a call in batches.
 *
 * <pre>{@code
 * EmotionDetector detector =
 *     DjlEmotionDetector.builder()
 *         .model(EmotionModel.load(Path.of("build/my-cnn")))
 *         .faceDetector(YuNetFaceDetector.load(Path.of("yunet.onnx")))
 *         .build();
 * }</pre>
 *
 * <p>Safe to share between threads. However many call it, all but reading the bytes is done by
 * threads of its own, as many as there are processors (or predictors, if those are more), which end
 * when they have been idle for ten seconds: memory and PyTorch's helper threads do not grow with
 * the number of callers. Others wait, first come first served: a call of {@link #analyze} up to
 * {@link Builder#maxWait maxWait} for its picture's turn; its faces, and all of an {@link
 * #analyzeAll}, as long as it takes. Pictures at addresses of the web are fetched up to nine at
 * once by an {@code analyzeAll}. A failure's stack trace goes on with the caller's. {@link
 * #close()} waits for calls in flight and is final; called from within one, by a face detector, it
 * would wait for itself and fails instead.
 */
public final class DjlEmotionDetector implements EmotionDetector {

  private static final String OWNER = "This EmotionDetector";
  private static final int WARM_UP_SIZE = 48;

  private final ImageDecoder decoder;
  private final FaceDetector faceDetector;
  private final FaceExtractor extractor;
  private final EmotionClassifier classifier;
  private final CropClassification classification;
  private final StageClock clock;
  private final TaskPool tasks;
  private final Lifetime lifetime = new Lifetime(OWNER);

  private DjlEmotionDetector(Builder builder, Set<AutoCloseable> parts) {
    OpenCv.load();
    this.decoder = builder.decoder != null ? builder.decoder : ImageDecoder.builder().build();
    this.clock = new StageClock(builder.observer);
    this.tasks =
        new TaskPool(
            Math.max(builder.predictors, Runtime.getRuntime().availableProcessors()),
            builder.maxWait);
    EmotionModel model =
        builder.model != null
            ? builder.model
            : EmotionModel.of(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL), builder.device);
    parts.add(model);
    this.faceDetector =
        builder.faceDetector != null ? builder.faceDetector : embeddedFaceDetector(builder);
    parts.add(faceDetector);
    this.classifier =
        new EmotionClassifier(
            model,
            builder.predictors,
            builder.batchSize,
            builder.flip,
            builder.maxWait,
            builder.neutralPrior);
    this.classification = new CropClassification(classifier, tasks, clock);
    this.extractor =
        new FaceExtractor(
            decoder,
            faceDetector,
            builder.minFaceConfidence.orElse(0),
            builder.requireFace,
            model,
            builder.provenance
                ? Optional.of(FaceExtractor.provenance(model, faceDetector))
                : Optional.empty(),
            clock);
  }

  private static FaceDetector embeddedFaceDetector(Builder settings) {
    SingleShotFaceDetector.Builder builder = SingleShotFaceDetector.builder();
    settings.minFaceConfidence.ifPresent(builder::minFaceConfidence);
    return builder.build();
  }

  /** Makes a detector, or closes all that would have been its own. */
  private static DjlEmotionDetector make(Builder builder) {
    Set<AutoCloseable> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    if (builder.faceDetector != null) {
      parts.add(builder.faceDetector);
    }
    try {
      if (builder.model != null) {
        builder.model.claim(); // what belongs to another detector is not to be closed
        parts.add(builder.model);
      }
      return new DjlEmotionDetector(builder, parts);
    } catch (RuntimeException | Error e) {
      parts.forEach(part -> closeAfter(e, part));
      if (e instanceof LinkageError) { // a library that was left out, or is of another version
        throw new MissingDependencyException(
            "The detector can't be made: " + LoadingFailure.describe(e, "DJL_CACHE_DIR"), e);
      }
      throw e;
    }
  }

  private static void closeAfter(Throwable failure, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Begins the settings of a detector.
   *
   * @return a builder; nothing is required
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public List<EmotionResult> analyze(ImageSource image) {
    return whileOpen(
        () -> {
          try {
            ImageContent content = clock.time(Stage.READ, () -> decoder.read(image));
            try (AlignedFaces faces = extractInTurn(image, content)) {
              List<EmotionResult> results = faces.results(classification.classify(faces.crops()));
              clock.observer().analyzed(results.size());
              return results;
            }
          } catch (RuntimeException e) { // also such as a face detector's that keeps no contract
            EmotionException failure = Attempt.failed(image, e);
            clock.observer().failed(failure);
            throw failure;
          }
        });
  }

  private AlignedFaces extractInTurn(ImageSource image, ImageContent content) {
    Runnable ended = clock.begin(Stage.WAIT);
    try {
      return tasks.call(
          () -> {
            ended.run();
            return extractor.extract(image, content);
          });
    } finally {
      ended.run();
    }
  }

  @Override
  public List<AnalysisOutcome> analyzeAll(List<ImageSource> images) {
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i) == null) {
        throw new NullPointerException("images[" + i + "] is null");
      }
    }
    return whileOpen(
        () -> {
          Queue<Attempt> made = new ConcurrentLinkedQueue<>();
          try (ReadAhead<FaceExtractor.Read> reading = new ReadAhead<>(images, extractor::read)) {
            List<AnalysisOutcome> outcomes =
                classification.outcomes(
                    tasks.map(
                        reading.stream(),
                        read -> {
                          Attempt attempt = extractor.attempt(read);
                          made.add(attempt);
                          return attempt;
                        }));
            outcomes.forEach(clock::tell);
            return outcomes;
          } finally {
            made.forEach(Attempt::close);
          }
        });
  }

  @Override
  public void warmUp() {
    whileOpen(() -> tasks.call(this::analyzeNothing));
  }

  private List<Reading> analyzeNothing() {
    BufferedImage blank =
        new BufferedImage(WARM_UP_SIZE, WARM_UP_SIZE, BufferedImage.TYPE_3BYTE_BGR);
    try (AlignedFaces nothing = extractor.whole(ImageSource.of(blank), blank)) {
      return classifier.read(nothing.crops());
    }
  }

  @Override
  public Diagnosis diagnose() {
    return whileOpen(
        () -> {
          EmotionModel model = classifier.model();
          boolean pytorch = model.engine().startsWith(PyTorch.ENGINE);
          return new Diagnosis(
              model.engine(),
              pytorch ? PyTorch.nativeLibrary() : System.getProperty("java.io.tmpdir"),
              model.device().toString(),
              model.name(),
              model.sha256(),
              faceDetector.name(),
              Utils.getCacheDir());
        });
  }

  private <T> T whileOpen(Supplier<T> work) {
    if (tasks.isWorking()) {
      return work.get(); // the call that this is part of keeps the detector open
    }
    return lifetime.use(work::get);
  }

  @Override
  public void close() {
    if (tasks.isWorking()) {
      throw Lifetime.closedFromWithin(OWNER);
    }
    lifetime.end(
        () -> {
          tasks.close();
          try {
            faceDetector.close();
          } finally {
            classifier.close();
          }
        });
  }

  /**
   * Settings of a {@link DjlEmotionDetector}, and the parts that will be its own: a builder makes
   * one detector. Not safe for use by several threads.
   */
  public static final class Builder {

    /** The longest that Java's clocks can count. */
    private static final Duration LONGEST_WAIT = Duration.ofNanos(Long.MAX_VALUE);

    private @Nullable EmotionModel model;
    private DeviceChoice device = DeviceChoice.AUTO;
    private @Nullable FaceDetector faceDetector;
    private OptionalDouble minFaceConfidence = OptionalDouble.empty();
    private @Nullable ImageDecoder decoder;
    private AnalysisObserver observer = AnalysisObserver.NONE;
    private boolean requireFace;
    private boolean provenance;
    private int predictors = Runtime.getRuntime().availableProcessors();
    private int batchSize = 64;
    private boolean flip;
    private OptionalDouble neutralPrior = OptionalDouble.empty();
    private Duration maxWait = Duration.ofSeconds(30);
    private boolean built;

    private Builder() {}

    /**
     * Sets the emotion model.
     *
     * @param emotionModel the embedded one by default; once built, the detector's, which closes it,
     *     also where it can't be built
     * @return this
     */
    public Builder model(EmotionModel emotionModel) {
      this.model = Objects.requireNonNull(emotionModel, "model");
      return this;
    }

    /**
     * Sets where the embedded emotion model runs. The face detector stays on the CPU.
     *
     * @param chosen {@link DeviceChoice#AUTO} by default; not for a {@link #model} of your own
     * @return this
     */
    public Builder device(DeviceChoice chosen) {
      this.device = Objects.requireNonNull(chosen, "device");
      return this;
    }

    /**
     * Sets the face detector.
     *
     * @param detector the {@linkplain SingleShotFaceDetector#embedded() embedded one} by default;
     *     once built, the emotion detector's, which closes it, also where it can't be built
     * @return this
     */
    public Builder faceDetector(FaceDetector detector) {
      this.faceDetector = Objects.requireNonNull(detector, "faceDetector");
      return this;
    }

    /**
     * Sets from which confidence on a face is reported. With less than by default, more faces are
     * found and more is taken for a face that is none; a detector that was given by {@link
     * #faceDetector} reports no more than it does itself.
     *
     * @param confidence 0 to 1; by default what the face detector's own setting says, for the
     *     embedded one that of its card (docs/using.md)
     * @return this
     * @throws IllegalArgumentException if it is out of its range
     */
    public Builder minFaceConfidence(double confidence) {
      if (!(confidence >= 0 && confidence <= 1)) {
        throw new IllegalArgumentException(
            "minFaceConfidence must be in 0 to 1, not " + confidence);
      }
      this.minFaceConfidence = OptionalDouble.of(confidence);
      return this;
    }

    /**
     * Sets how pictures are decoded, with its limits of size and time.
     *
     * @param imageDecoder one with default limits by default
     * @return this
     */
    public Builder decoder(ImageDecoder imageDecoder) {
      this.decoder = Objects.requireNonNull(imageDecoder, "decoder");
      return this;
    }

    /**
     * Sets who is told what the detector does, for metrics.
     *
     * @param analysisObserver nobody by default; quick, safe to share between threads
     * @return this
     */
    public Builder observer(AnalysisObserver analysisObserver) {
      this.observer = Objects.requireNonNull(analysisObserver, "observer");
      return this;
    }

    /**
     * Adds to every result what it was made by: {@link EmotionResult#provenance()}.
     *
     * @param added false by default
     * @return this
     */
    public Builder provenance(boolean added) {
      this.provenance = added;
      return this;
    }

    /**
     * Makes a picture without a face an error.
     *
     * @param required false by default: such a picture gives an empty list; true: a {@link
     *     NoFaceException}
     * @return this
     */
    public Builder requireFace(boolean required) {
      this.requireFace = required;
      return this;
    }

    /**
     * Sets how many calls may use the network at once.
     *
     * @param count at least 1; the number of processors by default
     * @return this
     */
    public Builder predictors(int count) {
      this.predictors = atLeastOne("predictors", count);
      return this;
    }

    /**
     * Sets how many faces go through the network in one go.
     *
     * @param faces at least 1; 64 by default
     * @return this
     */
    public Builder batchSize(int faces) {
      this.batchSize = atLeastOne("batchSize", faces);
      return this;
    }

    /**
     * Sets whether each face is classified a second time, mirrored, and the two results averaged: a
     * little more accurate (README, Figures), for twice the time of the emotion network.
     *
     * @param mirrored false by default
     * @return this
     */
    public Builder flip(boolean mirrored) {
      this.flip = mirrored;
      return this;
    }

    /**
     * Sets which share of the faces in your pictures is neutral, as far as you know: 0.7 for a
     * meeting, 0.1 for a party. The more are, the more a face must show to be called anything else.
     * {@code docs/models.md} has the curve.
     *
     * @param share above 0 and below 1; what the model's card says by default
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder neutralPrior(double share) {
      this.neutralPrior = OptionalDouble.of(NeutralPrior.requireShare(share));
      return this;
    }

    /**
     * Sets how long an {@link #analyze} waits when as many pictures are being analyzed as may be,
     * before it begins; and any call when all predictors are busy, which happens only where there
     * are fewer of them than processors.
     *
     * @param time positive; 30 seconds by default
     * @return this
     */
    public Builder maxWait(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("maxWait must be positive, not " + time);
      }
      this.maxWait = time.compareTo(LONGEST_WAIT) < 0 ? time : LONGEST_WAIT;
      return this;
    }

    /**
     * Makes the detector.
     *
     * @return a new detector; close it
     * @throws MissingDependencyException if a native library for this machine, or the GPU to use,
     *     is missing; the message names what to add
     * @throws io.github.emotion4j.ModelException if the embedded model can't be loaded, or a {@link
     *     #neutralPrior} is set and the model does not say which share it expects
     * @throws IllegalStateException if this builder was used before, the model belongs to another
     *     detector, or a {@link #device} is set for a model that has one
     * @throws IllegalArgumentException if there are GPUs, but not the one to use
     */
    public DjlEmotionDetector build() {
      if (built) {
        throw new IllegalStateException(
            "This builder has made its detector, which owns the model and the face detector that it"
                + " was given; begin another with DjlEmotionDetector.builder()");
      }
      if (model != null && !device.equals(DeviceChoice.AUTO)) {
        throw new IllegalStateException(
            "device is for the embedded model; load yours with EmotionModel.of(file, device)");
      }
      built = true;
      return make(this);
    }

    private static int atLeastOne(String argument, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(argument + " must be at least 1, not " + value);
      }
      return value;
    }
  }
}
