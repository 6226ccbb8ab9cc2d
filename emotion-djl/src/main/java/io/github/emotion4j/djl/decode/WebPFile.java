// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.opencv.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * A WebP file: its picture, or the first of an animation, at its place on the canvas. OpenCV
 * decodes it, by Google's library, off the heap. Colour profiles are not applied.
 */
final class WebPFile implements EncodedImage {
  private static final int LARGEST_REDUCTION = 64;
  private static final int ALPHA_FLAG = 0x10;
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int EXTENDED_HEADER = 10;
  private static final int BYTES_PER_PIXEL = 3;

  /** Four bytes a pixel, as many again that lossless pictures are unpacked into. */
  private static final int MOST_BYTES_PER_PIXEL = 8;

  private final Canvas canvas;
  private final Frame frame;
  private final Orientation orientation;

  /**
   * The picture as it is seen.
   *
   * @param width in pixels
   * @param height in pixels
   */
  record Canvas(int width, int height) {}

  /**
   * A part of the file that has pixels.
   *
   * @param x place of its left edge on the canvas
   * @param y place of its upper edge on the canvas
   * @param width in pixels
   * @param height in pixels
   * @param alpha the content of its chunk of transparency
   * @param lossless whether the pixels are coded without loss
   * @param pixels the content of its chunk of pixels
   */
  record Frame(
      int x,
      int y,
      int width,
      int height,
      Optional<ByteBuffer> alpha,
      boolean lossless,
      ByteBuffer pixels) {}

  WebPFile(Canvas canvas, Frame frame, Orientation orientation) {
    this.canvas = canvas;
    this.frame = frame;
    this.orientation = orientation;
  }

  static WebPFile inspect(ByteView view) throws RefusedImageException {
    return WebPChunks.read(view);
  }

  @Override
  public int width() {
    return canvas.width();
  }

  @Override
  public int height() {
    return canvas.height();
  }

  @Override
  public Orientation orientation() {
    return orientation;
  }

  @Override
  public int reduction(int least) {
    return EncodedImage.reduction(Math.max(width(), height()), least, LARGEST_REDUCTION);
  }

  @Override
  public long memory(int reduction) {
    long unpacked = (long) frame.width() * frame.height();
    long pixels = (long) width() * height() / ((long) reduction * reduction);
    boolean plain = frame.alpha().isEmpty() && !frame.lossless();
    return 2L * frame.pixels().capacity()
        + unpacked * (plain ? BYTES_PER_PIXEL : MOST_BYTES_PER_PIXEL)
        + pixels * 2 * BYTES_PER_PIXEL;
  }

  @Override
  public BufferedImage decode(int reduction) throws IOException {
    OpenCv.load();
    MatOfByte file = new MatOfByte(still());
    try {
      Mat picture = Imgcodecs.imdecode(file, Imgcodecs.IMREAD_UNCHANGED);
      try {
        if (picture.cols() != frame.width() || picture.rows() != frame.height()) {
          throw RefusedImageException.broken("its coded pixels are damaged or truncated");
        }
        return onCanvas(picture, reduction);
      } finally {
        picture.release();
      }
    } catch (CvException e) {
      throw RefusedImageException.broken("its coded pixels are damaged or truncated");
    } finally {
      file.release();
    }
  }

  private BufferedImage onCanvas(Mat picture, int reduction) {
    if (reduction == 1) {
      return Pixels.onWhite(picture, frame.x(), frame.y(), width(), height());
    }
    Mat smaller = new Mat();
    try {
      Size size = new Size(reduced(frame.width(), reduction), reduced(frame.height(), reduction));
      Imgproc.resize(picture, smaller, size, 0, 0, Imgproc.INTER_AREA);
      return Pixels.onWhite(
          smaller,
          frame.x() / reduction,
          frame.y() / reduction,
          reduced(width(), reduction),
          reduced(height(), reduction));
    } finally {
      smaller.release();
    }
  }

  private static int reduced(int side, int reduction) {
    return (side + reduction - 1) / reduction;
  }

  /** The frame as a file of its own. */
  private byte[] still() {
    int length = RIFF_HEADER + CHUNK_HEADER + frame.pixels().capacity() + 1;
    length +=
        frame
            .alpha()
            .map(alpha -> 2 * CHUNK_HEADER + EXTENDED_HEADER + alpha.capacity() + 1)
            .orElse(0);
    ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(latin1("RIFF")).putInt(0).put(latin1("WEBP"));
    frame.alpha().ifPresent(alpha -> writeAlpha(file, alpha));
    write(file, frame.lossless() ? "VP8L" : "VP8 ", frame.pixels());
    file.putInt(4, file.position() - CHUNK_HEADER);
    byte[] still = new byte[file.position()];
    file.rewind().get(still);
    return still;
  }

  private void writeAlpha(ByteBuffer file, ByteBuffer alpha) {
    int width = frame.width() - 1;
    int height = frame.height() - 1;
    ByteBuffer header = ByteBuffer.allocate(EXTENDED_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(ALPHA_FLAG);
    header.putShort((short) width).put((byte) (width >> 16));
    header.putShort((short) height).put((byte) (height >> 16));
    write(file, "VP8X", header.rewind());
    write(file, "ALPH", alpha);
  }

  private static void write(ByteBuffer file, String name, ByteBuffer content) {
    file.put(latin1(name)).putInt(content.capacity()).put(content.duplicate().rewind());
    if (content.capacity() % 2 == 1) {
      file.put((byte) 0);
    }
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
