// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.internal.engine.OnnxRuntime;
import io.github.emotion4j.djl.internal.engine.OwnClassLoader;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import io.github.emotion4j.djl.internal.pool.WorkerPool;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * Finds faces with a model that DJL runs: RetinaFace and UltraNet as TorchScript, as DJL's own
 * model zoo has them, and UltraNet as ONNX.
 *
 * <p>Safe to share between threads: it keeps a predictor for each call in flight, never more than
 * the machine has processors; further calls wait. TorchScript is a program: load only what you
 * trust.
 */
public final class DjlFaceDetector implements FaceDetector {

  /** Where DJL keeps RetinaFace; 2 MB. */
  public static final String RETINA_FACE_URL =
      "https://resources.djl.ai/test-models/pytorch/retinaface.zip";

  /** Where DJL keeps UltraNet; 2 MB. */
  public static final String ULTRA_NET_URL =
      "https://resources.djl.ai/test-models/pytorch/ultranet.zip";

  private static final int MAX_SIDE = 1280;
  private static final float NMS_THRESHOLD = 0.4f;

  private final String name;
  private final FaceModelTranslator translator;
  private final float minFaceConfidence;
  private final ZooModel<Mat, FaceCandidates> model;
  private final WorkerPool<Predictor<Mat, FaceCandidates>> predictors;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DjlFaceDetector(
      String name,
      FaceModelTranslator translator,
      float minFaceConfidence,
      ZooModel<Mat, FaceCandidates> model) {
    this.name = name;
    this.translator = translator;
    this.minFaceConfidence = minFaceConfidence;
    this.model = model;
    this.predictors =
        new WorkerPool<>(
            "The face detector",
            Runtime.getRuntime().availableProcessors(),
            WorkerPool.MAX_WAIT,
            model::newPredictor,
            Predictor::close);
  }

  /**
   * Loads RetinaFace as TorchScript: it finds faces of at least about 16 pixels, and their eyes.
   *
   * @param place a file ({@code .pt} or {@code .zip}) or an address such as {@value
   *     #RETINA_FACE_URL}, which DJL downloads once into its cache
   * @return the detector; the caller closes it
   * @throws ModelException if it can't be loaded; the message says why
   * @throws MissingDependencyException if PyTorch's native library is missing
   */
  public static DjlFaceDetector retinaFace(String place) {
    return torchScript("retinaface", place, PriorBoxes.RETINA_FACE);
  }

  /**
   * Loads UltraNet (Ultra-Light-Fast-Generic-Face-Detector). As ONNX it sees every picture at
   * 320x240, so that it misses small faces, and gives no eyes; it runs on DJL's ONNX Runtime
   * engine, which is an optional dependency. As TorchScript it gives eyes too.
   *
   * @param place a file ({@code .onnx}, {@code .pt} or {@code .zip}) or an address such as {@value
   *     #ULTRA_NET_URL}, which DJL downloads once into its cache
   * @return the detector; the caller closes it
   * @throws ModelException if it can't be loaded; the message says why
   * @throws MissingDependencyException if the engine is missing; the message names what to add
   */
  public static DjlFaceDetector ultraNet(String place) {
    if (!place.toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return torchScript("ultranet", place, PriorBoxes.ULTRA_NET);
    }
    OnnxRuntime.require("A face detector in ONNX format");
    return load("ultranet", place, OnnxRuntime.ENGINE, FaceModelTranslator.ultraNetOnnx(), 0.7f);
  }

  private static DjlFaceDetector torchScript(String name, String place, PriorBoxes priors) {
    PyTorch.require();
    // The threshold of DJL's examples.
    return load(name, place, PyTorch.ENGINE, FaceModelTranslator.torchScript(priors), 0.85f);
  }

  private static DjlFaceDetector load(
      String name,
      String place,
      String engine,
      FaceModelTranslator translator,
      float minFaceConfidence) {
    OpenCv.load();
    Criteria.Builder<Mat, FaceCandidates> criteria =
        Criteria.builder()
            .setTypes(Mat.class, FaceCandidates.class)
            .optEngine(engine)
            .optDevice(Device.cpu())
            .optTranslator(translator);
    if (place.toLowerCase(Locale.ROOT).matches("https?:.*")) {
      if (Utils.isOfflineMode()) {
        throw new ModelException(
            "The face detector can't be downloaded from "
                + place
                + ", for ai.djl.offline or DJL_OFFLINE is set: download it yourself and give the"
                + " file, or unset that");
      }
      criteria.optModelUrls(place);
    } else {
      addFile(criteria, Path.of(place));
    }
    DjlFaceDetector detector;
    try {
      detector =
          new DjlFaceDetector(
              name, translator, minFaceConfidence, OwnClassLoader.load(criteria.build()));
    } catch (IOException
        | ModelNotFoundException
        | MalformedModelException
        | RuntimeException e) { // such as of an engine that is given what is no model
      throw new ModelException(
          "The face detector "
              + place
              + " can't be loaded; if it is an address, check the connection, or download it"
              + " yourself and give the file: "
              + e.getMessage(),
          e);
    }
    detector.probe(place);
    return detector;
  }

  private static void addFile(Criteria.Builder<Mat, FaceCandidates> criteria, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException("There is no face detection model at " + file);
    }
    String fileName = file.getFileName().toString();
    if (!fileName.matches(".*\\.(pt|onnx|zip)")) {
      throw new ModelException(
          "The file of a face detector is named *.pt (TorchScript), *.onnx or *.zip, not " + file);
    }
    if (fileName.endsWith(".zip")) {
      criteria.optModelUrls(file.toUri().toString());
    } else {
      int dot = fileName.lastIndexOf('.');
      criteria
          .optModelPath(file.toAbsolutePath().getParent())
          .optModelName(dot < 0 ? fileName : fileName.substring(0, dot));
    }
  }

  private void probe(String place) {
    try {
      detect(new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR));
    } catch (RuntimeException e) {
      close();
      throw new ModelException(
          "Not a model of " + name + " as this SDK knows it: " + place + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<DetectedFace> detect(BufferedImage image) {
    return predictors.lend(predictor -> TaskPool.compute(() -> search(predictor, image)));
  }

  private List<DetectedFace> search(Predictor<Mat, FaceCandidates> predictor, BufferedImage image) {
    Mat bgr = OpenCv.toBgr(image);
    Mat seen = new Mat();
    try {
      Imgproc.resize(bgr, seen, translator.sizeFor(bgr.size(), MAX_SIDE), 0, 0, Imgproc.INTER_AREA);
      return predictor
          .predict(seen)
          .scaledTo(
              bgr.size(), bgr.cols() / (double) seen.cols(), bgr.rows() / (double) seen.rows())
          .best(minFaceConfidence, NMS_THRESHOLD);
    } catch (TranslateException e) {
      throw new ModelException("The face detector " + name + " failed: " + e.getMessage(), e);
    } finally {
      bgr.release();
      seen.release();
    }
  }

  /** Frees the model, once calls in flight have ended. Closing twice is harmless. */
  @Override
  public void close() {
    predictors.close();
    if (!closed.getAndSet(true)) { // DJL's models of ONNX Runtime don't like it twice
      model.close();
    }
  }
}
