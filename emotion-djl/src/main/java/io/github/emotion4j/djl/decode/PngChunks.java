// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Walks the chunks of a PNG file. Only header, palette, transparency and pixels are kept: the
 * others may be compressed, and the reader would inflate them without a bound; and of many small
 * chunks it takes longer than their bytes are worth.
 */
final class PngChunks {

  private static final int SIGNATURE_LENGTH = 8;
  private static final int CHUNK_HEADER = 8;
  private static final int CHECKSUM = 4;
  private static final int HEADER_LENGTH = 13;
  private static final int IHDR = ByteView.name("IHDR");
  private static final int PLTE = ByteView.name("PLTE");
  private static final int TRNS = ByteView.name("tRNS");
  private static final int IDAT = ByteView.name("IDAT");
  private static final int IEND = ByteView.name("IEND");
  private static final int EXIF = ByteView.name("eXIf");
  private static final int TEXT = ByteView.name("iTXt");
  private static final String XMP = "XML:com.adobe.xmp\0\0";

  private final ByteView view;
  private final CRC32 checksum = new CRC32();
  private int dataLength;

  /** Takes the data, in a second walk. */
  private Optional<ByteBuffer> target = Optional.empty();

  private boolean hasData;
  private Optional<byte[]> header = Optional.empty();
  private Optional<byte[]> palette = Optional.empty();
  private Optional<byte[]> transparency = Optional.empty();
  private Optional<Orientation> exif = Optional.empty();
  private Optional<Orientation> xmp = Optional.empty();

  private PngChunks(ByteView view) {
    this.view = view;
  }

  static PngFile read(ByteView view) throws RefusedImageException {
    PngChunks chunks = new PngChunks(view);
    chunks.walk();
    if (chunks.header.isEmpty() || !chunks.hasData) {
      throw RefusedImageException.broken("no pixels");
    }
    return new PngFile(
        chunks,
        new ByteView(chunks.header.get()),
        chunks.exif.or(() -> chunks.xmp).orElse(Orientation.UPRIGHT));
  }

  private void walk() throws RefusedImageException {
    long at = SIGNATURE_LENGTH;
    while (at + CHUNK_HEADER <= view.length()) {
      long length = view.u32(at);
      long end = at + CHUNK_HEADER + length + CHECKSUM;
      int name = view.nameAt(at + 4);
      int start = (int) at + CHUNK_HEADER;
      if (name == IEND) {
        return;
      }
      if (end > view.length()) {
        // The reader says whether pixels are missing, or only the file's end.
        if (name == IDAT) {
          keepData(start, (int) Math.min(length, view.length() - start));
        }
        break;
      }
      look(name, start, (int) length);
      at = end;
    }
    if (!hasData) {
      throw RefusedImageException.truncated();
    }
  }

  private void look(int name, int start, int length) throws RefusedImageException {
    if (name == IDAT) {
      if (target.isEmpty()) {
        requireChecksum("IDAT", start, length);
      }
      keepData(start, length);
    } else if (name == IHDR && header.isEmpty()) {
      header = Optional.of(content("IHDR", start, length));
      if (length != HEADER_LENGTH) {
        throw RefusedImageException.broken("a header of " + length + " bytes");
      }
    } else if (name == PLTE && palette.isEmpty() && !hasData) {
      palette = Optional.of(content("PLTE", start, length));
    } else if (name == TRNS && transparency.isEmpty() && !hasData) {
      transparency = Optional.of(content("tRNS", start, length));
    } else if (name == EXIF && exif.isEmpty()) {
      exif = ExifOrientation.read(view, start, (long) start + length);
    } else if (name == TEXT && xmp.isEmpty() && view.startsWith(start, XMP)) {
      xmp = XmpOrientation.read(view, start + XMP.length(), start + length);
    }
  }

  private void keepData(int start, int length) {
    if (target.isPresent()) {
      target.get().put(view.bytes(), start, length);
    } else {
      dataLength += length;
    }
    hasData = true;
  }

  private byte[] content(String name, int start, int length) throws RefusedImageException {
    requireChecksum(name, start, length);
    return Arrays.copyOfRange(view.bytes(), start, start + length);
  }

  private void requireChecksum(String name, int start, int length) throws RefusedImageException {
    checksum.reset();
    checksum.update(view.bytes(), start - 4, 4 + length);
    if (checksum.getValue() != view.u32(start + (long) length)) {
      throw RefusedImageException.broken("wrong checksum of its " + name + " chunk");
    }
  }

  /** How many bytes are kept. */
  int keptLength() {
    return SIGNATURE_LENGTH
        + 3 * (CHUNK_HEADER + CHECKSUM)
        + HEADER_LENGTH
        + palette.map(bytes -> CHUNK_HEADER + CHECKSUM + bytes.length).orElse(0)
        + transparency.map(bytes -> CHUNK_HEADER + CHECKSUM + bytes.length).orElse(0)
        + dataLength;
  }

  /** Copies the kept chunks, the data as one. */
  byte[] kept() throws RefusedImageException {
    ByteBuffer kept = ByteBuffer.allocate(keptLength()).put(view.bytes(), 0, SIGNATURE_LENGTH);
    write(kept, IHDR, header.orElseThrow());
    palette.ifPresent(bytes -> write(kept, PLTE, bytes));
    transparency.ifPresent(bytes -> write(kept, TRNS, bytes));
    kept.putInt(dataLength).putInt(IDAT);
    target = Optional.of(kept);
    walk();
    target = Optional.empty();
    writeChecksum(kept, dataLength);
    write(kept, IEND, new byte[0]);
    return kept.array();
  }

  private void write(ByteBuffer kept, int name, byte[] content) {
    kept.putInt(content.length).putInt(name).put(content);
    writeChecksum(kept, content.length);
  }

  private void writeChecksum(ByteBuffer kept, int length) {
    checksum.reset();
    checksum.update(kept.duplicate().flip().position(kept.position() - length - 4));
    kept.putInt((int) checksum.getValue());
  }
}
