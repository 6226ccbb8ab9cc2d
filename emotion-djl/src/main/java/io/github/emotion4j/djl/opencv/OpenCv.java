package io.github.emotion4j.djl.opencv;

/** Loads OpenCV. */
public final class OpenCv {
  private OpenCv() {}

  /** Loads the native library. */
  public static void load() {
    nu.pattern.OpenCV.loadLocally();
  }
}
