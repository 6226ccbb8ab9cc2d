// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the code for DJL's RetinaFace and UltraNet on a stand-in: a TorchScript program of the same
 * inputs and outputs, written here, that takes bright pictures for faces.
 */
class RetinaFaceDetectorTest implements FaceDetectorContract {

  private static final String PROGRAM =
      """
      class Net(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Net,
          x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
          h = torch.size(x, 2)
          w = torch.size(x, 3)
          a = torch.mul(torch.floordiv(torch.add(h, 7), 8), torch.floordiv(torch.add(w, 7), 8))
          b = torch.mul(torch.floordiv(torch.add(h, 15), 16), torch.floordiv(torch.add(w, 15), 16))
          c = torch.mul(torch.floordiv(torch.add(h, 31), 32), torch.floordiv(torch.add(w, 31), 32))
          n = torch.mul(torch.add(torch.add(a, b), c), 2)
          boxes = torch.zeros([1, n, 4])
          points = torch.zeros([1, n, 10])
          p = torch.clamp(torch.div(torch.mean(x), 50.), 0., 1.)
          q = torch.expand(torch.reshape(p, [1, 1, 1]), [1, n, 1])
          scores = torch.cat([torch.zeros_like(q), q], 2)
          return (boxes, scores, points)
      """;

  @TempDir private static Path folder;

  private static Path standIn() {
    Path file = folder.resolve("retinaface.pt");
    if (!Files.exists(file)) {
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        put(zip, "net/version", "10\n".getBytes(US_ASCII));
        put(zip, "net/code/__torch__.py", PROGRAM.getBytes(US_ASCII));
        put(zip, "net/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
        put(zip, "net/data.pkl", pickledModule());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  /** The module with its only attribute, in Python's pickle format. */
  private static byte[] pickledModule() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x80, 2});
    out.write("c__torch__\nNet\n)\u0081}(X".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    out.write(new byte[] {8, 0, 0, 0});
    out.write("training".getBytes(US_ASCII));
    out.write("\u0089ub.".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  @Override
  public FaceDetector newDetector() {
    return DjlFaceDetector.retinaFace(standIn().toString());
  }

  @Override
  public BufferedImage pictureWithFaces() {
    BufferedImage picture = new BufferedImage(200, 120, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 200, 120);
    graphics.dispose();
    return picture;
  }

  @Test
  void everyPriorIsLookedAt() {
    try (FaceDetector detector = newDetector()) {
      List<DetectedFace> faces = detector.detect(pictureWithFaces());

      // Of equal scores the first is kept: priors of 16 pixels, of 8 apart, overlap by a third.
      assertThat(faces)
          .hasSizeGreaterThan(100)
          .allSatisfy(face -> assertThat(face.region().eyes()).isPresent());
    }
  }

  @Test
  void anAddressIsRefusedOffline() {
    for (String url : List.of(DjlFaceDetector.RETINA_FACE_URL, DjlFaceDetector.ULTRA_NET_URL)) {
      assertThatThrownBy(() -> FaceDetectors.open("retinaface:" + url))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll(url, "offline", "give the file");
    }
  }

  @Test
  void aModelOfOtherOutputsIsRefused() {
    assertThatThrownBy(() -> DjlFaceDetector.ultraNet(standIn().toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("ultranet", "retinaface.pt", "shape");
  }
}
