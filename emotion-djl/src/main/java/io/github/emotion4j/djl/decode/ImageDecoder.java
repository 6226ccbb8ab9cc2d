// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.ImageUnavailableException;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.djl.internal.io.FileFailure;
import io.github.emotion4j.djl.internal.opencv.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads pictures: JPEG (baseline, progressive, grey, CMYK), PNG, WebP, BMP (of OS/2 too) and GIF,
 * of animations the first picture on its canvas, from files, memory, streams and addresses. Colour
 * profiles are applied to JPEG pictures that are decoded whole, and to no others.
 *
 * <p>Pictures are taken to be hostile. How many bytes are read and how many pixels are decoded is
 * bounded, the latter before anything is decoded; only what the pixels need is given to a decoder,
 * so what else is in a file costs nothing; and a picture is decoded when there is memory for it,
 * and waits until then ({@link Builder#maxMemory maxMemory}). Addresses of the own machine and
 * network are refused unless allowed; a broken or truncated file is refused rather than shown in
 * part. A file that can't be read, for whatever reason, ends in an {@link InvalidImageException};
 * one that can't be had just now (timeouts, status 503) in an {@link ImageUnavailableException};
 * and where the thread is interrupted, reading ends in an {@link AnalysisInterruptedException}.
 * Nothing is written to disk.
 *
 * <p>A connection goes to the very address that was checked: a host that changes its address in
 * between gains nothing. Only behind a proxy, which the JVM's settings name, is it the proxy that
 * resolves the name again: forbid private addresses there.
 *
 * <p>Decoders are immutable and safe to share between threads.
 */
public final class ImageDecoder {
  private static final String MAX_PIXELS = "raise ImageDecoder.Builder.maxPixels to allow it";

  private static final long BYTES_PER_PIXEL = 3;

  /** Those that come out, and the copy that a face detector makes off the heap. */
  private static final long USED_BYTES_PER_PIXEL = 2 * BYTES_PER_PIXEL;

  /** The same, and what a conversion of colours goes through. */
  private static final long CONVERTED_BYTES_PER_PIXEL = USED_BYTES_PER_PIXEL + 4;

  private final long maxPixels;
  private final int maxBytes;
  private final Duration maxWait;
  private final DecodingMemory memory;
  private final ImageFetcher fetcher;

  private ImageDecoder(Builder builder) {
    maxPixels = builder.maxPixels;
    maxBytes = builder.maxBytes;
    maxWait = builder.maxWait;
    memory = builder.memory;
    fetcher =
        new ImageFetcher(
            new ImageFetcher.Limits(
                builder.maxBytes,
                builder.timeout,
                builder.allowPrivateAddresses,
                builder.allowHttp,
                builder.allowFileAddresses));
  }

  /**
   * Starts a decoder with the default limits.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a picture and turns it upright, as its EXIF orientation tells; a broken EXIF block is
   * ignored. What is transparent becomes white.
   *
   * @param source where the picture comes from; a stream is read to its end and not closed
   * @return the picture as {@link BufferedImage#TYPE_3BYTE_BGR}, its data buffer holding its pixels
   *     and nothing else; a decoded picture that already is of this kind is returned itself
   * @throws InvalidImageException if the picture can't be read, is broken, truncated, not
   *     supported, too large or out of reach; the message names it and says what to do
   * @throws DetectorBusyException if other pictures take the memory that it needs for longer than
   *     {@link Builder#maxWait maxWait}
   * @throws AnalysisInterruptedException if the thread is interrupted while it waits
   */
  public BufferedImage decode(ImageSource source) {
    try (DecodedImage decoded = decode(source, Integer.MAX_VALUE)) {
      return decoded.image();
    }
  }

  /**
   * Reads a picture for somebody who can do with fewer pixels. A large picture is decoded at a
   * half, a quarter or less of its size, which takes less memory, and for a JPEG picture of the
   * common kind (sequential, grey or three components, without restart markers) a fifth of the
   * time; colour profiles of these are not applied then.
   *
   * @param source where the picture comes from; a stream is read to its end and not closed
   * @param side the longer side that is enough, in pixels, at least 1; a picture that is reduced
   *     keeps at least this
   * @return the picture, from which the whole one can still be had; close it when its pixels are no
   *     longer needed
   * @throws InvalidImageException as {@link #decode(ImageSource)}
   * @throws DetectorBusyException as {@link #decode(ImageSource)}
   * @throws IllegalArgumentException if the side is not positive
   */
  public DecodedImage decode(ImageSource source, int side) {
    requireSide(side); // before a stream is read
    return decode(read(source), side);
  }

  /**
   * Reads the bytes of a picture without decoding them, which waits for disks and networks but
   * takes no processor time.
   *
   * @param source where the picture comes from; a stream is read to its end and not closed
   * @return what is to be decoded
   * @throws InvalidImageException if the picture can't be read, is too large or out of reach
   */
  public ImageContent read(ImageSource source) {
    String name = source.describe();
    return source instanceof ImageSource.OfImage picture
        ? new ImageContent(name, new byte[0], Optional.of(picture.image()))
        : new ImageContent(name, guarded(name, () -> bytes(source)), Optional.empty());
  }

  /**
   * Decodes what was read, as {@link #decode(ImageSource, int)} does.
   *
   * @param content the picture
   * @param side the longer side that is enough, in pixels, at least 1
   * @return the picture, from which the whole one can still be had; close it when its pixels are no
   *     longer needed
   * @throws InvalidImageException if the picture is broken, truncated, not supported or too large
   * @throws DetectorBusyException as {@link #decode(ImageSource)}
   * @throws IllegalArgumentException if the side is not positive
   */
  public DecodedImage decode(ImageContent content, int side) {
    requireSide(side);
    String name = content.name();
    return guarded(
        name,
        () -> {
          if (content.image().isPresent()) {
            return converted(name, content.image().get());
          }
          EncodedImage encoded = EncodedImage.inspect(content.bytes());
          requireSize(encoded.width(), encoded.height());
          int reduction = encoded.reduction(side);
          int file = content.bytes().length;
          return reduction == 1
              ? whole(name, encoded, file)
              : reduced(name, encoded, file, reduction);
        });
  }

  private static void requireSide(int side) {
    if (side < 1) {
      throw new IllegalArgumentException("side must be at least 1, not " + side);
    }
  }

  private DecodedImage converted(String name, BufferedImage image) throws IOException {
    requireSize(image.getWidth(), image.getHeight());
    long pixels = (long) image.getWidth() * image.getHeight();
    return withMemory(
        name,
        CONVERTED_BYTES_PER_PIXEL * pixels,
        share -> DecodedImage.whole(Pixels.toBgr(image), share::close));
  }

  private DecodedImage whole(String name, EncodedImage encoded, int file) throws IOException {
    return withMemory(
        name,
        file + memory(encoded, 1),
        share -> DecodedImage.whole(upright(encoded, 1, share), share::close));
  }

  private DecodedImage reduced(String name, EncodedImage encoded, int file, int reduction)
      throws IOException {
    boolean onItsSide = encoded.orientation().isOnItsSide();
    return withMemory(
        name,
        file + memory(encoded, reduction),
        share ->
            DecodedImage.reduced(
                upright(encoded, reduction, share),
                onItsSide ? encoded.height() : encoded.width(),
                onItsSide ? encoded.width() : encoded.height(),
                () -> guarded(name, () -> whole(name, encoded, file)),
                share::close));
  }

  /** What it takes to decode a picture and to turn it upright. */
  private static long memory(EncodedImage encoded, int reduction) {
    long pixels = (long) encoded.width() * encoded.height() / ((long) reduction * reduction);
    return encoded.memory(reduction)
        + (encoded.orientation() == Orientation.UPRIGHT ? 0 : BYTES_PER_PIXEL * pixels);
  }

  /** Decodes and turns upright, and gives back what that took beyond the pixels. */
  private static BufferedImage upright(
      EncodedImage encoded, int reduction, DecodingMemory.Share share) throws IOException {
    BufferedImage image = encoded.orientation().apply(encoded.decode(reduction));
    share.shrinkTo(USED_BYTES_PER_PIXEL * image.getWidth() * image.getHeight());
    return image;
  }

  /** Decodes with a share of the memory. */
  @FunctionalInterface
  private interface Decoding {

    DecodedImage decode(DecodingMemory.Share share) throws IOException;
  }

  private DecodedImage withMemory(String name, long bytes, Decoding decoding) throws IOException {
    DecodingMemory.Share share = memory.take(name, bytes, maxWait);
    try {
      return decoding.decode(share);
    } catch (IOException | RuntimeException | Error e) {
      share.close();
      throw e;
    }
  }

  /** Reads or decodes, which can fail in many ways. */
  @FunctionalInterface
  private interface Reading<T> {

    T read() throws IOException;
  }

  /** Reads a picture, and turns whatever goes wrong into an exception that names it. */
  private static <T> T guarded(String name, Reading<T> reading) {
    try {
      return reading.read();
    } catch (RefusedImageException e) {
      throw failure(name, e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw failure(name, "there is no such file", e);
    } catch (IOException e) {
      Optional<FetchException> passing = FetchException.of(e);
      if (passing.isPresent()) {
        throw passing.get().named(name);
      }
      throw failure(name, "reading it failed: " + FileFailure.describe(e), e);
    } catch (EmotionException e) { // says it itself
      throw e;
    } catch (RuntimeException e) {
      throw failure(name, "it is broken (" + e + "); save it anew with an image editor", e);
    } catch (OutOfMemoryError | StackOverflowError e) {
      // What a reader allocated or called is given up with it: the virtual machine is sound.
      throw failure(name, "it takes more memory than there is; lower maxPixels or raise -Xmx", e);
    }
  }

  private static InvalidImageException failure(String name, String reason, Throwable cause) {
    return new InvalidImageException("Can't read the picture " + name + ": " + reason, cause);
  }

  private byte[] bytes(ImageSource source) throws IOException {
    if (source instanceof ImageSource.OfBytes inMemory) {
      return inMemory.bytes();
    }
    if (source instanceof ImageSource.OfStream stream) {
      return ImageBytes.readAll(stream.stream(), maxBytes);
    }
    if (source instanceof ImageSource.OfPath file) {
      return ImageBytes.readFile(file.path(), maxBytes);
    }
    if (source instanceof ImageSource.OfUri address) {
      return fetcher.fetch(address.uri());
    }
    throw new IllegalStateException("Unknown kind of source: " + source);
  }

  private void requireSize(int width, int height) throws RefusedImageException {
    if (width <= 0 || height <= 0) {
      throw RefusedImageException.broken("a size of " + width + "x" + height);
    }
    long pixels = (long) width * height;
    if (pixels > maxPixels) {
      throw tooManyPixels(pixels);
    }
  }

  private RefusedImageException tooManyPixels(long pixels) {
    return new RefusedImageException(
        "it has " + pixels + " pixels, more than " + maxPixels + "; " + MAX_PIXELS);
  }

  /** Sets the limits of a decoder. Every setter fails at once on a bad value. */
  public static final class Builder {
    /** The largest array that every virtual machine can make. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private long maxPixels = 64_000_000;
    private int maxBytes = 64 << 20;
    private Duration timeout = Duration.ofSeconds(10);
    private Duration maxWait = Duration.ofSeconds(30);
    private DecodingMemory memory = DecodingMemory.OF_MACHINE;
    private boolean allowPrivateAddresses;
    private boolean allowHttp;
    private boolean allowFileAddresses = true;

    private Builder() {}

    /**
     * Sets how many pixels a picture may have, width times height. Decoding takes 5 to 14 bytes of
     * memory a pixel, less for one that is reduced.
     *
     * @param maxPixels 1 to 715,827,879; 64,000,000 by default
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    public Builder maxPixels(long maxPixels) {
      this.maxPixels = requireInRange("maxPixels", maxPixels, LARGEST_ARRAY / 3);
      return this;
    }

    /**
     * Sets how many bytes are read of a file, a stream or an address.
     *
     * @param maxBytes 1 to 2,147,483,638; 64 MiB by default
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    public Builder maxBytes(long maxBytes) {
      this.maxBytes = (int) requireInRange("maxBytes", maxBytes, LARGEST_ARRAY - 1);
      return this;
    }

    /**
     * Sets how much memory the pictures that are decoded at the same time may take in all, on the
     * heap and off it: others wait. A picture that needs more is decoded alone.
     *
     * @param bytes at least 1; unless set, all decoders of the virtual machine share half of what
     *     its heap can become ({@code -Xmx})
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    public Builder maxMemory(long bytes) {
      this.memory = new DecodingMemory(requireInRange("maxMemory", bytes, Long.MAX_VALUE));
      return this;
    }

    /**
     * Sets how long a picture waits for memory that others take.
     *
     * @param time positive and at most a day; 30 seconds by default
     * @return this
     * @throws IllegalArgumentException if the time is out of its range
     */
    public Builder maxWait(Duration time) {
      this.maxWait = requireInRange("maxWait", time);
      return this;
    }

    /**
     * Sets how long fetching a picture from an address may take in all, redirects included.
     *
     * @param timeout positive and at most a day; 10 seconds by default
     * @return this
     * @throws IllegalArgumentException if the time is out of its range
     */
    public Builder timeout(Duration timeout) {
      this.timeout = requireInRange("timeout", timeout);
      return this;
    }

    /**
     * Sets whether pictures may be fetched from this machine and its private networks. Leave it off
     * where addresses come from users: it keeps them from reaching services behind the firewall.
     *
     * @param allowPrivateAddresses false by default
     * @return this
     */
    public Builder allowPrivateAddresses(boolean allowPrivateAddresses) {
      this.allowPrivateAddresses = allowPrivateAddresses;
      return this;
    }

    /**
     * Sets whether pictures may be fetched without encryption, by {@code http:}.
     *
     * @param allowHttp false by default
     * @return this
     */
    public Builder allowHttp(boolean allowHttp) {
      this.allowHttp = allowHttp;
      return this;
    }

    /**
     * Sets whether an address of scheme {@code file:} is read. Switch it off where addresses come
     * from users: it keeps them from reading files of this machine. Sources that are paths are read
     * all the same.
     *
     * @param allowFileAddresses true by default
     * @return this
     */
    public Builder allowFileAddresses(boolean allowFileAddresses) {
      this.allowFileAddresses = allowFileAddresses;
      return this;
    }

    /**
     * Makes the decoder.
     *
     * @return a new decoder
     */
    public ImageDecoder build() {
      return new ImageDecoder(this);
    }

    private static Duration requireInRange(String name, Duration time) {
      if (time.isZero() || time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            name + " must be positive and at most a day, not " + time);
      }
      return time;
    }

    private static long requireInRange(String name, long value, long most) {
      if (value < 1 || value > most) {
        throw new IllegalArgumentException(name + " must be in 1 to " + most + ", not " + value);
      }
      return value;
    }
  }
}
