// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.training.dataset.DatasetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.opencv.core.Mat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures without faces, in grey. They lie in native memory, up to 1.5 MB each, until they are
 * closed. Safe to share between threads, for nobody changes them.
 */
public final class Backgrounds implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Backgrounds.class);
  private static final int LONGEST_SIDE = 1400;

  /** Every so many-th picture is held out of training. */
  private static final int HOLD_OUT = 6;

  private final List<Mat> training;
  private final List<Mat> validation;

  private Backgrounds(List<Mat> training, List<Mat> validation) {
    this.training = training;
    this.validation = validation;
  }

  /**
   * Loads the pictures of a folder and its subfolders, without those in which the teacher finds a
   * face. Files that can't be decoded and pictures of less than 64 pixels are left out.
   *
   * @param folder a folder with JPEG, PNG or WebP files
   * @param teacher finds faces; the caller closes it
   * @return the pictures; the caller closes them
   * @throws DatasetException if the folder can't be read
   */
  public static Backgrounds load(Path folder, FaceDetector teacher) {
    List<Mat> training = new ArrayList<>();
    List<Mat> validation = new ArrayList<>();
    AtomicInteger withFaces = new AtomicInteger();
    new PictureFolder(folder)
        .forEach(
            image -> {
              if (teacher.detect(image).isEmpty()) {
                boolean heldOut = (training.size() + validation.size()) % HOLD_OUT == HOLD_OUT - 1;
                Mat grey = PictureFolder.grey(image, PictureFolder.scale(image, LONGEST_SIDE));
                (heldOut ? validation : training).add(grey);
              } else {
                withFaces.incrementAndGet();
              }
            });
    logger.info(
        "{}: {} backgrounds to train on, {} to validate, {} left out for their faces",
        folder,
        training.size(),
        validation.size(),
        withFaces.get());
    return new Backgrounds(training, validation);
  }

  /**
   * Makes a collection without pictures: scenes have textures only.
   *
   * @return an empty collection
   */
  public static Backgrounds none() {
    return new Backgrounds(List.of(), List.of());
  }

  /**
   * Counts the pictures.
   *
   * @return the number of pictures to train on and to validate
   */
  public int size() {
    return training.size() + validation.size();
  }

  /** The pictures to train on; not to be changed or released. */
  List<Mat> training() {
    return training;
  }

  /** The pictures held out of training; not to be changed or released. */
  List<Mat> validation() {
    return validation;
  }

  @Override
  public void close() {
    training.forEach(Mat::release);
    validation.forEach(Mat::release);
  }
}
