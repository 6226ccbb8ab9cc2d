// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.IntToDoubleFunction;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** Videos that the tests make. */
final class Clips {

  static final int WIDTH = 320;
  static final int HEIGHT = 180;

  private static final String SAMPLES = "../emotion-cli/src/main/resources/samples";

  private Clips() {}

  /** Four quarters: red, green, blue, white, and a bar whose place tells the time. */
  static BufferedImage quarters(double seconds) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
    for (int i = 0; i < 4; i++) {
      graphics.setColor(colours[i]);
      graphics.fillRect(i % 2 * WIDTH / 2, i / 2 * HEIGHT / 2, WIDTH / 2, HEIGHT / 2);
    }
    graphics.setColor(Color.BLACK);
    graphics.fillRect((int) (40 * seconds) % WIDTH, HEIGHT / 2 - 5, 10, 10);
    graphics.dispose();
    return image;
  }

  /** Writes a clip of 25 frames a second. */
  static Path write(Path file, int frames, DoubleFunction<BufferedImage> picture) {
    return write(file, frames, i -> i / 25.0, picture);
  }

  /** Writes a clip whose frames have times of their own, in whole milliseconds. */
  static Path write(
      Path file, int frames, IntToDoubleFunction seconds, DoubleFunction<BufferedImage> picture) {
    FFmpeg.load();
    BufferedImage first = picture.apply(seconds.applyAsDouble(0));
    try (FFmpegFrameRecorder recorder =
        new FFmpegFrameRecorder(file.toString(), first.getWidth(), first.getHeight())) {
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
      recorder.setVideoBitrate(4_000_000);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(1000);
      recorder.setOption("movflags", "+faststart");
      recorder.start();
      for (int i = 0; i < frames; i++) {
        double at = seconds.applyAsDouble(i);
        recorder.setTimestamp(Math.round(1e6 * at));
        try (Frame frame = frame(picture.apply(at))) {
          recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
        }
      }
      recorder.stop();
      return file;
    } catch (FrameRecorder.Exception e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Frame frame(BufferedImage image) {
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    Frame frame = new Frame(image.getWidth(), image.getHeight(), Frame.DEPTH_UBYTE, 3);
    ByteBuffer target = (ByteBuffer) frame.image[0];
    int row = 3 * image.getWidth();
    for (int y = 0; y < image.getHeight(); y++) {
      target.position(y * frame.imageStride);
      target.put(pixels, y * row, row);
    }
    target.position(0);
    return frame;
  }

  /** Writes a second of sound, and nothing to be seen. */
  static Path writeSound(Path file) {
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toString(), 1)) {
      recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
      recorder.setSampleRate(16_000);
      recorder.start();
      short[] silence = new short[16_000];
      recorder.recordSamples(16_000, 1, ShortBuffer.wrap(silence));
      recorder.stop();
      return file;
    } catch (FrameRecorder.Exception e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sample picture of this project: a mean face, which is nobody's. */
  static BufferedImage sample(String emotion) {
    File file = new File(SAMPLES, emotion + ".png");
    try {
      return ImageIO.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file.getAbsolutePath(), e);
    }
  }

  /** A background of soft stripes with the noise of a camera. */
  static BufferedImage background(int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int shade = (int) (110 + 40 * Math.sin(x / 37.0) + 25 * Math.sin(y / 23.0 + x / 90.0));
        for (int i = 0; i < 3; i++) {
          pixels[3 * (y * width + x) + i] = (byte) (shade + 10 * i + random.nextInt(9) - 4);
        }
      }
    }
    return image;
  }

  /** Draws a face with its middle at a place, tinted, as an oval. */
  static void draw(
      BufferedImage image, BufferedImage face, Color tint, double x, double y, int side) {
    BufferedImage part = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = part.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setClip(new Ellipse2D.Double(0.04 * side, 0, 0.92 * side, side));
    graphics.drawImage(face, 0, 0, side, side, null);
    graphics.setColor(tint);
    graphics.fillRect(0, 0, side, side);
    graphics.dispose();
    Graphics2D whole = image.createGraphics();
    whole.drawImage(part, (int) Math.round(x - side / 2.0), (int) Math.round(y - side / 2.0), null);
    whole.dispose();
  }
}
