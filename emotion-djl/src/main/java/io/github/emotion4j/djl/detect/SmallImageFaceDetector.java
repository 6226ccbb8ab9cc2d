package io.github.emotion4j.djl.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Takes a small picture for a face, and says how to find faces in a larger one. What a detector has
 * where no other is given.
 *
 * <p>Holds nothing and is safe to share between threads.
 */
public final class SmallImageFaceDetector implements FaceDetector {

  /** The longest shorter side, in pixels, of a picture that is taken for a face. */
  public static final int MAX_SIDE = 96;

  /** Makes a detector. */
  public SmallImageFaceDetector() {}

  /**
   * Takes the whole picture for a face.
   *
   * @param image an upright picture whose shorter side is at most {@value #MAX_SIDE} pixels
   * @return the whole picture, with confidence 1
   * @throws ModelException if the picture is larger; the message says how to give a face detector
   */
  @Override
  public List<DetectedFace> detect(BufferedImage image) {
    if (Math.min(image.getWidth(), image.getHeight()) > MAX_SIDE) {
      throw new ModelException(
          "A picture of "
              + image.getWidth()
              + "x"
              + image.getHeight()
              + " needs a face detector, and none is embedded yet: build the detector with"
              + " DjlEmotionDetector.builder().faceDetector(YuNetFaceDetector.load(Path)), or, if"
              + " the picture is a single face, .faceDetector(FaceDetector.wholeImage())");
    }
    return FaceDetector.wholeImage().detect(image);
  }

  @Override
  public String name() {
    return "whole image up to " + MAX_SIDE + " px";
  }
}
