// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.classify.OnnxPreset;
import java.awt.geom.AffineTransform;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;

/**
 * Cuts faces out of pictures as those of FER2013 were cut: a square from forehead to chin, the face
 * in the middle. A network that was trained on FER2013 reads only such crops well.
 *
 * <p>Where eyes are known the crop is turned until they are level. Its side follows from the box
 * alone, since the distance between the eyes shrinks when a face turns away; but never is it so
 * small that the eyes would be further apart than in any face (a box is cut off where the picture
 * ends, the eyes' distance is not). Its centre is the mean of two estimates, one from the eyes and
 * one from the box, since each fails where the other holds: in a profile the eyes lie at the edge
 * of the face, and a box is cut off by the picture's edge and grows downward with an open mouth. On
 * FER2013 itself the mean is as near to the true centre as the box (0.035 of the side across and
 * 0.039 down, against 0.035 and 0.039) and nearer than the eyes (0.048 and 0.046).
 *
 * <p>Where the crop leaves the picture, the outermost pixels are repeated. Large faces are reduced
 * by averaging areas, so that no fine pattern turns into a false one; small ones are enlarged with
 * bicubic interpolation.
 *
 * <p>A region that is the whole picture is taken to be cropped already, and is only brought to
 * size. If it is not a square, it becomes one by repeating its outermost pixels on both sides: a
 * face keeps its proportions, on which its expression depends, and nothing of it is cut off.
 *
 * <p>The proportions were measured on 3,715 faces of FER2013's training split with {@code
 * io.github.emotion4j.lab.MeasureFer2013Crop fer2013.zip yunet_n_640_640.onnx 4000} (285 more were
 * not found). Medians and quartiles, as fractions of the crop's side:
 *
 * <table>
 * <caption>How FER2013's faces lie in their crops</caption>
 * <tr><th>measure</th><th>25 %</th><th>median</th><th>75 %</th></tr>
 * <tr><td>centre of YuNet's box, x</td><td>0.474</td><td>0.503</td><td>0.529</td></tr>
 * <tr><td>centre of YuNet's box, y</td><td>0.482</td><td>0.513</td><td>0.544</td></tr>
 * <tr><td>width of the box</td><td>0.729</td><td>0.802</td><td>0.891</td></tr>
 * <tr><td>height of the box</td><td>0.938</td><td>1.036</td><td>1.146</td></tr>
 * <tr><td>1 / sqrt(width × height)</td><td>0.994</td><td>1.095</td><td>1.205</td></tr>
 * <tr><td>between the eyes, x</td><td>0.468</td><td>0.497</td><td>0.523</td></tr>
 * <tr><td>between the eyes, y</td><td>0.350</td><td>0.387</td><td>0.409</td></tr>
 * <tr><td>distance of the eyes</td><td>0.333</td><td>0.376</td><td>0.415</td></tr>
 * <tr><td>roll in degrees</td><td>-5.4</td><td>-0.3</td><td>4.0</td></tr>
 * </table>
 *
 * <p>Of 150 other faces of FER2013, laid into larger pictures, 142 are found, and their crops
 * differ from the original ones by 0.036 of the side across, 0.035 down and 12 % in size (mean
 * absolute deviations); on average they are shifted by 0.002 and -0.006 and 4 % smaller.
 *
 * <p>An aligner has no state and is safe to share between threads.
 *
 * @see <a href="https://arxiv.org/abs/1307.0414">Goodfellow et al., 2013, Challenges in
 *     Representation Learning (FER2013)</a>
 */
public final class FaceAligner {

  /** Side of the crop, in units of the square root of the box's area. */
  static final double SIDE_PER_BOX = 1.10;

  /** Where the centre of the box comes to lie, as a fraction of the side from the top. */
  static final double BOX_CENTRE = 0.51;

  /** Where the point between the eyes comes to lie, as a fraction of the side from the top. */
  static final double EYE_LINE = 0.39;

  /** Beyond 99 % of the frontal faces of FER2013, as a fraction of the side. */
  static final double MOST_EYE_DISTANCE = 0.42;

  /** As a fraction of the side; nearer to each other, eyes say nothing about roll. */
  static final double LEAST_EYE_DISTANCE = 0.1;

  private final OnnxPreset.Cropping cropping;

  /** Makes an aligner for networks that learned from FER2013. */
  public FaceAligner() {
    this(OnnxPreset.Cropping.FER2013);
  }

  /**
   * Makes an aligner for any network.
   *
   * @param cropping how its faces are cut out
   */
  public FaceAligner(OnnxPreset.Cropping cropping) {
    this.cropping = cropping;
  }

  /**
   * Cuts out one face.
   *
   * @param bgr the picture, {@code CV_8UC3} in the order blue, green, red, as {@link
   *     io.github.emotion4j.djl.internal.opencv.OpenCv#toBgr} gives it; not changed and not
   *     released
   * @param region where the face is, in pixels of this picture
   * @param size side of the result in pixels, at least 1; 48 for FER2013
   * @return a new matrix of size x size pixels, {@code CV_8UC3} in the same order; the caller
   *     releases it
   * @throws IllegalArgumentException if the picture is empty or of another type, or the size is
   *     less than 1
   */
  public Mat align(Mat bgr, FaceRegion region, int size) {
    if (bgr.empty() || bgr.type() != CvType.CV_8UC3) {
      throw new IllegalArgumentException("A picture must be of type CV_8UC3, not " + bgr);
    }
    if (size < 1) {
      throw new IllegalArgumentException("The size must be at least 1, not " + size);
    }
    if (cropping == OnnxPreset.Cropping.BOX) {
      return FaceCrop.box(bgr, region, size);
    }
    if (cropping == OnnxPreset.Cropping.FIVE_POINTS && region.landmarks().isPresent()) {
      return FivePoints.align(bgr, region.landmarks().get(), size);
    }
    FaceCrop crop =
        isWhole(region, bgr.size()) ? FaceCrop.whole(bgr.size()) : FaceCrop.around(region);
    return crop.from(bgr, size);
  }

  /**
   * Tells how much of a picture is cut out for a face.
   *
   * @param region where the face is
   * @return side of the square in pixels of the picture; {@link #align} enlarges what is smaller
   *     than the size it is given
   */
  public double side(FaceRegion region) {
    if (cropping == OnnxPreset.Cropping.BOX) {
      return Math.min(region.width(), region.height());
    }
    return FaceCrop.around(region).side();
  }

  /**
   * Tells where in a picture a crop is from.
   *
   * @param region where the face is
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @return what brings the unit square, which is the crop, into the picture
   */
  public AffineTransform place(FaceRegion region, int width, int height) {
    if (cropping == OnnxPreset.Cropping.BOX) {
      return new AffineTransform(region.width(), 0, 0, region.height(), region.x(), region.y());
    }
    if (cropping == OnnxPreset.Cropping.FIVE_POINTS && region.landmarks().isPresent()) {
      return FivePoints.place(region.landmarks().get());
    }
    Size picture = new Size(width, height);
    FaceCrop crop = isWhole(region, picture) ? FaceCrop.whole(picture) : FaceCrop.around(region);
    return crop.place();
  }

  private static boolean isWhole(FaceRegion region, Size picture) {
    return region.x() == 0
        && region.y() == 0
        && region.width() == picture.width
        && region.height() == picture.height;
  }
}
