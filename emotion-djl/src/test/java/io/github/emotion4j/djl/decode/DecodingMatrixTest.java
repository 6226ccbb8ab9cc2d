// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.djl.internal.opencv.Pixels;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Files of every kind that can be made here, decoded and compared with a second decoder: OpenCV for
 * those that ImageIO's readers decode; for those that OpenCV decodes (WebP) or this project (GIF),
 * the picture that they were made of, and, for GIF, the JDK's reader.
 */
class DecodingMatrixTest {

  /** Odd, a single row or column, parts of a block, and more than a block. */
  private static final int[][] SIZES = {{1, 1}, {7, 5}, {17, 33}, {64, 1}, {1, 64}, {130, 97}};

  private final ImageDecoder decoder = ImageDecoder.builder().build();

  /** Smooth colours with hard edges, so that both colours and places count. */
  private static BufferedImage picture(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(
        new GradientPaint(0, 0, new Color(230, 90, 20), width, height, new Color(30, 60, 200)));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(20, 180, 60, image.getColorModel().hasAlpha() ? 128 : 255));
    graphics.fillRect(width / 3, height / 4, Math.max(1, width / 4), Math.max(1, height / 2));
    graphics.dispose();
    if (image.getColorModel().hasAlpha()) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, height / 2, (image.getRGB(x, height / 2) & 0x00FFFFFF) | (x % 256 << 24));
      }
    }
    return image;
  }

  private static Arguments file(String kind, byte[] bytes, BufferedImage expected, double most) {
    String name = "%s of %dx%d".formatted(kind, expected.getWidth(), expected.getHeight());
    return Arguments.of(name, bytes, expected, most);
  }

  private static Arguments comparedWithOpenCv(String kind, byte[] bytes) {
    return file(kind, bytes, byOpenCv(bytes), 2);
  }

  private static BufferedImage byOpenCv(byte[] bytes) {
    OpenCv.load();
    MatOfByte file = new MatOfByte(bytes);
    Mat picture =
        Imgcodecs.imdecode(file, Imgcodecs.IMREAD_UNCHANGED | Imgcodecs.IMREAD_IGNORE_ORIENTATION);
    Mat eightBits = new Mat();
    try {
      picture.convertTo(eightBits, CvType.CV_8U, picture.depth() == CvType.CV_16U ? 1 / 257.0 : 1);
      return Pixels.onWhite(eightBits, 0, 0, picture.cols(), picture.rows());
    } finally {
      List.of(file, picture, eightBits).forEach(Mat::release);
    }
  }

  static Stream<Arguments> jpegs() {
    List<Arguments> files = new ArrayList<>();
    for (int[] size : SIZES) {
      BufferedImage rgb = picture(size[0], size[1], BufferedImage.TYPE_INT_RGB);
      BufferedImage grey = picture(size[0], size[1], BufferedImage.TYPE_BYTE_GRAY);
      for (boolean progressive : new boolean[] {false, true}) {
        String kind = progressive ? "progressive JPEG" : "JPEG";
        int flag = progressive ? 1 : 0;
        for (int sampling : new int[] {0x111111, 0x211111, 0x221111, 0x411111}) {
          byte[] bytes =
              Pictures.encodeWithOpenCv(
                  rgb,
                  ".jpg",
                  Imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
                  flag,
                  Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
                  sampling);
          files.add(comparedWithOpenCv(kind + " sampled " + Integer.toHexString(sampling), bytes));
        }
        files.add(comparedWithOpenCv(kind + " with restarts", restarts(rgb, flag)));
        files.add(comparedWithOpenCv("grey " + kind, grey(grey, flag)));
      }
    }
    return files.stream();
  }

  private static byte[] restarts(BufferedImage image, int progressive) {
    return Pictures.encodeWithOpenCv(
        image,
        ".jpg",
        Imgcodecs.IMWRITE_JPEG_RST_INTERVAL,
        2,
        Imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
        progressive);
  }

  private static byte[] grey(BufferedImage image, int progressive) {
    Mat bgr = OpenCv.toBgr(image);
    Mat grey = new Mat();
    try {
      Imgproc.cvtColor(bgr, grey, Imgproc.COLOR_BGR2GRAY);
      return Pictures.encodeWithOpenCv(
          grey, ".jpg", Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, progressive);
    } finally {
      bgr.release();
      grey.release();
    }
  }

  static Stream<Arguments> pngs() {
    List<Arguments> files = new ArrayList<>();
    int[] types = {
      BufferedImage.TYPE_INT_RGB,
      BufferedImage.TYPE_INT_ARGB,
      BufferedImage.TYPE_BYTE_GRAY,
      BufferedImage.TYPE_USHORT_GRAY,
      BufferedImage.TYPE_BYTE_INDEXED,
      BufferedImage.TYPE_BYTE_BINARY
    };
    for (int[] size : SIZES) {
      for (int type : types) {
        BufferedImage image = picture(size[0], size[1], type);
        for (boolean interlaced : new boolean[] {false, true}) {
          String kind = (interlaced ? "interlaced " : "") + "PNG of type " + type;
          files.add(comparedWithOpenCv(kind, png(image, interlaced)));
        }
      }
    }
    return files.stream();
  }

  static Stream<Arguments> pngsOfAllDepths() {
    List<Arguments> files = new ArrayList<>();
    for (int[] size : SIZES) {
      files.add(comparedWithOpenCv("PNG of 16 bits", png(Pictures.deep(size[0], size[1]), false)));
      for (int bits : new int[] {1, 2, 4, 8, 16}) {
        files.add(comparedWithOpenCv("grey PNG of " + bits, samples(size, 0, bits)));
      }
      for (int bits : new int[] {8, 16}) {
        files.add(comparedWithOpenCv("grey PNG with alpha of " + bits, samples(size, 4, bits)));
        files.add(comparedWithOpenCv("PNG with alpha of " + bits, samples(size, 6, bits)));
      }
    }
    return files.stream();
  }

  private static byte[] png(BufferedImage image, boolean interlaced) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(
          interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A PNG whose bytes are counted up, row by row. */
  private static byte[] samples(int[] size, int colourType, int bits) {
    int channels =
        switch (colourType) {
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    int rowLength = (size[0] * channels * bits + 7) / 8;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
      for (int y = 0; y < size[1]; y++) {
        deflater.write(0);
        for (int i = 0; i < rowLength; i++) {
          deflater.write(37 * i + 11 * y);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(size[0])
            .putInt(size[1])
            .put((byte) bits)
            .put((byte) colourType)
            .array();
    return Pictures.png(
        Pictures.pngChunk("IHDR", header),
        Pictures.pngChunk("IDAT", bytes.toByteArray()),
        Pictures.pngChunk("IEND", new byte[0]));
  }

  static Stream<Arguments> bmps() {
    List<Arguments> files = new ArrayList<>();
    for (int[] size : SIZES) {
      for (int type :
          new int[] {
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_565_RGB
          }) {
        byte[] bytes = Pictures.encode(picture(size[0], size[1], type), "bmp");
        files.add(file("BMP of type " + type, bytes, byOpenCvInColour(bytes), 8));
      }
    }
    return files.stream();
  }

  private static BufferedImage byOpenCvInColour(byte[] bytes) {
    OpenCv.load();
    MatOfByte file = new MatOfByte(bytes);
    Mat picture = Imgcodecs.imdecode(file, Imgcodecs.IMREAD_COLOR);
    try {
      return OpenCv.toImage(picture);
    } finally {
      file.release();
      picture.release();
    }
  }

  static Stream<Arguments> webps() {
    List<Arguments> files = new ArrayList<>();
    for (int[] size : SIZES) {
      BufferedImage rgb = picture(size[0], size[1], BufferedImage.TYPE_INT_RGB);
      BufferedImage argb = picture(size[0], size[1], BufferedImage.TYPE_INT_ARGB);
      BufferedImage onWhite = Pixels.toBgr(argb);
      files.add(file("lossless WebP", webp(rgb, 101), rgb, 0));
      files.add(file("lossless WebP with alpha", webp(argb, 101), onWhite, 1));
      if (size[0] > 7 && size[1] > 7) { // else its blocks are mostly edge
        files.add(file("lossy WebP", webp(rgb, 95), rgb, 12));
        files.add(file("lossy WebP with alpha", webp(argb, 95), onWhite, 12));
      }
    }
    return files.stream();
  }

  private static byte[] webp(BufferedImage image, int quality) {
    OpenCv.load();
    Mat bgra = new Mat(image.getHeight(), image.getWidth(), CvType.CV_8UC4);
    Mat picture = new Mat();
    try {
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          Color color = new Color(image.getRGB(x, y), true);
          bgra.put(y, x, color.getBlue(), color.getGreen(), color.getRed(), color.getAlpha());
        }
      }
      if (image.getColorModel().hasAlpha()) {
        bgra.copyTo(picture);
      } else {
        Imgproc.cvtColor(bgra, picture, Imgproc.COLOR_BGRA2BGR);
      }
      return Pictures.encodeWithOpenCv(picture, ".webp", Imgcodecs.IMWRITE_WEBP_QUALITY, quality);
    } finally {
      bgra.release();
      picture.release();
    }
  }

  static Stream<Arguments> gifs() {
    List<Arguments> files = new ArrayList<>();
    for (int[] size : SIZES) {
      for (int type : new int[] {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY}) {
        for (boolean interlaced : new boolean[] {false, true}) {
          BufferedImage image = picture(size[0], size[1], type);
          String kind = (interlaced ? "interlaced " : "") + "GIF of type " + type;
          files.add(file(kind, gif(image, interlaced), image, 0));
        }
      }
    }
    BufferedImage noise = Pictures.noise(300, 200, BufferedImage.TYPE_BYTE_INDEXED, 1);
    files.add(file("GIF with all codes", gif(noise, false), noise, 0));
    return files.stream();
  }

  private static byte[] gif(BufferedImage image, boolean interlaced) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(
          interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.write(
          null,
          new IIOImage(
              image, null, writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param)),
          param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Inks and luma that look the same, with and without a colour profile that changes nothing. */
  static Stream<Arguments> managed() {
    List<Arguments> files = new ArrayList<>();
    BufferedImage rgb = picture(33, 17, BufferedImage.TYPE_INT_RGB);
    byte[] jpeg = Pictures.encode(rgb, "jpeg");
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    byte[] segment = Pictures.join(Pictures.latin1("ICC_PROFILE\0"), new byte[] {1, 1}, profile);
    files.add(
        file(
            "JPEG with sRGB's profile",
            Pictures.withSegment(jpeg, 0xE2, segment),
            byOpenCv(jpeg),
            3));
    files.add(
        file("CMYK JPEG without ink", Pictures.cmykJpeg(33, 17, 0, 0, 0, 0), page(33, 17), 4));
    files.add(
        file(
            "YCCK JPEG without ink", Pictures.ycckJpeg(33, 17, 255, 127, 127, 0), page(33, 17), 4));
    return files.stream();
  }

  private static BufferedImage page(int width, int height) {
    return Pictures.plain(width, height, BufferedImage.TYPE_3BYTE_BGR, 0xFFFFFFFF);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"jpegs", "pngs", "pngsOfAllDepths", "bmps", "webps", "gifs", "managed"})
  void everyKindLooksAsTheSecondDecoderSaysAtEveryPixel(
      String kind, byte[] bytes, BufferedImage expected, double most) {
    BufferedImage actual = decoder.decode(ImageSource.of(bytes));

    assertThat(actual.getWidth()).as("width of %s", kind).isEqualTo(expected.getWidth());
    assertThat(actual.getHeight()).as("height of %s", kind).isEqualTo(expected.getHeight());
    assertThat(meanDifference(actual, expected)).as(kind).isCloseTo(0, within(most));
  }

  /** Mean over the pixels of the largest difference of a channel, in levels of 256. */
  private static double meanDifference(BufferedImage one, BufferedImage other) {
    Mat first = OpenCv.toBgr(one);
    Mat second = OpenCv.toBgr(other);
    Mat difference = new Mat();
    try {
      Core.absdiff(first, second, difference);
      Scalar mean = Core.mean(difference);
      return Math.max(mean.val[0], Math.max(mean.val[1], mean.val[2]));
    } finally {
      List.of(first, second, difference).forEach(Mat::release);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"jpegs", "pngs", "bmps", "webps", "gifs"})
  void everyKindOfSomeSizeLooksTheSameReduced(
      String kind, byte[] bytes, BufferedImage expected, double most) {
    DecodedImage reduced = decoder.decode(ImageSource.of(bytes), 16);
    BufferedImage whole = reduced.isReduced() ? halvedTo(reduced.image(), expected) : expected;

    assertThat(reduced.width()).as("width of %s", kind).isEqualTo(expected.getWidth());
    assertThat(reduced.height()).as("height of %s", kind).isEqualTo(expected.getHeight());
    assertThat(meanDifference(reduced.image(), whole)).as(kind).isLessThan(45);
  }

  private static BufferedImage halvedTo(BufferedImage reduced, BufferedImage whole) {
    BufferedImage image = Pixels.toBgr(whole);
    while (image.getWidth() > reduced.getWidth() || image.getHeight() > reduced.getHeight()) {
      image = Pixels.halved(image);
    }
    return image;
  }
}
