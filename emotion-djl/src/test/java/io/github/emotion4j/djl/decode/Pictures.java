// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/** Picture files made for the tests. */
final class Pictures {

  private Pictures() {}

  static BufferedImage plain(int width, int height, int type, int argb) {
    BufferedImage image = new BufferedImage(width, height, type);
    int[] row = new int[width];
    Arrays.fill(row, argb);
    for (int y = 0; y < height; y++) {
      image.setRGB(0, y, width, 1, row, 0, 0);
    }
    return image;
  }

  static BufferedImage noise(int width, int height, int type, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, format, stream)) {
        throw new IllegalArgumentException("No writer of " + format + " for " + image);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] progressiveJpeg(BufferedImage image) {
    return jpeg(new IIOImage(image, null, null), true);
  }

  /** A CMYK file as image editors write it: inks inverted, and Adobe's marker saying so. */
  static byte[] cmykJpeg(int width, int height, int cyan, int magenta, int yellow, int black) {
    WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
    int[] inks = {255 - cyan, 255 - magenta, 255 - yellow, 255 - black};
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, inks);
      }
    }
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    return withSegment(jpeg(new IIOImage(raster, null, null), false), 0xEE, adobe);
  }

  /** The same samples, declared by Adobe's marker to be luma, chroma and black. */
  static byte[] ycckJpeg(int width, int height, int luma, int blue, int red, int black) {
    byte[] jpeg = cmykJpeg(width, height, luma, blue, red, black);
    jpeg[2 + 4 + 11] = 2;
    return jpeg;
  }

  /** A picture of 16 bits a sample. */
  static BufferedImage deep(int width, int height) {
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = colors.createCompatibleWritableRaster(width, height);
    Random random = new Random(1);
    for (int i = 0; i < raster.getDataBuffer().getSize(); i++) {
      raster.getDataBuffer().setElem(i, random.nextInt(1 << 16));
    }
    return new BufferedImage(colors, raster, false, null);
  }

  /** A GIF of two frames. */
  static byte[] animatedGif(int width, int height) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int seed = 0; seed < 2; seed++) {
        BufferedImage frame = noise(width, height, BufferedImage.TYPE_BYTE_INDEXED, seed);
        writer.writeToSequence(new IIOImage(frame, null, null), null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] jpeg(IIOImage image, boolean progressive) {
    ImageWriter writer = standardJpegWriter();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (progressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(stream);
      writer.write(null, image, param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static ImageWriter standardJpegWriter() {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.")) {
        return writer;
      }
    }
    throw new IllegalStateException("The JDK's JPEG writer is missing");
  }

  /** Puts a segment right behind the start of a JPEG file. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    return ByteBuffer.allocate(jpeg.length + content.length + 4)
        .put(jpeg, 0, 2)
        .put((byte) 0xFF)
        .put((byte) marker)
        .putShort((short) (content.length + 2))
        .put(content)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  static byte[] withExif(byte[] jpeg, byte[] tiff) {
    byte[] content = ByteBuffer.allocate(6 + tiff.length).put(latin1("Exif\0\0")).put(tiff).array();
    return withSegment(jpeg, 0xE1, content);
  }

  /** An EXIF block (big-endian TIFF) that tells an orientation and nothing else. */
  static byte[] orientation(int number) {
    return ByteBuffer.allocate(26)
        .put(latin1("MM\0*"))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) number)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  static byte[] png(byte[]... chunks) {
    return join(latin1(PngFile.SIGNATURE), join(chunks));
  }

  static byte[] pngChunk(String name, byte[] content) {
    byte[] named = join(latin1(name), content);
    CRC32 crc = new CRC32();
    crc.update(named);
    return ByteBuffer.allocate(named.length + 8)
        .putInt(content.length)
        .put(named)
        .putInt((int) crc.getValue())
        .array();
  }

  /** Encodes with OpenCV, which knows WebP. */
  static byte[] encodeWithOpenCv(BufferedImage image, String extension, int... parameters) {
    Mat bgr = OpenCv.toBgr(image);
    try {
      return encodeWithOpenCv(bgr, extension, parameters);
    } finally {
      bgr.release();
    }
  }

  static byte[] encodeWithOpenCv(Mat picture, String extension, int... parameters) {
    MatOfByte bytes = new MatOfByte();
    MatOfInt options = new MatOfInt(parameters);
    try {
      if (!Imgcodecs.imencode(extension, picture, bytes, options)) {
        throw new IllegalArgumentException("OpenCV can't write " + extension);
      }
      return bytes.toArray();
    } finally {
      options.release();
      bytes.release();
    }
  }

  /** A GIF of one colour whose picture lies within a larger canvas. */
  static byte[] gifOnCanvas(int width, int height, int x, int y, BufferedImage indexed) {
    byte[] gif = encode(indexed, "gif");
    ByteBuffer file = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort(6, (short) width).putShort(8, (short) height);
    int at = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 * (2 << (gif[10] & 7)));
    while (gif[at] == 0x21) {
      at += 2;
      while (gif[at] != 0) {
        at += 1 + (gif[at] & 0xFF);
      }
      at++;
    }
    file.putShort(at + 1, (short) x).putShort(at + 3, (short) y);
    return gif;
  }

  /** A PNG header chunk of a grey picture with 8 bits a pixel. */
  static byte[] pngHeader(int width, int height) {
    return pngChunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array());
  }

  /** Puts a chunk between the header and the pixels of a PNG file. */
  static byte[] withPngChunk(byte[] png, byte[] chunk) {
    int afterHeader = 8 + 25;
    return join(
        Arrays.copyOf(png, afterHeader), chunk, Arrays.copyOfRange(png, afterHeader, png.length));
  }

  /** A lossless WebP file of one colour: each code has a single symbol, so pixels take no bits. */
  static byte[] webp(int width, int height, int rgb) {
    return riff(webpChunk("VP8L", losslessStream(width, height, rgb)));
  }

  static byte[] losslessStream(int width, int height, int rgb) {
    BitWriter bits = losslessHeader(width, height);
    bits.writeOnlySymbol(rgb >> 8 & 0xFF);
    bits.writeOnlySymbol(rgb >> 16 & 0xFF);
    bits.writeOnlySymbol(rgb & 0xFF);
    bits.writeOnlySymbol(0xFF);
    bits.writeOnlySymbol(0);
    return bits.toByteArray();
  }

  /** A lossless WebP file with two greens, so that each pixel takes a bit, and none of the bits. */
  static byte[] losslessWebpWithoutPixels(int width, int height) {
    BitWriter bits = losslessHeader(width, height);
    bits.write(1, 1); // a simple code
    bits.write(1, 1); // of two symbols
    bits.write(1, 1); // the first of which has eight bits
    bits.write(10, 8);
    bits.write(20, 8);
    for (int code = 0; code < 4; code++) {
      bits.writeOnlySymbol(0);
    }
    return riff(webpChunk("VP8L", bits.toByteArray()));
  }

  private static BitWriter losslessHeader(int width, int height) {
    BitWriter bits = new BitWriter();
    bits.write(0x2F, 8);
    bits.write(width - 1, 14);
    bits.write(height - 1, 14);
    bits.write(0, 1 + 3); // no alpha, version 0
    bits.write(0, 1 + 1 + 1); // no transform, no colour cache, no groups of codes
    return bits;
  }

  /**
   * A lossy WebP key frame: its header is right (zeros are the plainest settings, and one partition
   * of pixels), the rest random, which decodes to noise.
   */
  static byte[] lossyWebp(int width, int height, long seed) {
    byte[] random = new byte[width * height];
    new Random(seed).nextBytes(random);
    Arrays.fill(random, 0, Math.min(random.length, 100), (byte) 0);
    int firstPartition = random.length / 2;
    int tag = (1 << 4) | (firstPartition << 5);
    byte[] header =
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) tag)
            .put((byte) (tag >> 8))
            .put((byte) (tag >> 16))
            .put(new byte[] {(byte) 0x9D, 1, 0x2A})
            .putShort((short) width)
            .putShort((short) height)
            .array();
    return riff(webpChunk("VP8 ", join(header, random)));
  }

  /** An extended WebP file with a canvas size of its own. */
  static byte[] extendedWebp(int canvasWidth, int canvasHeight, byte[]... chunks) {
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    boolean animated = chunks.length > 0 && chunks[0][0] == 'A';
    header.putInt(animated ? 0x02 : 0x08); // with frames, or with EXIF
    header.put((byte) (canvasWidth - 1)).putShort((short) ((canvasWidth - 1) >> 8));
    header.put((byte) (canvasHeight - 1)).putShort((short) ((canvasHeight - 1) >> 8));
    return riff(webpChunk("VP8X", header.array()), join(chunks));
  }

  static byte[] webpFrame(int width, int height, int rgb) {
    return webpFrame(0, 0, width, height, rgb);
  }

  /** A frame at a place of even numbers, below 512. */
  static byte[] webpFrame(int x, int y, int width, int height, int rgb) {
    ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    header.put(0, (byte) (x / 2)).put(3, (byte) (y / 2)).position(6);
    header.put((byte) (width - 1)).putShort((short) ((width - 1) >> 8));
    header.put((byte) (height - 1)).putShort((short) ((height - 1) >> 8));
    byte[] pixels = webpChunk("VP8L", losslessStream(width, height, rgb));
    return webpChunk("ANMF", join(header.array(), pixels));
  }

  static byte[] webpChunk(String name, byte[] content) {
    return ByteBuffer.allocate(8 + content.length + content.length % 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(latin1(name))
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] riff(byte[]... chunks) {
    byte[] content = join(latin1("WEBP"), join(chunks));
    return webpChunk("RIFF", content);
  }

  static byte[] join(byte[]... parts) {
    int length = Stream.of(parts).mapToInt(part -> part.length).sum();
    ByteBuffer joined = ByteBuffer.allocate(length); // in one piece: some have 60 MB
    Stream.of(parts).forEach(joined::put);
    return joined.array();
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int current;
    private int used;

    void write(int value, int count) {
      for (int i = 0; i < count; i++) {
        current |= (value >> i & 1) << used;
        if (++used == 8) {
          bytes.write(current);
          current = 0;
          used = 0;
        }
      }
    }

    void writeOnlySymbol(int symbol) {
      write(1, 1); // a simple code
      write(0, 1); // of one symbol
      write(1, 1); // which has eight bits
      write(symbol, 8);
    }

    byte[] toByteArray() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(bytes.toByteArray());
      all.write(current);
      all.write(0);
      return all.toByteArray();
    }
  }
}
