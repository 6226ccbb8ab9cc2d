// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.EmotionException;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotatedArchiveTest {

  @TempDir private Path folder;

  private Path zip(String annotation) throws IOException {
    Path file = folder.resolve("a.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : new String[] {"b.png", "a.png"}) {
        zip.putNextEntry(new ZipEntry("images/" + name));
        ImageIO.write(new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB), "png", zip);
      }
      zip.putNextEntry(new ZipEntry("faces.csv"));
      zip.write(annotation.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  @Test
  void boxesComeInPixelsOfThePictureAsItIsScaled() throws IOException {
    try (AnnotatedArchive archive =
        new AnnotatedArchive(zip("file,x,y,width,height\na.png,1,2,30,10.5\na.png,1,1,0,0\n"))) {
      assertThat(archive.hasBoxes()).isTrue();
      assertThat(archive.names(name -> true)).containsExactly("a.png", "b.png");

      AnnotatedPicture picture = archive.read("a.png", OptionalInt.of(80));

      assertThat(picture.image().getHeight()).isEqualTo(40);
      assertThat(picture.boxes()).containsExactly(new Rectangle2D.Double(2, 4, 60, 21));
      assertThat(archive.read("b.png", OptionalInt.empty()).boxes()).isEmpty();
    }
  }

  @Test
  void pointsAreReadByTheirNames() throws IOException {
    String header =
        "file,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,mouth_x,mouth_y";
    try (AnnotatedArchive archive =
        new AnnotatedArchive(zip(header + "\nb.png,1,2,3,4,5,6,7,8\n"))) {
      FacePoints points = archive.read("b.png", OptionalInt.empty()).points().get(0);

      assertThat(archive.hasBoxes()).isFalse();
      assertThat(points.leftEye()).isEqualTo(new Point2D.Double(1, 2));
      assertThat(points.mouth()).isEqualTo(new Point2D.Double(7, 8));
    }
  }

  @Test
  void anArchiveWithoutAnnotationIsRefused() throws IOException {
    Path file = zip("file,label\na.png,happy\n");

    assertThatThrownBy(() -> new AnnotatedArchive(file))
        .isInstanceOf(EmotionException.class)
        .hasMessageContaining("neither boxes nor points");
  }

  /** The rule of pack.py; computed with Python's hashlib. */
  @Test
  void theTenthThatIsHeldOutIsThatOfTheTrainingProgram() {
    assertThat(AnnotatedArchive.isHeldOut("pic00031.jpg")).isTrue();
    assertThat(AnnotatedArchive.isHeldOut("pic00001.jpg")).isFalse();
  }
}
