// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.AnalysisObserver.Stage;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.NoFaceException;
import io.github.emotion4j.Provenance;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.decode.DecodedImage;
import io.github.emotion4j.djl.decode.ImageContent;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.internal.align.FaceAligner;
import io.github.emotion4j.djl.internal.align.FaceView;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Mat;

/**
 * The way of a picture up to its crops: decoded, no larger than the face detector needs it, faces
 * found, cut out and levelled. Safe to share between threads.
 */
final class FaceExtractor {

  /**
   * How many times the pixels that the face detector looks at are decoded, at least: it resamples.
   */
  private static final double SPARE = 1.5;

  private final ImageDecoder decoder;
  private final FaceDetector faceDetector;
  private final double minFaceConfidence;
  private final boolean requireFace;
  private final FaceAligner aligner;
  private final int cropSize;
  private final Optional<Provenance> provenance;
  private final StageClock clock;

  /**
   * Makes an extractor, which owns nothing that it is given.
   *
   * @param minFaceConfidence faces of less are left out, 0 to 1
   * @param requireFace whether a picture without a face is an error
   * @param model says how faces are cut out for it
   * @param provenance what each result is to tell of how it was made
   */
  FaceExtractor(
      ImageDecoder decoder,
      FaceDetector faceDetector,
      double minFaceConfidence,
      boolean requireFace,
      EmotionModel model,
      Optional<Provenance> provenance,
      StageClock clock) {
    this.decoder = decoder;
    this.faceDetector = faceDetector;
    this.minFaceConfidence = minFaceConfidence;
    this.requireFace = requireFace;
    this.aligner = new FaceAligner(model.cropping());
    this.cropSize = model.cropSize();
    this.provenance = provenance;
    this.clock = clock;
  }

  /**
   * Finds and cuts out faces.
   *
   * @param source of the picture, for messages
   * @param content what was read of it
   * @return the faces; close them
   * @throws NoFaceException if there is none and one is required
   * @throws EmotionException if the picture can't be decoded, or the face detector fails
   */
  AlignedFaces extract(ImageSource source, ImageContent content) {
    int enough = (int) (SPARE * faceDetector.maxInputSide());
    try (DecodedImage decoded = clock.time(Stage.DECODE, () -> decoder.decode(content, enough))) {
      return extract(source, decoded);
    }
  }

  private AlignedFaces extract(ImageSource source, DecodedImage decoded) {
    List<DetectedFace> found = clock.time(Stage.DETECT, () -> detect(source, decoded.image()));
    if (found.isEmpty()) {
      if (requireFace) {
        throw new NoFaceException(
            "No face was found in " + source.describe() + ", and one is required");
      }
      return new AlignedFaces(List.of(), List.of(), List.of(), provenance);
    }
    if (!decoded.isReduced()) {
      return cutOut(source, decoded.image(), found, found);
    }
    PictureScale scale = PictureScale.of(decoded);
    List<DetectedFace> faces = found.stream().map(scale::toWhole).toList();
    return found.stream().allMatch(this::hasEnoughPixels)
        ? cutOut(source, decoded.image(), found, faces)
        : cutOut(source, clock.time(Stage.DECODE, decoded::whole), faces, faces);
  }

  private boolean hasEnoughPixels(DetectedFace face) {
    return aligner.side(face.region()) >= cropSize;
  }

  /**
   * Cuts out faces by where they are in the picture at hand, and tells where they are in its file.
   */
  private AlignedFaces cutOut(
      ImageSource source,
      BufferedImage image,
      List<DetectedFace> inImage,
      List<DetectedFace> inFile) {
    Mat picture = OpenCv.toBgr(image);
    List<Mat> crops = new ArrayList<>();
    List<FaceView> views = new ArrayList<>();
    try {
      for (DetectedFace face : inImage) {
        Mat crop = aligner.align(picture, face.region(), cropSize);
        crops.add(crop);
        views.add(FaceView.of(face.region(), crop, aligner.side(face.region())));
      }
      return new AlignedFaces(inFile, crops, views, provenance);
    } catch (RuntimeException e) {
      crops.forEach(Mat::release);
      throw new EmotionException(
          "The faces in " + source.describe() + " can't be cut out: " + e, e);
    } finally {
      picture.release();
    }
  }

  /** Looks for faces in a small picture and takes it whole for one, to try all that is needed. */
  AlignedFaces whole(ImageSource source, BufferedImage image) {
    List<DetectedFace> found = detect(source, image);
    return new AlignedFaces(found, List.of(OpenCv.toBgr(image)), List.of(), provenance);
  }

  private List<DetectedFace> detect(ImageSource source, BufferedImage image) {
    try {
      return faceDetector.detect(image).stream()
          .filter(face -> face.confidence() >= minFaceConfidence)
          .toList();
    } catch (EmotionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EmotionException(
          "The face detector " + faceDetector.name() + " failed on " + source.describe() + ": " + e,
          e);
    }
  }

  /** A picture's content, or why there is none. */
  record Read(
      ImageSource image, Optional<ImageContent> content, Optional<EmotionException> failure) {}

  /** Reads the bytes of a picture. */
  Read read(ImageSource image) {
    try {
      return new Read(
          image, Optional.of(clock.time(Stage.READ, () -> decoder.read(image))), Optional.empty());
    } catch (RuntimeException e) {
      return new Read(image, Optional.empty(), Optional.of(Attempt.failed(image, e)));
    }
  }

  /** Finds and cuts out the faces of a picture that was read. */
  Attempt attempt(Read read) {
    try {
      return new Attempt(
          read.image(),
          read.content().map(content -> extract(read.image(), content)),
          read.failure());
    } catch (RuntimeException e) {
      return new Attempt(
          read.image(), Optional.empty(), Optional.of(Attempt.failed(read.image(), e)));
    }
  }

  /** What all results of a detector were made by. */
  static Provenance provenance(EmotionModel model, FaceDetector faces) {
    String version = DjlEmotionDetector.class.getPackage().getImplementationVersion();
    return new Provenance(
        version == null ? "built from source" : version,
        model.engine(),
        model.name(),
        model.sha256(),
        faces.name(),
        "cut out as " + model.cropping() + ", " + model.cropSize() + " pixels a side");
  }
}
