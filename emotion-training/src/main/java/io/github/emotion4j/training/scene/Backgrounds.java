package io.github.emotion4j.training.scene;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.dataset.DatasetException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures without faces, in grey. They lie in native memory, up to 1.5 MB each, until they are
 * closed. Safe to share between threads, for nobody changes them.
 */
public final class Backgrounds implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Backgrounds.class);
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".webp");
  private static final int LONGEST_SIDE = 1400;
  private static final int SHORTEST_SIDE = 64;

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
    ImageDecoder decoder = ImageDecoder.builder().build();
    List<Mat> training = new ArrayList<>();
    List<Mat> validation = new ArrayList<>();
    int withFaces = 0;
    int used = 0;
    for (Path file : files(folder)) {
      try {
        BufferedImage image = decoder.decode(ImageSource.of(file));
        if (Math.min(image.getWidth(), image.getHeight()) < SHORTEST_SIDE) {
          continue;
        }
        if (!teacher.detect(image).isEmpty()) {
          withFaces++;
          continue;
        }
        (used++ % HOLD_OUT == HOLD_OUT - 1 ? validation : training).add(grey(image));
      } catch (EmotionException e) {
        logger.debug("{} is left out: {}", file, e.getMessage());
      }
    }
    logger.info(
        "{}: {} backgrounds to train on, {} to validate, {} left out for their faces",
        folder,
        training.size(),
        validation.size(),
        withFaces);
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

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                String name = file.toString().toLowerCase(Locale.ROOT);
                return ENDINGS.stream().anyMatch(name::endsWith);
              })
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DatasetException("The folder of backgrounds can't be read: " + folder, e);
    }
  }

  private static Mat grey(BufferedImage image) {
    Mat bgr = OpenCv.toBgr(image);
    Mat small = new Mat();
    try {
      double scale =
          Math.min(1, (double) LONGEST_SIDE / Math.max(image.getWidth(), image.getHeight()));
      Imgproc.resize(bgr, small, new Size(), scale, scale, Imgproc.INTER_AREA);
      Mat grey = new Mat();
      Imgproc.cvtColor(small, grey, Imgproc.COLOR_BGR2GRAY);
      return grey;
    } finally {
      bgr.release();
      small.release();
    }
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
