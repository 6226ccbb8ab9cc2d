// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.emotion4j.MissingDependencyException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameRecorder;

/** Loads FFmpeg's native libraries, and words its errors. */
final class FFmpeg {

  private static final Pattern ERROR = Pattern.compile("error (-\\d{1,10})\\b");
  private static final int LONGEST_REASON = 128;

  private FFmpeg() {}

  /** Loads them, or says what to add. */
  static void load() {
    try {
      FFmpegFrameGrabber.tryLoad();
      FFmpegFrameRecorder.tryLoad();
      // Else FFmpeg describes every file on the standard error stream.
      avutil.av_log_set_level(avutil.AV_LOG_FATAL);
    } catch (FrameGrabber.Exception | FrameRecorder.Exception | LinkageError e) {
      String platform = Loader.getPlatform();
      throw new MissingDependencyException(
          "FFmpeg's native libraries for this machine are not on the class path, or can't be"
              + " loaded; add org.bytedeco:ffmpeg:7.1.1-1.5.12:"
              + platform
              + " and org.bytedeco:javacpp:1.5.12:"
              + platform,
          e);
    }
  }

  /** Returns what FFmpeg's error number in a message of JavaCV's stands for. */
  static Optional<String> reason(Exception failure) {
    Matcher number = ERROR.matcher(String.valueOf(failure.getMessage()));
    if (!number.find()) {
      return Optional.empty();
    }
    int error = Integer.parseInt(number.group(1));
    if (error == avutil.AVERROR_INVALIDDATA) {
      return Optional.of("it is broken, or nothing that FFmpeg can read");
    }
    byte[] text = new byte[LONGEST_REASON];
    if (avutil.av_strerror(error, text, text.length) < 0) {
      return Optional.empty();
    }
    String reason = new String(text, UTF_8);
    return Optional.of(
        reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1, reason.indexOf(0)));
  }
}
