// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.decode.WebPFile.Canvas;
import io.github.emotion4j.djl.decode.WebPFile.Frame;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Walks the chunks of a WebP file, whose frames declare sizes of their own. */
final class WebPChunks {
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int VP8X = ByteView.name("VP8X");
  private static final int VP8 = ByteView.name("VP8 ");
  private static final int VP8L = ByteView.name("VP8L");
  private static final int ALPH = ByteView.name("ALPH");
  private static final int ANMF = ByteView.name("ANMF");
  private static final int EXIF = ByteView.name("EXIF");

  private final ByteView view;
  private Optional<Canvas> canvas = Optional.empty();
  private Optional<ByteBuffer> alpha = Optional.empty();
  private Optional<Frame> frame = Optional.empty();
  private Optional<Orientation> orientation = Optional.empty();

  private WebPChunks(ByteView view) {
    this.view = view;
  }

  static WebPFile read(ByteView view) throws RefusedImageException {
    WebPChunks chunks = new WebPChunks(view);
    long end = CHUNK_HEADER + view.u32le(4);
    chunks.walk(RIFF_HEADER, Math.min(end, view.length()), 0, 0);
    if (chunks.frame.isEmpty()) {
      throw end > view.length()
          ? RefusedImageException.truncated()
          : RefusedImageException.broken("no pixels");
    }
    Frame frame = chunks.frame.get();
    Canvas declared = chunks.canvas.orElse(new Canvas(0, 0));
    Canvas canvas =
        new Canvas(
            Math.max(declared.width(), frame.x() + frame.width()),
            Math.max(declared.height(), frame.y() + frame.height()));
    return new WebPFile(canvas, frame, chunks.orientation.orElse(Orientation.UPRIGHT));
  }

  /** Walks the file, or a frame in it that has a place on the canvas. */
  private void walk(long start, long end, int x, int y) throws RefusedImageException {
    boolean outermost = start == RIFF_HEADER;
    long at = start;
    while (at + CHUNK_HEADER <= end && (outermost || frame.isEmpty())) {
      int name = view.nameAt(at);
      int content = (int) at + CHUNK_HEADER;
      long length = view.u32le(at + 4);
      boolean complete = content + length <= end;
      if (!complete && (name == VP8 || name == VP8L || name == ANMF || name == ALPH)) {
        if (frame.isEmpty()) {
          throw RefusedImageException.truncated();
        }
        return;
      }
      if (!complete) {
        return;
      }
      look(name, content, (int) length, x, y, outermost);
      at = content + length + (length & 1);
    }
  }

  private void look(int name, int content, int length, int x, int y, boolean outermost)
      throws RefusedImageException {
    if (name == VP8X && outermost && canvas.isEmpty()) {
      canvas = Optional.of(new Canvas(1 + view.u24le(content + 4L), 1 + view.u24le(content + 7L)));
    } else if (name == ALPH && alpha.isEmpty()) {
      alpha = Optional.of(slice(content, length));
    } else if (name == VP8 && frame.isEmpty()) {
      int width = view.u16le(content + 6L) & 0x3FFF;
      int height = view.u16le(content + 8L) & 0x3FFF;
      frame = Optional.of(new Frame(x, y, width, height, alpha, false, slice(content, length)));
    } else if (name == VP8L && frame.isEmpty()) {
      long sizes = view.u32le(content + 1L);
      int width = 1 + (int) (sizes & 0x3FFF);
      int height = 1 + (int) (sizes >> 14 & 0x3FFF);
      frame =
          Optional.of(
              new Frame(x, y, width, height, Optional.empty(), true, slice(content, length)));
    } else if (name == ANMF && outermost && frame.isEmpty()) {
      alpha = Optional.empty();
      walk(
          content + (long) FRAME_HEADER,
          content + (long) length,
          2 * view.u24le(content),
          2 * view.u24le(content + 3L));
    } else if (name == EXIF && outermost && orientation.isEmpty()) {
      orientation = ExifOrientation.read(view, content, (long) content + length);
    }
  }

  private ByteBuffer slice(int start, int length) {
    return ByteBuffer.wrap(view.bytes(), start, length).slice();
  }
}
