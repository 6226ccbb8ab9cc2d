// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.opencv;

import ai.djl.util.Utils;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.djl.internal.engine.LoadingFailure;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nu.pattern.OpenCV;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads OpenCV's native library and carries pictures from Java to OpenCV.
 *
 * <p>All methods are safe to call from several threads at once.
 */
public final class OpenCv {

  private static final int BLUE_BAND = 2;
  private static final int BYTES_PER_PIXEL = 3;

  /** How the artifact names the folders into which it unpacks. */
  private static final String UNPACKED = "opencv_openpnp*";

  private static final Duration ABANDONED = Duration.ofHours(2);
  private static final Logger logger = LoggerFactory.getLogger(OpenCv.class);

  private static boolean loaded;

  private OpenCv() {}

  /**
   * Loads the native library that comes with the artifact {@code org.openpnp:opencv}. It is
   * unpacked into DJL's cache and stays there; where that can't be, such as for a second
   * application of one server, into the folder {@code java.io.tmpdir}, and deleted at the end, and
   * what processes left there that were killed hours ago is deleted too. Loading twice is harmless.
   *
   * @throws MissingDependencyException if there is none for this platform or it can't be loaded;
   *     the message says which platforms there are and what to do
   */
  public static synchronized void load() {
    if (!loaded) {
      if (!isLoadedFrom(Utils.getCacheDir())) {
        load(OpenCV::loadLocally);
        deleteAbandoned(Path.of(System.getProperty("java.io.tmpdir")));
      }
      loaded = true;
    }
  }

  private static boolean isLoadedFrom(Path cache) {
    if (OpenCv.class.getClassLoader() != Mat.class.getClassLoader()) {
      return false; // a library belongs to the class loader that loads it
    }
    try {
      Optional<Path> library = UnpackedLibrary.in(cache);
      library.ifPresent(file -> System.load(file.toString()));
      return library.isPresent();
    } catch (LinkageError e) {
      logger.debug("OpenCV can't be loaded from {}", cache, e);
      return false;
    }
  }

  static void load(Runnable loader) {
    try {
      loader.run();
    } catch (LinkageError | RuntimeException e) {
      throw new MissingDependencyException(
          "OpenCV's native library can't be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": "
              + LoadingFailure.describe(e, "-Djava.io.tmpdir")
              + ". The artifact org.openpnp:opencv has it for Linux with glibc (x86_64, ARMv7,"
              + " ARMv8), macOS (x86_64, ARMv8) and Windows (x86_32, x86_64), and unpacks 63 MB"
              + " into "
              + System.getProperty("java.io.tmpdir"),
          e);
    }
  }

  /**
   * Deletes the libraries that processes left which were killed. Where one is in use all the same,
   * the system keeps it for who uses it, or refuses.
   */
  static void deleteAbandoned(Path temporary) {
    Instant before = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, UNPACKED)) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
          delete(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      logger.debug("Old copies of OpenCV stay in {}", temporary, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(all::add);
    }
    Collections.reverse(all); // a folder after what is in it
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Copies a picture into OpenCV's memory. Loads the library first if need be.
   *
   * <p>A picture of {@link BufferedImage#TYPE_3BYTE_BGR} is copied as it is, and needs no other
   * memory; any other is first {@linkplain Pixels#toBgr converted} to such a one. What is
   * transparent becomes white, as on a page.
   *
   * @param image a picture of any type and colour model; not changed
   * @return a new matrix of the same size, 8 bits a channel, in the order blue, green, red ({@code
   *     CV_8UC3}); the caller releases it
   * @throws MissingDependencyException as {@link #load()}
   */
  public static Mat toBgr(BufferedImage image) {
    load();
    Raster raster =
        (image.getType() == BufferedImage.TYPE_3BYTE_BGR ? image : Pixels.toBgr(image)).getRaster();
    ComponentSampleModel layout = (ComponentSampleModel) raster.getSampleModel();
    DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
    // A sub-image shares its parent's bytes: it starts further in, and its rows are not adjacent.
    int start =
        buffer.getOffset()
            + layout.getOffset(
                -raster.getSampleModelTranslateX(), -raster.getSampleModelTranslateY(), BLUE_BAND);
    int stride = layout.getScanlineStride();
    int rowLength = BYTES_PER_PIXEL * image.getWidth();
    int rowsAtOnce = stride == rowLength ? image.getHeight() : 1;

    Mat bgr = new Mat(image.getHeight(), image.getWidth(), CvType.CV_8UC3);
    for (int row = 0; row < image.getHeight(); row += rowsAtOnce) {
      bgr.put(row, 0, buffer.getData(), start + row * stride, rowsAtOnce * rowLength);
    }
    return bgr;
  }

  /**
   * Copies a picture out of OpenCV's memory.
   *
   * @param bgr a matrix of 8 bits a channel in the order blue, green, red ({@code CV_8UC3}), not
   *     empty; not changed
   * @return a new picture of the same size, of {@link BufferedImage#TYPE_3BYTE_BGR}
   */
  public static BufferedImage toImage(Mat bgr) {
    BufferedImage image = new BufferedImage(bgr.cols(), bgr.rows(), BufferedImage.TYPE_3BYTE_BGR);
    bgr.get(0, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
    return image;
  }
}
