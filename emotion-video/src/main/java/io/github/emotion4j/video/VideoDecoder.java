// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;

/** Decodes a video frame by frame. For one thread. */
final class VideoDecoder implements AutoCloseable {

  private static final int CHANNELS = 3;
  private static final double MOST_FRAMES_A_SECOND = 1000;
  private static final double USUAL_FRAMES_A_SECOND = 25;
  private static final long LONGEST_MICROS = Duration.ofDays(365).toNanos() / 1000;

  /** A video that ends this much before it says is broken. */
  private static final double MISSING_SECONDS = 0.5;

  private static final double MISSING_FRAMES = 5;

  private final VideoReader.Builder settings;
  private final VideoSource source;
  private final FFmpegFrameGrabber grabber;
  private final VideoInfo info;
  private final int quarterTurns;
  private final long from;
  private long start;
  private long last = -1;
  private long count;
  private long due;

  VideoDecoder(VideoReader.Builder settings) {
    FFmpeg.load();
    this.settings = settings;
    source = settings.source;
    grabber = new FFmpegFrameGrabber(source.address());
    from = settings.from.toNanos() / 1000;
    try {
      open();
      quarterTurns = Math.floorMod(Math.round(-grabber.getDisplayRotation() / 90), 4);
      info = describe();
      start = startMicros();
      if (from > 0 && !source.isLive()) {
        grabber.setTimestamp(start + from);
      }
    } catch (FrameGrabber.Exception e) {
      close();
      throw new VideoException(
          "The video " + source.describe() + " can't be opened: " + whyNotOpen(e), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open() throws FrameGrabber.Exception {
    if (!source.format().isEmpty()) {
      grabber.setFormat(source.format());
    }
    if (source.isLive()) {
      String micros = Long.toString(settings.timeout.toNanos() / 1000);
      grabber.setOption("rw_timeout", micros);
      grabber.setOption("timeout", micros);
      if (source.address().startsWith("rtsp")) {
        grabber.setOption("rtsp_transport", "tcp"); // else a lost packet spoils the picture
      }
    }
    grabber.setVideoOption("max_pixels", Long.toString(settings.maxPixels));
    grabber.start();
    if (!grabber.hasVideo() || grabber.getImageWidth() < 1 || grabber.getImageHeight() < 1) {
      throw new VideoException(source.describe() + " has no video stream that can be decoded");
    }
    long pixels = (long) grabber.getImageWidth() * grabber.getImageHeight();
    if (pixels > settings.maxPixels) {
      throw new VideoException(
          "The video "
              + source.describe()
              + " has frames of "
              + grabber.getImageWidth()
              + "x"
              + grabber.getImageHeight()
              + ", more than maxPixels, "
              + settings.maxPixels);
    }
  }

  private String whyNotOpen(FrameGrabber.Exception failure) {
    if (source.file().isPresent()) {
      Path file = source.file().get();
      if (Files.notExists(file)) {
        return "there is no such file";
      }
      if (Files.isDirectory(file)) {
        return "it is a folder";
      }
    }
    if (String.valueOf(failure.getMessage()).startsWith("avcodec_open2")) {
      return "its pictures can't be decoded, or have more pixels than maxPixels, "
          + settings.maxPixels;
    }
    return FFmpeg.reason(failure).orElse("it is missing, broken, or nothing that FFmpeg can read");
  }

  private VideoInfo describe() {
    double rate = grabber.getVideoFrameRate();
    boolean known = rate > 0 && rate <= MOST_FRAMES_A_SECOND;
    boolean turned = quarterTurns % 2 == 1;
    return new VideoInfo(
        turned ? grabber.getImageHeight() : grabber.getImageWidth(),
        turned ? grabber.getImageWidth() : grabber.getImageHeight(),
        known ? rate : USUAL_FRAMES_A_SECOND,
        duration());
  }

  /** Returns how long the stream of pictures is, or all streams where it does not say. */
  private Optional<Duration> duration() {
    AVFormatContext format = grabber.getFormatContext();
    AVStream stream = format.streams(grabber.getVideoStream());
    if (stream.duration() > 0) {
      return Optional.of(
              Duration.ofNanos(
                  Math.round(1e9 * stream.duration() * avutil.av_q2d(stream.time_base()))))
          .filter(duration -> duration.toNanos() / 1000 < LONGEST_MICROS);
    }
    return Optional.of(format.duration())
        .filter(micros -> !source.isLive() && micros > 0 && micros < LONGEST_MICROS)
        .map(micros -> Duration.ofNanos(1000 * micros));
  }

  private long startMicros() {
    long micros = grabber.getFormatContext().start_time();
    return micros == avutil.AV_NOPTS_VALUE || Math.abs(micros) > LONGEST_MICROS ? 0 : micros;
  }

  VideoInfo info() {
    return info;
  }

  /** Returns the next frame that is wanted, or empty at the end. */
  Optional<VideoFrame> next() {
    try {
      while (true) {
        boolean chosen = count % settings.every == 0;
        Frame frame = grabber.grabFrame(false, true, chosen, false);
        if (frame == null) {
          checkEnd();
          return Optional.empty();
        }
        if (source.isLive() && last < 0) {
          start = grabber.getTimestamp(); // streams begin at any time
        }
        long micros = timestamp(grabber.getTimestamp() - start);
        last = micros;
        if (micros < from) {
          continue;
        }
        count++;
        if (settings.to.isPresent() && micros >= settings.to.get().toNanos() / 1000) {
          return Optional.empty();
        }
        if (chosen && micros >= due) {
          due = settings.framesASecond > 0 ? nextDue(micros) : 0;
          return Optional.of(new VideoFrame(upright(frame), Duration.ofNanos(1000 * micros)));
        }
      }
    } catch (FrameGrabber.Exception e) {
      throw new VideoException(
          "The video " + source.describe() + " can't be read on after " + seconds(last), e);
    }
  }

  /** When the next frame is due: on a grid of the wanted rate, so that the mean is right. */
  private long nextDue(long micros) {
    double step = 1e6 / settings.framesASecond;
    return Math.round((Math.floor(micros / step + 1e-6) + 1) * step) - 1;
  }

  /** Mends timestamps that are missing, go back or stand still. */
  private long timestamp(long micros) {
    boolean plausible = micros > last && micros >= 0 && micros < LONGEST_MICROS;
    if (plausible) {
      return micros;
    }
    return last < 0 ? 0 : last + Math.round(1e6 / info.framesASecond());
  }

  private void checkEnd() {
    if (source.isLive()) {
      throw new VideoException(
          source.describe()
              + " gives no more frames, after "
              + seconds(last)
              + ": it was unplugged"
              + " or the stream ended");
    }
    if (count == 0 && from > 0) {
      throw new VideoException(
          "The video "
              + source.describe()
              + " has no frame from "
              + seconds(from)
              + " on"
              + info.duration().map(it -> "; it takes " + seconds(it.toNanos() / 1000)).orElse(""));
    }
    if (last < 0) {
      throw new VideoException("The video " + source.describe() + " has no frame that can be read");
    }
    double missing = info.duration().map(it -> it.toNanos() / 1e9 - last / 1e6).orElse(0.0);
    if (missing > MISSING_SECONDS && missing > MISSING_FRAMES / info.framesASecond()) {
      throw new VideoException(
          "The video "
              + source.describe()
              + " is cut off or broken: it can be read up to "
              + seconds(last)
              + " of "
              + seconds(info.duration().orElse(Duration.ZERO).toNanos() / 1000));
    }
  }

  private static String seconds(long micros) {
    return Math.round(Math.max(0, micros) / 1e4) / 100.0 + " s";
  }

  /** Copies a frame into a picture, turned as the file says. */
  private BufferedImage upright(Frame frame) {
    int width = frame.imageWidth;
    int height = frame.imageHeight;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    ByteBuffer pixels = ((ByteBuffer) frame.image[0]).duplicate();
    for (int y = 0; y < height; y++) {
      pixels.position(y * frame.imageStride);
      pixels.get(bgr, CHANNELS * y * width, CHANNELS * width);
    }
    return quarterTurns == 0 ? image : turned(image, bgr);
  }

  private BufferedImage turned(BufferedImage image, byte[] from) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage turned =
        new BufferedImage(info.width(), info.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] to = ((DataBufferByte) turned.getRaster().getDataBuffer()).getData();
    int at = 0;
    for (int y = 0; y < info.height(); y++) {
      for (int x = 0; x < info.width(); x++) {
        int column = quarterTurns == 1 ? y : quarterTurns == 2 ? width - 1 - x : width - 1 - y;
        int row = quarterTurns == 1 ? height - 1 - x : quarterTurns == 2 ? height - 1 - y : x;
        int pixel = CHANNELS * (row * width + column);
        to[at++] = from[pixel];
        to[at++] = from[pixel + 1];
        to[at++] = from[pixel + 2];
      }
    }
    return turned;
  }

  @Override
  public void close() {
    try {
      grabber.close();
    } catch (FrameGrabber.Exception e) {
      throw new VideoException("The video " + source.describe() + " can't be closed", e);
    }
  }
}
