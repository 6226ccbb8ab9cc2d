// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecodeSuiteTest {

  private static final String BLACK = "0 0 0 ".repeat(16).trim();
  private static final String GREY = "9 9 9 ".repeat(16).trim();
  private static final String HEADER =
      "file,format,mode,frames,width,height,orientation,profile,thumbnail\n";

  @TempDir private Path folder;
  private byte[] png = {};

  @BeforeEach
  void makeAPicture() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_3BYTE_BGR), "png", bytes);
    png = bytes.toByteArray();
  }

  private Path suite(String rows, byte[]... files) throws IOException {
    Path suite = folder.resolve("suite.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(suite))) {
      zip.putNextEntry(new ZipEntry("reference.csv"));
      zip.write((HEADER + rows).getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < files.length; i++) {
        zip.putNextEntry(new ZipEntry("files/" + i + ".png"));
        zip.write(files[i]);
      }
    }
    return suite;
  }

  private String run(int code, Path suite) {
    StringWriter out = new StringWriter();
    PrintWriter print = new PrintWriter(out, true);
    assertThat(LabMain.execute(print, print, "decode-suite", suite.toString())).isEqualTo(code);
    return out.toString();
  }

  @Test
  void aSuiteThatAgreesIsGood() throws IOException {
    Path suite =
        suite(
            "0.png,PNG,RGB,1,8,6,1,False," + BLACK + "\n1.png,,,,,,,,\n",
            png,
            Arrays.copyOf(png, 40));

    assertThat(run(0, suite))
        .contains("0 of 1 (0.00 %) refused", "0 of 1 (0.00 %) more than 6 levels off");
  }

  @ParameterizedTest
  @CsvSource({
    "'8,6,1,False,' , 9, 0.png: differs by up to 9 levels",
    "'8,7,1,False,' , 0, '0.png: is 8x6, the second decoder''s 8x7'"
  })
  void aDisagreementIsPrintedAndFails(String columns, int level, String line) throws IOException {
    String row = "0.png,PNG,RGB,1," + columns + (level == 0 ? BLACK : GREY) + "\n";

    assertThat(run(1, suite(row, png))).contains(line);
  }

  @Test
  void coloursAreNotComparedWhereThereIsAProfile() throws IOException {
    assertThat(run(0, suite("0.png,PNG,RGB,1,8,6,1,True," + GREY + "\n", png)))
        .contains("0 of 0 (0.00 %) more than 6 levels off");
  }

  @Test
  void aRefusalIsPrintedWithItsReason() throws IOException {
    Path suite =
        suite("0.png,PNG,RGB,1,8,6,1,False," + BLACK + "\n", Arrays.copyOf(png, png.length - 30));

    assertThat(run(0, suite))
        .contains("0.png: refused, ", "truncated", "1 of 1 (100.00 %) refused");
  }
}
