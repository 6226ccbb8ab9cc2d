// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Good picture files, what can be done to them, and files that were never good. */
final class HostileFiles {

  /** Good files by name. */
  static final Map<String, byte[]> FILES = files();

  private HostileFiles() {}

  private static Map<String, byte[]> files() {
    BufferedImage rgb = Pictures.noise(24, 16, BufferedImage.TYPE_INT_RGB, 1);
    BufferedImage argb = Pictures.noise(24, 16, BufferedImage.TYPE_INT_ARGB, 2);
    BufferedImage indexed = Pictures.noise(24, 16, BufferedImage.TYPE_BYTE_INDEXED, 3);
    BufferedImage grey = Pictures.noise(24, 16, BufferedImage.TYPE_BYTE_GRAY, 4);
    byte[] jpeg = Pictures.encode(rgb, "jpeg");
    Map<String, byte[]> files = new TreeMap<>();
    files.put("baseline JPEG with EXIF", Pictures.withExif(jpeg, Pictures.orientation(6)));
    files.put("progressive JPEG", Pictures.progressiveJpeg(rgb));
    files.put("grey JPEG", Pictures.encode(grey, "jpeg"));
    files.put("CMYK JPEG", Pictures.cmykJpeg(24, 16, 10, 20, 30, 40));
    files.put("PNG with alpha", Pictures.encode(argb, "png"));
    files.put("indexed PNG", Pictures.encode(indexed, "png"));
    files.put("GIF", Pictures.encode(indexed, "gif"));
    files.put("BMP", Pictures.encode(rgb, "bmp"));
    files.put("indexed BMP", Pictures.encode(indexed, "bmp"));
    files.put("lossless WebP", Pictures.webp(24, 16, 0x123456));
    files.put("lossy WebP", Pictures.lossyWebp(24, 16, 5));
    files.put(
        "animated WebP",
        Pictures.extendedWebp(
            24,
            16,
            Pictures.webpChunk("ANIM", new byte[6]),
            Pictures.webpFrame(24, 16, 0x112233),
            Pictures.webpFrame(24, 16, 0x445566)));
    files.put(
        "extended WebP",
        Pictures.extendedWebp(
            24,
            16,
            Pictures.webpChunk("VP8L", Pictures.losslessStream(24, 16, 0x654321)),
            Pictures.webpChunk("EXIF", Pictures.orientation(3))));
    files.put("YCCK JPEG", Pictures.ycckJpeg(24, 16, 10, 20, 30, 40));
    files.put("16-bit PNG", Pictures.encode(Pictures.deep(24, 16), "png"));
    files.put("animated GIF", Pictures.animatedGif(24, 16));
    return files;
  }

  /** Files that a malicious user would send, by name. */
  static Map<String, byte[]> handMade() {
    byte[] jpeg = FILES.get("grey JPEG");
    byte[] png = FILES.get("indexed PNG");
    byte[] gif = FILES.get("GIF");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("no bytes", new byte[0]);
    files.put("zeros", new byte[4096]);
    files.put("text", ascii("hello ".repeat(100)));
    files.put("HTML", ascii("<html><script>alert(1)</script></html>"));
    files.put("SVG", ascii("<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/>"));
    files.put("PostScript", ascii("%!PS-Adobe-3.0 EPSF-3.0\nshowpage"));
    files.put("ImageMagick script", ascii("push graphic-context\nfill 'url(https://x/)'"));
    files.put("PDF before a JPEG", Pictures.join(ascii("%PDF-1.4\n"), jpeg));
    files.put("zip behind a JPEG", Pictures.join(jpeg, ascii("PK\u0003\u0004"), new byte[200]));
    files.put("zip behind a GIF", Pictures.join(gif, ascii("PK\u0003\u0004"), new byte[200]));
    files.put("script behind a PNG", Pictures.join(png, ascii("<?php system('id'); ?>")));
    files.put("script in a comment of a JPEG", comment(jpeg, "*/=1;alert(1)/*"));
    files.put("PNG called JPEG by its head", Pictures.join(Arrays.copyOf(jpeg, 3), png));
    files.put("EXIF of nothing", Pictures.withExif(jpeg, new byte[0]));
    files.put("EXIF of ones", Pictures.withExif(jpeg, filled(300, 0xFF)));
    files.put("EXIF whose directory lies far away", exif(jpeg, 0x7FFFFFF0, 1, 1, 8));
    files.put("EXIF whose directory lies before it", exif(jpeg, 0xFFFFFFF0, 1, 1, 8));
    files.put("EXIF of 65,535 entries", exif(jpeg, 8, 0xFFFF, 1, 8));
    files.put("EXIF value of 4 G entries", exif(jpeg, 8, 1, 0xFFFFFFFF, 0x7FFFFFFF));
    files.put("EXIF directory that follows itself", exif(jpeg, 8, 1, 1, 8));
    files.put("colour profile of zeros", Pictures.withSegment(jpeg, 0xE2, profile()));
    files.put("bomb PNG, 50,000 x 50,000", bomb(50_000, 50_000));
    files.put("bomb PNG, 2 G x 2 G", bomb(Integer.MAX_VALUE, Integer.MAX_VALUE));
    files.put("bomb PNG, 0 x 0", bomb(0, 0));
    files.put("PNG text that inflates to 100 MB", Pictures.withPngChunk(png, inflatingText()));
    files.put("bomb GIF", size16(gif, 6, 0xFFFF));
    files.put("bomb WebP, 16,384 x 16,384", Pictures.webp(16_384, 16_384, 1));
    files.put("long and thin", Pictures.encode(thin(20_000, 1), "png"));
    files.put("high and thin", Pictures.encode(thin(1, 20_000), "png"));
    files.put("one pixel", Pictures.encode(thin(1, 1), "png"));
    files.put("JPEG of marks", filled(5000, 0xFF));
    files.put("JPEG head without an end", Pictures.join(Arrays.copyOf(jpeg, 20), filled(3000, 0)));
    return files;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] comment(byte[] jpeg, String text) {
    return Pictures.withSegment(jpeg, 0xFE, ascii(text));
  }

  private static byte[] profile() {
    return Pictures.join(ascii("ICC_PROFILE\0"), new byte[] {1, 1}, new byte[400]);
  }

  /** A directory with one entry, the orientation, and itself as the next directory. */
  private static byte[] exif(byte[] jpeg, int directory, int entries, int count, int value) {
    byte[] tiff =
        ByteBuffer.allocate(26)
            .put(ascii("MM\0*"))
            .putInt(directory)
            .putShort((short) entries)
            .putShort((short) 0x0112)
            .putShort((short) 3)
            .putInt(count)
            .putInt(value)
            .putInt(8)
            .array();
    return Pictures.withExif(jpeg, tiff);
  }

  private static byte[] bomb(int width, int height) {
    byte[] pixels = deflated(new byte[1_000_000]);
    return Pictures.png(
        Pictures.pngHeader(width, height),
        Pictures.pngChunk("IDAT", pixels),
        Pictures.pngChunk("IEND", new byte[0]));
  }

  private static byte[] inflatingText() {
    byte[] key = ascii("Comment\0\0");
    return Pictures.pngChunk("zTXt", Pictures.join(key, deflated(new byte[100_000_000])));
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] target = new byte[bytes.length / 100 + 100];
    int length = deflater.deflate(target);
    deflater.end();
    return Arrays.copyOf(target, length);
  }

  private static byte[] size16(byte[] file, int at, int size) {
    byte[] copy = file.clone();
    Arrays.fill(copy, at, at + 4, (byte) size);
    return copy;
  }

  private static BufferedImage thin(int width, int height) {
    return Pictures.plain(width, height, BufferedImage.TYPE_INT_RGB, 0xFF336699);
  }

  /**
   * Changes a file: cuts, flips, fills, puts another file's head on, or repeats a part.
   *
   * @param file not changed
   * @param random decides what is done
   * @return a new file
   */
  static byte[] mutate(byte[] file, Random random) {
    byte[] mutant = file.clone();
    int mutations = 1 + random.nextInt(4);
    for (int i = 0; i < mutations && mutant.length > 8; i++) {
      mutant = mutateOnce(mutant, random);
    }
    // With right checksums, most mutants get past the check and reach the reader.
    if (random.nextInt(4) > 0) {
      mendPngChecksums(mutant);
    }
    return mutant;
  }

  private static byte[] mutateOnce(byte[] file, Random random) {
    int at = random.nextInt(file.length);
    switch (random.nextInt(7)) {
      case 0 -> {
        return Arrays.copyOf(file, at);
      }
      case 1 -> {
        for (int flips = 1 + random.nextInt(16); flips > 0; flips--) {
          file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> Arrays.fill(file, at, Math.min(file.length, at + 1 + random.nextInt(64)), (byte) 0);
      case 3 -> {
        List<byte[]> others = List.copyOf(FILES.values());
        byte[] head = others.get(random.nextInt(others.size()));
        return Pictures.join(
            Arrays.copyOf(head, Math.min(head.length, 8 + random.nextInt(64))),
            Arrays.copyOfRange(file, at, file.length));
      }
      case 4 -> {
        int early = random.nextInt(Math.min(64, file.length - 4));
        int[] extremes = {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFF, 0x7FFF0000};
        ByteBuffer.wrap(file).putInt(early, extremes[random.nextInt(extremes.length)]);
      }
      case 5 -> file[random.nextInt(Math.min(64, file.length))] = (byte) random.nextInt();
      default -> {
        int end = Math.min(file.length, at + 1 + random.nextInt(32));
        return Pictures.join(file, Arrays.copyOfRange(file, at, end));
      }
    }
    return file;
  }

  private static void mendPngChecksums(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file);
    if (file.length < 8 || file[1] != 'P' || file[2] != 'N') {
      return;
    }
    int at = 8;
    while (at + 12 <= file.length) {
      int length = buffer.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        return;
      }
      CRC32 crc = new CRC32();
      crc.update(file, at + 4, length + 4);
      buffer.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
  }
}
