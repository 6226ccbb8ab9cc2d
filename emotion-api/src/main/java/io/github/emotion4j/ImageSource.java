// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * Where a picture comes from. Nothing is read before the picture is analyzed.
 *
 * <p>Every source can {@linkplain #describe() describe} itself, which is how error messages name
 * it.
 */
public sealed interface ImageSource {

  /**
   * Describes this source in a few words.
   *
   * @return for example the path
   */
  String describe();

  /**
   * A picture in a file.
   *
   * @param path the file
   * @return the source
   */
  static ImageSource of(Path path) {
    return new OfPath(path);
  }

  /**
   * A decoded picture.
   *
   * @param image the picture, upright; not changed
   * @return the source
   */
  static ImageSource of(BufferedImage image) {
    return new OfImage(image);
  }

  /**
   * An encoded picture in memory.
   *
   * @param bytes the content of a picture file
   * @return the source
   */
  static ImageSource of(byte[] bytes) {
    return new OfBytes(bytes, Objects.requireNonNull(bytes, "bytes").length + " bytes");
  }

  /**
   * An encoded picture in memory that has a name, such as an entry of an archive.
   *
   * @param bytes the content of a picture file
   * @param name how the source describes itself
   * @return the source
   */
  static ImageSource of(byte[] bytes, String name) {
    return new OfBytes(bytes, name);
  }

  /**
   * An encoded picture in a stream, read once and to its end, and not closed.
   *
   * @param stream the content of a picture file
   * @return the source
   */
  static ImageSource of(InputStream stream) {
    return new OfStream(stream);
  }

  /**
   * A picture at an address of scheme {@code file}, {@code data} (base64) or {@code https}.
   *
   * @param uri the address
   * @return the source
   */
  static ImageSource of(URI uri) {
    return new OfUri(uri);
  }

  /**
   * A picture in a file.
   *
   * @param path the file
   */
  record OfPath(Path path) implements ImageSource {
    /**
     * Makes a source.
     *
     * @param path the file
     */
    public OfPath {
      Objects.requireNonNull(path, "path");
    }

    @Override
    public String describe() {
      return path.toString();
    }
  }

  /**
   * A decoded picture.
   *
   * @param image the picture
   */
  record OfImage(BufferedImage image) implements ImageSource {
    /**
     * Makes a source.
     *
     * @param image the picture; not null, which {@code ImageIO.read} gives for formats that it does
     *     not know
     */
    public OfImage {
      Objects.requireNonNull(image, "image (ImageIO.read gives null for formats it does not know)");
    }

    @Override
    public String describe() {
      return "image of " + image.getWidth() + "x" + image.getHeight();
    }
  }

  /**
   * An encoded picture in memory. The array is not copied: do not change it before it is analyzed.
   *
   * @param bytes the content of a picture file
   * @param name how it describes itself
   */
  @SuppressWarnings("ArrayRecordComponent") // a picture may be large: not copied, as documented
  record OfBytes(byte[] bytes, String name) implements ImageSource {
    /**
     * Makes a source.
     *
     * @param bytes the file's content
     * @param name how it describes itself
     */
    public OfBytes {
      Objects.requireNonNull(bytes, "bytes");
      Objects.requireNonNull(name, "name");
    }

    @Override
    public String describe() {
      return name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OfBytes that
          && Arrays.equals(bytes, that.bytes)
          && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "OfBytes[" + describe() + "]";
    }
  }

  /**
   * An encoded picture in a stream.
   *
   * @param stream the content of a picture file
   */
  record OfStream(InputStream stream) implements ImageSource {
    /**
     * Makes a source.
     *
     * @param stream the file's content
     */
    public OfStream {
      Objects.requireNonNull(stream, "stream");
    }

    @Override
    public String describe() {
      return "stream";
    }
  }

  /**
   * A picture at an address. It describes itself by the first 80 characters, that of a file by all,
   * for the last tell its name.
   *
   * @param uri the address
   */
  record OfUri(URI uri) implements ImageSource {
    private static final int SHOWN_CHARACTERS = 80;

    /**
     * Makes a source.
     *
     * @param uri the address
     */
    public OfUri {
      Objects.requireNonNull(uri, "uri");
    }

    @Override
    public String describe() {
      String text = uri.toString();
      boolean whole = text.length() <= SHOWN_CHARACTERS || "file".equalsIgnoreCase(uri.getScheme());
      return whole ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
  }
}
