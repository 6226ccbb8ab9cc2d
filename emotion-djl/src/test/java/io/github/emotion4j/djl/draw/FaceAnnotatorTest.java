// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceAnnotatorTest {

  private static final int GREY = new Color(128, 128, 128).getRGB();

  private final FaceAnnotator annotator = new FaceAnnotator();

  @Test
  void theGivenPictureIsNotChanged() {
    BufferedImage picture = grey(300, 200, BufferedImage.TYPE_3BYTE_BGR);

    annotator.annotate(picture, List.of(happyAt(100, 50, 80, 100)));

    assertThat(changedPixels(picture)).isZero();
  }

  @Test
  void theBoxIsDrawnWhereTheFaceIs() {
    BufferedImage picture = grey(600, 400, BufferedImage.TYPE_INT_RGB);

    BufferedImage drawn = annotator.annotate(picture, List.of(happyAt(200, 100, 150, 200)));

    assertThat(drawn.getRGB(200, 200)).isNotEqualTo(GREY);
    assertThat(drawn.getRGB(349, 200)).isNotEqualTo(GREY);
    assertThat(drawn.getRGB(275, 299)).isNotEqualTo(GREY);
    assertThat(drawn.getRGB(275, 200)).isEqualTo(GREY);
    assertThat(drawn.getRGB(275, 350)).isEqualTo(GREY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x000000, 0xFFFFFF, 0x808080, 0xFFD54F, 0x212121})
  void theBoxStandsOutFromAnyBackground(int background) {
    BufferedImage picture = filled(600, 400, BufferedImage.TYPE_INT_RGB, new Color(background));

    BufferedImage drawn = annotator.annotate(picture, List.of(happyAt(200, 100, 150, 200)));

    int strongest = 0;
    for (int x = 190; x < 210; x++) {
      Color pixel = new Color(drawn.getRGB(x, 200));
      Color behind = new Color(background);
      strongest = Math.max(strongest, Math.abs(pixel.getGreen() - behind.getGreen()));
    }
    assertThat(strongest).isGreaterThan(70);
  }

  @ParameterizedTest
  @CsvSource({
    "600,400,200,100,150,200",
    "600,400,0,0,50,50",
    "600,400,560,5,40,60",
    "600,400,0,380,600,20",
    "600,400,0,0,600,400",
    "48,48,0,0,48,48",
    "3000,100,2900,0,100,100"
  })
  void theLabelStaysInsideThePicture(
      int width, int height, int x, int y, int faceWidth, int faceHeight) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    EmotionResult face = happyAt(x, y, faceWidth, faceHeight);

    FaceAnnotator.Label label = labelOf(graphics, face, picture);
    graphics.dispose();

    assertThat(new Rectangle(0, 0, width, height).contains(label.strip())).isTrue();
    assertThat(label.font().getSize2D()).isGreaterThan(3);
  }

  @Test
  void theLabelSaysTheDominantEmotionAndItsPercentage() {
    BufferedImage picture = grey(600, 400, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();

    FaceAnnotator.Label label = labelOf(graphics, happyAt(100, 100, 80, 100), picture);
    graphics.dispose();

    assertThat(label.text()).isEqualTo("happy 94%");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,300", "5,5", "48,48"})
  void tinyPicturesAreSurvived(int width, int height) {
    BufferedImage picture = grey(width, height, BufferedImage.TYPE_3BYTE_BGR);

    BufferedImage drawn = annotator.annotate(picture, List.of(happyAt(0, 0, width, height)));

    assertThat(drawn.getWidth()).isEqualTo(width);
    assertThat(drawn.getHeight()).isEqualTo(height);
  }

  @Test
  void withoutFacesTheCopyIsEqual() {
    BufferedImage drawn = annotator.annotate(grey(60, 40, BufferedImage.TYPE_3BYTE_BGR), List.of());

    assertThat(changedPixels(drawn)).isZero();
  }

  @Test
  void transparencyIsKept() {
    BufferedImage picture = new BufferedImage(60, 40, BufferedImage.TYPE_INT_ARGB);

    BufferedImage drawn = annotator.annotate(picture, List.of());

    assertThat(drawn.getRGB(5, 5) >>> 24).isZero();
  }

  @Test
  void theseTestsRunWithoutADisplay() {
    assertThat(GraphicsEnvironment.isHeadless()).isTrue();
  }

  private static EmotionResult happyAt(int x, int y, int width, int height) {
    Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      probabilities.put(emotion, emotion == Emotion.HAPPY ? 0.94 : 0.01);
    }
    return EmotionResult.of(FaceRegion.of(x, y, width, height), 0.9, probabilities);
  }

  private static BufferedImage grey(int width, int height, int type) {
    return filled(width, height, type, new Color(GREY));
  }

  private static BufferedImage filled(int width, int height, int type, Color colour) {
    BufferedImage picture = new BufferedImage(width, height, type);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return picture;
  }

  private static int changedPixels(BufferedImage picture) {
    int changed = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        changed += picture.getRGB(x, y) == GREY ? 0 : 1;
      }
    }
    return changed;
  }

  private static FaceAnnotator.Label labelOf(
      Graphics2D graphics, EmotionResult face, BufferedImage picture) {
    return FaceAnnotator.Label.of(graphics, FaceAnnotator.text(face), face.region(), picture);
  }

  @Test
  void labelsOfOnesOwnAreDrawnInstead() {
    BufferedImage picture = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    List<EmotionResult> faces = List.of(happyAt(100, 100, 80, 80));

    BufferedImage own = new FaceAnnotator().annotate(picture, faces, List.of("17 happy"));

    assertThat(pixels(own)).isNotEqualTo(pixels(new FaceAnnotator().annotate(picture, faces)));
    assertThatThrownBy(() -> new FaceAnnotator().annotate(picture, faces, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a label for each of 1 faces, not 0");
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
