// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.align.FaceAligner;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * Pictures of one's own as a data set: of any size, in folders named by emotion, such as {@code
 * happy/anna.jpg} or {@code train/happy/anna.jpg} and {@code test/happy/ben.jpg}.
 *
 * <p>Of each picture the largest face is cut out as a detector would before it classifies it: eyes
 * level, square, grey, 48x48. So a model that is fitted to the result sees what it will see in use.
 */
public final class LabelledPictures {

  private final FaceDetector detector;
  private final boolean skipBad;
  private final ImageDecoder decoder = ImageDecoder.builder().build();
  private final FaceAligner aligner = new FaceAligner();
  private final List<LabelledFace> faces = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  private LabelledPictures(FaceDetector detector, boolean skipBad) {
    this.detector = detector;
    this.skipBad = skipBad;
  }

  /**
   * Cuts the faces out of a folder of pictures.
   *
   * @param folder the folder
   * @param detector finds the faces; not closed
   * @param skipBad whether pictures that can't be used are {@linkplain Fer2013#skipped() listed}
   *     instead of ending the loading
   * @return the faces, in the order of their paths
   * @throws DatasetException if the folder can't be read or holds no face at all, and, unless they
   *     are skipped, for a picture that can't be read, has no face, or is in no folder named by an
   *     emotion; the message names it
   */
  public static Fer2013 load(Path folder, FaceDetector detector, boolean skipBad) {
    OpenCv.load();
    LabelledPictures pictures = new LabelledPictures(detector, skipBad);
    for (String name : names(folder)) {
      pictures.add(folder, name);
    }
    if (pictures.faces.isEmpty()) {
      throw new DatasetException(
          folder
              + " holds no faces; expected pictures such as happy/anna.jpg, and "
              + pictures.skipped.size()
              + " files were skipped");
    }
    return Fer2013.of(Fer2013.nameOf(folder), pictures.faces, pictures.skipped);
  }

  private static List<String> names(Path folder) {
    try {
      return FaceReader.pictureNames(folder);
    } catch (IOException e) {
      throw new DatasetException("Can't read the folder of pictures " + folder + ": " + e, e);
    }
  }

  private void add(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      faces.add(
          new LabelledFace(
              name, FaceReader.splitOf(name), FaceReader.emotionOf(name), cutOut(file)));
    } catch (EmotionException | IllegalArgumentException e) {
      if (!skipBad) {
        throw new DatasetException(
            file + " can't be used: " + e.getMessage() + " (skipBad would count and skip it)", e);
      }
      skipped.add(file + ": " + e.getMessage());
    }
  }

  private byte[] cutOut(Path file) {
    BufferedImage image = decoder.decode(ImageSource.of(file));
    DetectedFace face =
        detector.detect(image).stream()
            .max(Comparator.comparingDouble(LabelledPictures::area))
            .orElseThrow(() -> new DatasetException("no face was found in it"));
    Mat picture = OpenCv.toBgr(image);
    Mat crop = new Mat();
    try {
      crop = aligner.align(picture, face.region(), LabelledFace.SIDE);
      Imgproc.cvtColor(crop, crop, Imgproc.COLOR_BGR2GRAY);
      byte[] pixels = new byte[LabelledFace.SIDE * LabelledFace.SIDE];
      crop.get(0, 0, pixels);
      return pixels;
    } finally {
      crop.release();
      picture.release();
    }
  }

  private static double area(DetectedFace face) {
    return (double) face.region().width() * face.region().height();
  }
}
