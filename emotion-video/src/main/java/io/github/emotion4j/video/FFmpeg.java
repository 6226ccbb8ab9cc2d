// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import io.github.emotion4j.MissingDependencyException;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameRecorder;

/** Loads FFmpeg's native libraries. */
final class FFmpeg {

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
}
