// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * A JPEG file, of which only the segments are kept that pixels and colours are made of.
 *
 * <p>A large picture of the common kind is decoded by OpenCV at a half, a quarter or an eighth of
 * its size, which takes a fifth of the time of a whole one or less: most of the cosine transform is
 * left out. Colour profiles are not applied then.
 */
final class JpegFile implements EncodedImage {

  /** The largest reduction of the JPEG library. */
  private static final int LARGEST_FACTOR = 8;

  /** What it fills with where there are no data. */
  private static final int MISSING = 128;

  /** Samples as read, in the profile's colours, in ours, and in bytes of blue, green and red. */
  private static final int MANAGED_BYTES_PER_PIXEL = 12;

  private static final int BYTES_PER_PIXEL = 4;

  private final JpegSegments segments;
  private final JpegFrame frame;
  private final boolean plain;
  private final boolean managed;
  private final Orientation orientation;

  private JpegFile(JpegSegments segments) {
    this.segments = segments;
    frame = segments.frame();
    plain = segments.isPlain();
    managed = segments.hasProfile() || frame.components() > 3;
    orientation = segments.orientation();
  }

  static JpegFile inspect(ByteView view) throws RefusedImageException {
    return new JpegFile(JpegSegments.of(view));
  }

  @Override
  public int width() {
    return frame.width();
  }

  @Override
  public int height() {
    return frame.height();
  }

  @Override
  public Orientation orientation() {
    return orientation;
  }

  /** The file without what has nothing to do with pixels. */
  byte[] bytes() {
    return segments.kept();
  }

  /** Whether OpenCV may reduce it: one scan, sequential, without restart markers. */
  boolean isPlain() {
    return plain;
  }

  @Override
  public int reduction(int least) {
    int longerSide = Math.max(width(), height());
    return plain
        ? EncodedImage.reduction(longerSide, least, LARGEST_FACTOR)
        : ImageIoReader.reduction(longerSide, least);
  }

  @Override
  public long memory(int reduction) {
    long pixels = (long) width() * height();
    long coefficients = frame.isProgressive() ? 2 * pixels * frame.components() : 0;
    long step = plain ? reduction : ImageIoReader.step(reduction);
    return 2L * segments.keptLength()
        + coefficients
        + pixels / (step * step) * (managed ? MANAGED_BYTES_PER_PIXEL : BYTES_PER_PIXEL + 2);
  }

  @Override
  public BufferedImage decode(int reduction) throws IOException {
    byte[] bytes = segments.kept();
    if (plain && reduction > 1) {
      Optional<BufferedImage> reduced = reduced(bytes, reduction);
      return reduced.isPresent()
          ? reduced.get()
          : ImageIoReader.JPEG.read(this, bytes, reduction, reduction);
    }
    return ImageIoReader.JPEG.read(this, bytes, reduction, ImageIoReader.step(reduction));
  }

  /** Empty if pixels may be missing, which the other reader has to tell. */
  private Optional<BufferedImage> reduced(byte[] bytes, int factor) {
    OpenCv.load();
    MatOfByte file = new MatOfByte(bytes);
    try {
      Mat picture = Imgcodecs.imdecode(file, flags(factor));
      try {
        return isComplete(picture) ? Optional.of(OpenCv.toImage(picture)) : Optional.empty();
      } finally {
        picture.release();
      }
    } catch (CvException e) { // the other reader says what is wrong
      return Optional.empty();
    } finally {
      file.release();
    }
  }

  private static int flags(int factor) {
    int reduced =
        switch (factor) {
          case 2 -> Imgcodecs.IMREAD_REDUCED_COLOR_2;
          case 4 -> Imgcodecs.IMREAD_REDUCED_COLOR_4;
          default -> Imgcodecs.IMREAD_REDUCED_COLOR_8;
        };
    return reduced | Imgcodecs.IMREAD_IGNORE_ORIENTATION;
  }

  /** The data of a sequential picture end too early only if those of the last pixel are missing. */
  private static boolean isComplete(Mat picture) {
    if (picture.empty()) {
      return false;
    }
    for (double value : picture.get(picture.rows() - 1, picture.cols() - 1)) {
      if (value != MISSING) {
        return true;
      }
    }
    return false;
  }
}
