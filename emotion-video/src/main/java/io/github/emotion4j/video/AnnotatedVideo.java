// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.djl.draw.FaceAnnotator;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.internal.io.FileFailure;
import io.github.emotion4j.tracking.TrackedFace;
import io.github.emotion4j.tracking.TrackedFrame;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A video with boxes around the faces, their numbers and emotions: H.264 where FFmpeg can, else
 * MPEG-4, in the container that the file's name says ({@link #NAME_ENDINGS}). Without sound. It has
 * another name, {@code .NAME.part.mp4} beside it, until it is closed: a video of which the end is
 * missing can't be played. Not safe for use by several threads.
 */
public final class AnnotatedVideo implements AutoCloseable {

  /** How names of annotated videos may end, in either case. */
  public static final List<String> NAME_ENDINGS = List.of(".mp4", ".mkv", ".avi");

  private static final double BITS_A_PIXEL = 0.15;
  private static final int LEAST_BITS = 1_000_000;
  private static final int CHANNELS = 3;

  private final FaceAnnotator annotator = new FaceAnnotator();
  private final Path file;
  private final Path part;
  private final int width;
  private final int height;
  private final BufferedImage canvas;
  private @Nullable FFmpegFrameRecorder recorder;

  private AnnotatedVideo(Path file, VideoInfo video, double framesASecond) {
    this.file = file;
    String name = String.valueOf(file.getFileName());
    String ending =
        NAME_ENDINGS.stream()
            .filter(name.toLowerCase(Locale.ROOT)::endsWith)
            .findAny()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the name of an annotated video must end in one of "
                            + String.join(", ", NAME_ENDINGS)
                            + ", not "
                            + file));
    String stem = name.substring(0, name.length() - ending.length());
    part = file.resolveSibling("." + stem + ".part" + ending);
    FFmpeg.load();
    width = video.width();
    height = video.height();
    canvas = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      AtomicFile.createFolder(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new VideoException("Can't write the video " + file + ": " + FileFailure.describe(e), e);
    }
    try {
      recorder = start(avcodec.AV_CODEC_ID_H264, framesASecond);
    } catch (FrameRecorder.Exception withoutH264) {
      try {
        recorder = start(avcodec.AV_CODEC_ID_MPEG4, framesASecond);
      } catch (FrameRecorder.Exception e) {
        e.addSuppressed(withoutH264);
        deleteAfter(e);
        throw failure(e);
      }
    }
  }

  /**
   * Begins a video.
   *
   * @param file replaced where it is there; its folder is made where it is missing
   * @param video what the frames are of
   * @param framesASecond how many frames there will be for each second; positive
   * @return the video; close it
   * @throws IllegalArgumentException if the file's name ends otherwise
   * @throws VideoException if it can't be written
   * @throws io.github.emotion4j.MissingDependencyException if FFmpeg's natives are missing
   */
  public static AnnotatedVideo create(Path file, VideoInfo video, double framesASecond) {
    return new AnnotatedVideo(file, video, framesASecond);
  }

  private FFmpegFrameRecorder start(int codec, double framesASecond)
      throws FrameRecorder.Exception {
    // Both codecs halve the resolution of colours, so sides are even.
    FFmpegFrameRecorder started =
        new FFmpegFrameRecorder(
            part.toAbsolutePath().toString(), Math.max(2, width & ~1), Math.max(2, height & ~1));
    started.setVideoCodec(codec);
    started.setFrameRate(framesASecond);
    started.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    started.setVideoBitrate(
        (int)
            Math.min(
                Integer.MAX_VALUE,
                Math.max(LEAST_BITS, BITS_A_PIXEL * width * height * framesASecond)));
    try {
      started.start();
      return started;
    } catch (FrameRecorder.Exception e) {
      started.release(); // close() would write to what is not open, and take the JVM with it
      throw e;
    }
  }

  private void deleteAfter(FrameRecorder.Exception failure) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Adds a frame.
   *
   * @param image the frame, of the video's size; not changed
   * @param result what was seen in it
   * @throws VideoException if it can't be written
   * @throws IllegalStateException if this is closed
   */
  public void write(BufferedImage image, TrackedFrame result) {
    FFmpegFrameRecorder open = recorder;
    if (open == null) {
      throw new IllegalStateException("This AnnotatedVideo is closed");
    }
    List<EmotionResult> faces = result.faces().stream().map(TrackedFace::smoothed).toList();
    List<String> labels = result.faces().stream().map(AnnotatedVideo::label).toList();
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(annotator.annotate(image, faces, labels), 0, 0, null);
    graphics.dispose();
    byte[] pixels = ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
    try (Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, CHANNELS)) {
      ByteBuffer target = (ByteBuffer) frame.image[0];
      for (int y = 0; y < height; y++) {
        target.position(y * frame.imageStride);
        target.put(pixels, CHANNELS * y * width, CHANNELS * width);
      }
      target.position(0);
      open.setTimestamp(Math.max(open.getTimestamp(), result.timestamp().toNanos() / 1000));
      open.record(frame, avutil.AV_PIX_FMT_BGR24);
    } catch (FrameRecorder.Exception e) {
      throw failure(e);
    }
  }

  private static String label(TrackedFace face) {
    return String.format(
        Locale.ROOT,
        "%d %s %.0f%%",
        face.track(),
        face.emotion(),
        100 * face.smoothed().probability(face.emotion()));
  }

  private VideoException failure(FrameRecorder.Exception cause) {
    return new VideoException(
        "Can't write the video "
            + file
            + ": "
            + FFmpeg.reason(cause).orElse("FFmpeg can't begin it"),
        cause);
  }

  /**
   * Ends the video, so that players can read it, and gives it its name. Closing twice is harmless.
   *
   * @throws VideoException if it can't be written
   */
  @Override
  public void close() {
    FFmpegFrameRecorder open = recorder;
    recorder = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (FrameRecorder.Exception e) {
      deleteAfter(e);
      throw failure(e);
    } catch (IOException e) {
      throw new VideoException("Can't write the video " + file + ": " + FileFailure.describe(e), e);
    }
  }
}
