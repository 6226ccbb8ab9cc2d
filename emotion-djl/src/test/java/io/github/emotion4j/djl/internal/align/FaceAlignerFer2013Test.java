// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.djl.Shared;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Whether aligning a face of FER2013 finds back the crop that its authors made. */
class FaceAlignerFer2013Test {

  private static final int SIDE = 192;
  private static final int BORDER = 64;
  private static final int FACES = 150;

  @Test
  void aFaceOfFer2013IsCutAsItWas(TestReporter reporter) throws IOException {
    List<FaceCrop> crops = crops();

    double across = mean(crops, crop -> (crop.centreX() - BORDER) / SIDE - 0.5);
    double down = mean(crops, crop -> (crop.centreY() - BORDER) / SIDE - 0.5);
    double scale = mean(crops, crop -> Math.log(crop.side() / SIDE));
    double absAcross = mean(crops, crop -> Math.abs((crop.centreX() - BORDER) / SIDE - 0.5));
    double absDown = mean(crops, crop -> Math.abs((crop.centreY() - BORDER) / SIDE - 0.5));
    double absScale = mean(crops, crop -> Math.abs(Math.log(crop.side() / SIDE)));

    reporter.publishEntry(
        "%d crops: mean shift %.3f, %.3f, log scale %.3f; mean absolute %.3f, %.3f, %.3f"
            .formatted(crops.size(), across, down, scale, absAcross, absDown, absScale));
    assertThat(crops).hasSizeGreaterThan(FACES * 3 / 4);
    assertThat(Math.abs(across)).isLessThan(0.02);
    assertThat(Math.abs(down)).isLessThan(0.03);
    assertThat(Math.abs(scale)).isLessThan(0.06);
    assertThat(absAcross).isLessThan(0.06);
    assertThat(absDown).isLessThan(0.06);
    assertThat(absScale).isLessThan(0.16);
  }

  private static List<FaceCrop> crops() throws IOException {
    Path model = Shared.file("models/yunet_n_640_640.onnx");
    Path zip = Shared.file("data/fer2013.zip");
    List<FaceCrop> crops = new ArrayList<>();
    try (YuNetFaceDetector detector = YuNetFaceDetector.load(model);
        ZipFile file = new ZipFile(zip.toFile())) {
      // The other split than the one the proportions were measured on.
      List<? extends ZipEntry> entries =
          file.stream()
              .filter(entry -> entry.getName().startsWith("test/") && !entry.isDirectory())
              .toList();
      for (int i = 0; i < FACES; i++) {
        try (InputStream stream = file.getInputStream(entries.get(i * (entries.size() / FACES)))) {
          List<DetectedFace> faces = detector.detect(inPicture(ImageIO.read(stream)));
          if (!faces.isEmpty()) {
            crops.add(FaceCrop.around(faces.get(0).region()));
          }
        }
      }
    }
    return crops;
  }

  private static BufferedImage inPicture(BufferedImage face) {
    int side = SIDE + 2 * BORDER;
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    // Behind the face a blur of its four corners, which looks no more like a face than a wall.
    BufferedImage corners = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 2; x++) {
      for (int y = 0; y < 2; y++) {
        corners.setRGB(x, y, face.getRGB(x * (face.getWidth() - 1), y * (face.getHeight() - 1)));
      }
    }
    graphics.drawImage(corners, 0, 0, side, side, null);
    graphics.drawImage(face, BORDER, BORDER, SIDE, SIDE, null);
    graphics.dispose();
    return picture;
  }

  private static double mean(List<FaceCrop> crops, ToDoubleFunction<FaceCrop> measure) {
    return crops.stream().mapToDouble(measure).average().orElseThrow();
  }
}
