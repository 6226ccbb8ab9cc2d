// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where a video comes from. Nothing is opened before it is read. */
public final class VideoSource {

  private static final String CAMERA = "camera:";
  private static final String FILE = "file:";
  private static final Set<String> FILES = Set.of("http", "https", "ftp", "data");

  private final String description;
  private final String address;
  private final String format;
  private final boolean live;

  private VideoSource(String description, String address, String format, boolean live) {
    this.description = description;
    this.address = address;
    this.format = format;
    this.live = live;
  }

  /**
   * A video in a file.
   *
   * @param path of any format that FFmpeg knows
   * @return the source
   */
  public static VideoSource of(Path path) {
    Objects.requireNonNull(path, "path");
    // By its scheme, so that no name is taken for a protocol of FFmpeg's.
    return new VideoSource(path.toString(), FILE + path.toAbsolutePath(), "", false);
  }

  /**
   * A camera of this machine, through Video4Linux, AVFoundation or DirectShow.
   *
   * @param device its number from 0 on, or its name where the system has one
   * @return the source, which is live
   * @throws IllegalArgumentException if it is empty
   */
  public static VideoSource camera(String device) {
    if (device.isEmpty()) {
      throw new IllegalArgumentException("a camera has a number or a name, such as camera:0");
    }
    boolean number = device.matches("\\d{1,3}");
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String description = CAMERA + device;
    if (system.contains("mac")) {
      return new VideoSource(description, device, "avfoundation", true);
    }
    if (system.contains("windows")) {
      return number
          ? new VideoSource(description, device, "vfwcap", true)
          : new VideoSource(description, "video=" + device, "dshow", true);
    }
    return new VideoSource(description, number ? "/dev/video" + device : device, "v4l2", true);
  }

  /**
   * A stream at an address that FFmpeg reads, such as of scheme {@code rtsp}, {@code https}, {@code
   * srt} or {@code udp}.
   *
   * @param uri the address; read it from nobody you don't trust, for FFmpeg goes where it points
   * @return the source, which is live unless it is a file at an address of the web
   * @throws IllegalArgumentException if it has no scheme
   */
  public static VideoSource of(URI uri) {
    String scheme = uri.getScheme();
    if (scheme == null) {
      throw new IllegalArgumentException("The address of a stream has a scheme, unlike " + uri);
    }
    if (scheme.equalsIgnoreCase("file")) {
      return of(Path.of(uri));
    }
    return new VideoSource(
        withoutPassword(uri), uri.toString(), "", !FILES.contains(scheme.toLowerCase(Locale.ROOT)));
  }

  private static String withoutPassword(URI uri) {
    String user = uri.getRawUserInfo();
    return user == null ? uri.toString() : uri.toString().replace(user + "@", "");
  }

  /**
   * Reads a source as it is written on a command line.
   *
   * @param text a file, {@code camera:0}, or an address with {@code ://}
   * @return the source
   * @throws IllegalArgumentException if it is an address that can't be understood
   */
  public static VideoSource parse(String text) {
    if (text.startsWith(CAMERA)) {
      return camera(text.substring(CAMERA.length()));
    }
    return text.contains("://") ? of(URI.create(text)) : of(Path.of(text));
  }

  /**
   * Tells whether frames come whether or not they are read.
   *
   * @return true for cameras and most streams, whose frames are dropped where they come too fast
   */
  public boolean isLive() {
    return live;
  }

  /**
   * Describes this source in a few words, without its password.
   *
   * @return for example the path
   */
  public String describe() {
    return description;
  }

  String address() {
    return address;
  }

  /** The file, where it is one. */
  Optional<Path> file() {
    return address.startsWith(FILE)
        ? Optional.of(Path.of(address.substring(FILE.length())))
        : Optional.empty();
  }

  /** FFmpeg's name of the kind of device, or nothing where it finds out itself. */
  String format() {
    return format;
  }

  @Override
  public String toString() {
    return description;
  }
}
