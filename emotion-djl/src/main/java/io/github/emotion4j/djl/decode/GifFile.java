// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.internal.opencv.Pixels;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/**
 * The first picture of a GIF file, at its place on the canvas. What it does not cover has the
 * file's background colour, or is white if transparent. Everything behind it is left alone.
 */
final class GifFile implements EncodedImage {
  private static final int BYTES_PER_PIXEL = 3;
  private static final int FILE_HEADER = 13;
  private static final int IMAGE_HEADER = 9;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int HAS_PALETTE = 0x80;
  private static final int INTERLACED = 0x40;
  private static final int NONE = -1;

  /** First row and distance of the rows of each pass. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private final ByteView view;
  private final long header;
  private final long pixels;
  private final long palette;
  private final int colours;
  private final int transparent;
  private final int width;
  private final int height;

  private GifFile(ByteView view, long header, int transparent) throws RefusedImageException {
    this.view = view;
    this.header = header;
    this.transparent = transparent;
    int own = view.u8(header + 8);
    int common = view.u8(10);
    boolean hasOwn = (own & HAS_PALETTE) != 0;
    int flags = hasOwn ? own : common;
    palette = hasOwn ? header + IMAGE_HEADER : FILE_HEADER;
    colours = (flags & HAS_PALETTE) == 0 ? 0 : colours(flags);
    pixels = header + IMAGE_HEADER + (hasOwn ? BYTES_PER_PIXEL * colours : 0);
    width = Math.max(view.u16le(6), view.u16le(header) + frameWidth());
    height = Math.max(view.u16le(8), view.u16le(header + 2) + frameHeight());
  }

  private static int colours(int flags) {
    return 2 << (flags & 7);
  }

  static GifFile inspect(ByteView view) throws RefusedImageException {
    int flags = view.u8(10);
    long at =
        (long) FILE_HEADER + ((flags & HAS_PALETTE) == 0 ? 0 : BYTES_PER_PIXEL * colours(flags));
    int transparent = NONE;
    while (true) {
      int block = view.u8(at++);
      if (block == TRAILER) {
        throw RefusedImageException.broken("no picture");
      }
      if (block == IMAGE) {
        return new GifFile(view, at, transparent);
      }
      if (block == EXTENSION) { // what is none of these is skipped
        if (view.u8(at) == GRAPHIC_CONTROL && view.u8(at + 1) >= 4) {
          transparent = (view.u8(at + 2) & 1) == 0 ? NONE : view.u8(at + 5);
        }
        at = behindBlocks(view, at + 1);
      }
    }
  }

  private static long behindBlocks(ByteView view, long from) throws RefusedImageException {
    long at = from;
    int length;
    do {
      length = view.u8(at);
      at += 1L + length;
    } while (length > 0);
    return at;
  }

  private int frameWidth() throws RefusedImageException {
    return view.u16le(header + 4);
  }

  private int frameHeight() throws RefusedImageException {
    return view.u16le(header + 6);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public long memory(int reduction) {
    long step = ImageIoReader.step(reduction);
    long all = (long) width * height;
    return all + all / (step * step) * 2 * BYTES_PER_PIXEL;
  }

  @Override
  public BufferedImage decode(int reduction) throws RefusedImageException {
    int step = ImageIoReader.step(reduction);
    byte[] indexes = new byte[frameWidth() * frameHeight()];
    int count = GifPixels.read(view, pixels, indexes);
    BufferedImage image = paint(indexes, count, step);
    return step < reduction ? Pixels.halved(image) : image;
  }

  /** Draws every step-th pixel across and down. */
  private BufferedImage paint(byte[] indexes, int count, int step) throws RefusedImageException {
    BufferedImage image =
        new BufferedImage(
            (width + step - 1) / step, (height + step - 1) / step, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] table = table(palette, colours);
    fill(bgr);
    int left = view.u16le(header);
    int top = view.u16le(header + 2);
    int columns = frameWidth();
    int[] rows = rows();
    for (int i = 0; i < rows.length; i++) {
      int y = top + rows[i];
      if (y % step != 0) {
        continue;
      }
      int shown = Math.min(columns, count - i * columns);
      for (int x = (step - left % step) % step; x < shown; x += step) {
        int index = indexes[i * columns + x] & 0xFF;
        if (index != transparent) {
          int to = BYTES_PER_PIXEL * (y / step * image.getWidth() + (left + x) / step);
          System.arraycopy(table, BYTES_PER_PIXEL * index, bgr, to, BYTES_PER_PIXEL);
        }
      }
    }
    return image;
  }

  /** Where the rows belong, in the order in which they are stored. */
  private int[] rows() throws RefusedImageException {
    int[] rows = new int[frameHeight()];
    if ((view.u8(header + 8) & INTERLACED) == 0) {
      Arrays.setAll(rows, i -> i);
      return rows;
    }
    int next = 0;
    for (int[] pass : PASSES) {
      for (int row = pass[0]; row < rows.length; row += pass[1]) {
        rows[next++] = row;
      }
    }
    return rows;
  }

  /**
   * Fills the canvas: with white if it can be seen through, else with the colour that the file
   * gives what no picture covers.
   */
  private void fill(byte[] bgr) throws RefusedImageException {
    int common = view.u8(10);
    if (transparent != NONE || (common & HAS_PALETTE) == 0) {
      Arrays.fill(bgr, (byte) 255);
      return;
    }
    byte[] table = table(FILE_HEADER, colours(common));
    int background = view.u8(11);
    for (int to = 0; to < bgr.length; to += BYTES_PER_PIXEL) {
      System.arraycopy(table, BYTES_PER_PIXEL * background, bgr, to, BYTES_PER_PIXEL);
    }
  }

  /** Blue, green and red of each index; greys where there is no palette. */
  private byte[] table(long palette, int colours) throws RefusedImageException {
    byte[] table = new byte[BYTES_PER_PIXEL * 256];
    for (int index = 0; index < 256; index++) {
      for (int sample = 0; sample < BYTES_PER_PIXEL; sample++) {
        int value = colours == 0 ? index : 0;
        if (index < colours) {
          value = view.u8(palette + (long) BYTES_PER_PIXEL * index + 2 - sample);
        }
        table[BYTES_PER_PIXEL * index + sample] = (byte) value;
      }
    }
    return table;
  }
}
