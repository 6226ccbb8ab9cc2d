// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.Diagnosis;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Finds faces that are painted as rectangles, each of a colour of its own, in whatever part of a
 * scene it is shown: one that is half hidden is found smaller, and one of which less is seen is not
 * found. Its boxes stray and its readings are noisy, as real ones do, from a seed.
 */
final class PaintedFaces implements EmotionDetector {

  private static final double LEAST_SHARE = 0.45;

  private final List<Color> colours;
  private final int area;
  private final double stray;
  private final Random random;
  private Emotion shown = Emotion.HAPPY;
  private double ahead = 0.6;
  private double noise;
  private double quality = 1;
  int pictures;
  long pixels;

  /** Looks for faces of so many pixels when whole, whose boxes stray by a share of their size. */
  PaintedFaces(List<Color> colours, int side, double stray, long seed) {
    this.colours = colours;
    this.area = side * side;
    this.stray = stray;
    this.random = new Random(seed);
  }

  /** Sets what all faces show from now on, and how far it is ahead on average, and how noisily. */
  void show(Emotion emotion, double itsLead, double itsNoise) {
    shown = emotion;
    ahead = itsLead;
    noise = itsNoise;
  }

  void quality(double itsQuality) {
    quality = itsQuality;
  }

  @Override
  public List<EmotionResult> analyze(ImageSource source) {
    BufferedImage image = ((ImageSource.OfImage) source).image();
    pictures++;
    pixels += (long) image.getWidth() * image.getHeight();
    List<EmotionResult> faces = new ArrayList<>();
    int width = image.getWidth();
    int[] rgb = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    for (Color colour : colours) {
      int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
      int wanted = colour.getRGB();
      int count = 0;
      for (int i = 0; i < rgb.length; i++) {
        if (rgb[i] == wanted) {
          count++;
          box[0] = Math.min(box[0], i % width);
          box[1] = Math.min(box[1], i / width);
          box[2] = Math.max(box[2], i % width);
          box[3] = Math.max(box[3], i / width);
        }
      }
      if (count > LEAST_SHARE * area) {
        faces.add(face(box, image));
      }
    }
    return faces;
  }

  private EmotionResult face(int[] box, BufferedImage image) {
    int x = inside(box[0] + strayed(box[2] - box[0]), image.getWidth() - 1);
    int y = inside(box[1] + strayed(box[3] - box[1]), image.getHeight() - 1);
    int width = Math.min(image.getWidth() - x, box[2] - box[0] + 1 + strayed(box[2] - box[0]));
    int height = Math.min(image.getHeight() - y, box[3] - box[1] + 1 + strayed(box[3] - box[1]));
    FaceRegion region = FaceRegion.of(x, y, Math.max(1, width), Math.max(1, height));
    return EmotionResult.of(region, 0.95, reading()).withFaceQuality(quality);
  }

  private int strayed(int size) {
    return (int) Math.round(stray * size * random.nextGaussian());
  }

  private static int inside(int at, int size) {
    return Math.max(0, Math.min(size - 1, at));
  }

  private Map<Emotion, Double> reading() {
    double[] scores = new double[Emotion.values().length];
    double sum = 0;
    for (Emotion emotion : Emotion.values()) {
      double lead = emotion == shown ? Math.log(1 + 20 * ahead) : 0;
      scores[emotion.index()] = Math.exp(lead + noise * random.nextGaussian());
      sum += scores[emotion.index()];
    }
    Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      probabilities.put(emotion, scores[emotion.index()] / sum);
    }
    return probabilities;
  }

  @Override
  public List<AnalysisOutcome> analyzeAll(List<ImageSource> images) {
    return images.stream()
        .<AnalysisOutcome>map(image -> new AnalysisOutcome.Faces(image, analyze(image)))
        .toList();
  }

  @Override
  public void warmUp() {}

  @Override
  public Diagnosis diagnose() {
    return new Diagnosis("none", "none", "cpu", "painted", "unknown", "painted", Path.of("."));
  }

  @Override
  public void close() {}
}
