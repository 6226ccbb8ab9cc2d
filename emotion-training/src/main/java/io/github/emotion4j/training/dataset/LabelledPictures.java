// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.internal.align.FaceAligner;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * Pictures of one's own as a data set: of any size, in folders named by emotion, such as {@code
 * happy/anna.jpg} or {@code train/happy/anna.jpg} and {@code test/happy/ben.jpg}, or a zip of them.
 * Other names for the emotions are known, such as {@code anger} and {@code happiness}; folders such
 * as {@code contempt} are left out, and listed. Where no folder says a split, all faces are of
 * {@link Split#TRAINING}.
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
   * @param path the folder, or a zip
   * @param detector finds the faces; not closed
   * @param skipBad whether pictures that can't be used are {@linkplain Fer2013#skipped() listed}
   *     instead of ending the loading
   * @return the faces, in the order of their paths
   * @throws DatasetException if the folder can't be read or holds no face at all, and, unless they
   *     are skipped, for a picture that can't be read, has no face, or is in no folder named by an
   *     emotion; the message names it
   */
  public static Fer2013 load(Path path, FaceDetector detector, boolean skipBad) {
    return load(path, detector, skipBad, name -> true);
  }

  /**
   * Cuts the faces out of some pictures of a folder.
   *
   * @param path the folder, or a zip
   * @param detector finds the faces; not closed
   * @param skipBad whether pictures that can't be used are {@linkplain Fer2013#skipped() listed}
   *     instead of ending the loading
   * @param chosen tells by the path of a picture in the folder whether to take it, such as a {@link
   *     PersonFold}
   * @return the faces, in the order of their paths
   * @throws DatasetException if the folder can't be read or holds no face at all, and, unless they
   *     are skipped, for a picture that can't be used; the message names it
   */
  public static Fer2013 load(
      Path path, FaceDetector detector, boolean skipBad, Predicate<String> chosen) {
    OpenCv.load();
    LabelledPictures pictures = new LabelledPictures(detector, skipBad);
    try (PictureFiles files = PictureFiles.open(path, PictureFiles.ALL)) {
      files.names().stream().filter(chosen).forEach(name -> pictures.add(files, name));
    } catch (IOException e) {
      throw new DatasetException("Can't read the pictures in " + path + ": " + e, e);
    }
    if (pictures.faces.isEmpty()) {
      throw new DatasetException(
          path
              + " holds no faces; expected pictures such as happy/anna.jpg, and "
              + pictures.skipped.size()
              + " files were skipped");
    }
    return Fer2013.of(Fer2013.nameOf(path), pictures.faces, pictures.skipped);
  }

  /**
   * Tells whether pictures are faces cut out already, as FER2013's are: the first of them has 48x48
   * pixels.
   *
   * @param path a folder, or a zip
   * @return whether {@link Fer2013#load(Path)} is to read them
   * @throws DatasetException if there is no picture, or it can't be read
   */
  public static boolean areCrops(Path path) {
    try (PictureFiles files = PictureFiles.open(path, PictureFiles.ALL)) {
      if (files.names().isEmpty()) {
        throw new DatasetException(path + " holds no pictures such as happy/anna.jpg");
      }
      byte[] first = files.read(files.names().get(0));
      BufferedImage image = ImageDecoder.builder().build().decode(ImageSource.of(first));
      return image.getWidth() == LabelledFace.SIDE && image.getHeight() == LabelledFace.SIDE;
    } catch (IOException e) {
      throw new DatasetException("Can't read the pictures in " + path + ": " + e, e);
    }
  }

  private void add(PictureFiles files, String name) {
    try {
      Optional<Emotion> emotion = FaceReader.emotionOf(name);
      if (emotion.isPresent()) {
        byte[] pixels = cutOut(files.read(name));
        // Folders above the emotion may be anything; only some names say a split.
        Split split = FaceReader.findSplit(name).orElse(Split.TRAINING);
        faces.add(new LabelledFace(name, split, emotion.get(), pixels));
      } else {
        skipped.add(files.place(name) + ": " + FaceReader.NONE_OF_SEVEN);
      }
    } catch (IOException | EmotionException | IllegalArgumentException e) {
      if (!skipBad) {
        throw new DatasetException(
            files.place(name)
                + " can't be used: "
                + e.getMessage()
                + " (skipBad would count and skip it)",
            e);
      }
      skipped.add(files.place(name) + ": " + e.getMessage());
    }
  }

  private byte[] cutOut(byte[] file) {
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
