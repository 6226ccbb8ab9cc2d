// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.training.dataset.DatasetException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Mat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Photographs of people in grey, and where a teacher finds faces in them. They lie in native
 * memory, up to 1.7 MB each, until they are closed. Safe to share between threads, for nobody
 * changes them.
 */
public final class FacePhotographs implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(FacePhotographs.class);
  private static final int LONGEST_SIDE = 1280;

  /** What the teacher is less sure of counts neither way. */
  private static final double LEAST_CONFIDENCE = 0.7;

  /** Every so many-th photograph is held out of training. */
  private static final int HOLD_OUT = 6;

  private final List<Photograph> training;
  private final List<Photograph> validation;

  private FacePhotographs(List<Photograph> training, List<Photograph> validation) {
    this.training = training;
    this.validation = validation;
  }

  /**
   * A photograph and what is in it, in its pixels.
   *
   * @param grey the picture; not to be changed or released
   * @param faces what surely is a face
   * @param uncertain what may be one
   */
  record Photograph(Mat grey, List<SceneFace> faces, List<SceneFace> uncertain) {}

  /**
   * Loads those photographs of a folder and its subfolders in which the teacher finds a face. Files
   * that can't be decoded and pictures of less than 64 pixels are left out.
   *
   * @param folder a folder with JPEG, PNG or WebP files
   * @param teacher finds faces and their eyes; the caller closes it
   * @return the photographs; the caller closes them
   * @throws DatasetException if the folder can't be read
   */
  public static FacePhotographs load(Path folder, FaceDetector teacher) {
    List<Photograph> training = new ArrayList<>();
    List<Photograph> validation = new ArrayList<>();
    new PictureFolder(folder)
        .forEach(
            image ->
                photograph(image, teacher)
                    .ifPresent(
                        photograph -> {
                          int index = training.size() + validation.size();
                          boolean heldOut = index % HOLD_OUT == HOLD_OUT - 1;
                          (heldOut ? validation : training).add(photograph);
                        }));
    logger.info(
        "{}: {} photographs with {} faces to train on, {} with {} to validate",
        folder,
        training.size(),
        faces(training),
        validation.size(),
        faces(validation));
    return new FacePhotographs(training, validation);
  }

  /**
   * Makes an empty collection: only composed scenes are learned from.
   *
   * @return a collection without photographs
   */
  public static FacePhotographs none() {
    return new FacePhotographs(List.of(), List.of());
  }

  private static Optional<Photograph> photograph(BufferedImage image, FaceDetector teacher) {
    double scale = PictureFolder.scale(image, LONGEST_SIDE);
    List<SceneFace> faces = new ArrayList<>();
    List<SceneFace> uncertain = new ArrayList<>();
    for (DetectedFace found : teacher.detect(image)) {
      FaceRegion region = found.region();
      Optional<Eyes> eyes = region.eyes();
      boolean isSure = found.confidence() >= LEAST_CONFIDENCE && eyes.isPresent();
      (isSure ? faces : uncertain).add(face(region, eyes, scale));
    }
    return faces.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Photograph(
                PictureFolder.grey(image, scale), List.copyOf(faces), List.copyOf(uncertain)));
  }

  private static SceneFace face(FaceRegion region, Optional<Eyes> eyes, double scale) {
    double middleX = region.x() + region.width() / 2.0;
    double middleY = region.y() + region.height() / 2.0;
    return new SceneFace(
        scale * region.x(),
        scale * region.y(),
        scale * region.width(),
        scale * region.height(),
        scale * eyes.map(pair -> pair.right().x()).orElse(middleX),
        scale * eyes.map(pair -> pair.right().y()).orElse(middleY),
        scale * eyes.map(pair -> pair.left().x()).orElse(middleX),
        scale * eyes.map(pair -> pair.left().y()).orElse(middleY));
  }

  private static int faces(List<Photograph> photographs) {
    return photographs.stream().mapToInt(photograph -> photograph.faces().size()).sum();
  }

  /**
   * Counts the photographs.
   *
   * @return the number of photographs to train on and to validate
   */
  public int size() {
    return training.size() + validation.size();
  }

  /** The photographs to train on. */
  List<Photograph> training() {
    return training;
  }

  /** The photographs held out of training. */
  List<Photograph> validation() {
    return validation;
  }

  @Override
  public void close() {
    training.forEach(photograph -> photograph.grey().release());
    validation.forEach(photograph -> photograph.grey().release());
  }
}
