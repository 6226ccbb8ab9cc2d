// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.HeadPose;
import io.github.emotion4j.Point;
import io.github.emotion4j.cli.Main;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.detect.FaceDetectors;
import io.github.emotion4j.lab.detect.AnnotatedArchive;
import io.github.emotion4j.lab.detect.Turn;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells how well faces are found and read in photographs that are turned in the plane, beside the
 * same photographs upright.
 *
 * <pre>java -cp emotion-lab.jar io.github.emotion4j.lab.MeasureTurnedFaces ZIP DETECTOR COUNT
 * </pre>
 */
public final class MeasureTurnedFaces {

  private static final double[] ANGLES = {-60, -45, -30, -15, 15, 30, 45, 60};
  private static final int LEAST_SIDE = 30;

  private MeasureTurnedFaces() {}

  private static final class Count {
    private int faces;
    private int found;
    private int sameEmotion;
    private double rollError;
  }

  /**
   * Prints a line for each angle.
   *
   * @param arguments an archive of photographs, the description of a face detector, and how many
   *     pictures of the held-out tenth to look at
   * @throws IOException if the archive can't be read
   */
  public static void main(String[] arguments) throws IOException {
    Main.stayOffline();
    Count[] counts = new Count[ANGLES.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new Count();
    }
    try (AnnotatedArchive archive = new AnnotatedArchive(Path.of(arguments[0]));
        EmotionDetector detector =
            DjlEmotionDetector.builder().faceDetector(FaceDetectors.open(arguments[1])).build()) {
      List<String> names = archive.names(AnnotatedArchive::isHeldOut);
      int most = Math.min(names.size(), Integer.parseInt(arguments[2]));
      for (String name : names.subList(0, most)) {
        BufferedImage upright = archive.read(name, OptionalInt.empty()).image();
        List<EmotionResult> faces =
            detector.analyze(upright).stream()
                .filter(face -> face.region().width() >= LEAST_SIDE)
                .toList();
        for (int i = 0; i < ANGLES.length && !faces.isEmpty(); i++) {
          Turn turn = new Turn(ANGLES[i]);
          List<EmotionResult> turned = detector.analyze(turn.of(upright));
          for (EmotionResult face : faces) {
            count(counts[i], face, turn, upright, turned);
          }
        }
      }
    }
    for (int i = 0; i < ANGLES.length; i++) {
      Count count = counts[i];
      System.out.println(
          String.format(
              Locale.ROOT,
              "%4.0f degrees: found %d of %d (%.3f), same emotion %.3f of them, roll off by %.1f",
              ANGLES[i],
              count.found,
              count.faces,
              (double) count.found / count.faces,
              (double) count.sameEmotion / count.found,
              count.rollError / count.found));
    }
  }

  private static void count(
      Count count,
      EmotionResult face,
      Turn turn,
      BufferedImage upright,
      List<EmotionResult> turned) {
    count.faces++;
    Point expected = turn.of(centre(face.region()), upright);
    Optional<EmotionResult> nearest =
        turned.stream()
            .min(Comparator.comparingDouble(r -> distance(centre(r.region()), expected)))
            .filter(r -> distance(centre(r.region()), expected) < 0.5 * face.region().width());
    nearest.ifPresent(
        same -> {
          count.found++;
          count.sameEmotion += same.dominantEmotion() == face.dominantEmotion() ? 1 : 0;
          count.rollError += Math.abs(roll(same) - roll(face) - turn.degrees());
        });
  }

  private static double roll(EmotionResult face) {
    return face.headPose().map(HeadPose::roll).orElse(0.0);
  }

  private static Point centre(FaceRegion box) {
    return new Point(box.x() + box.width() / 2.0, box.y() + box.height() / 2.0);
  }

  private static double distance(Point one, Point other) {
    return Math.hypot(one.x() - other.x(), one.y() - other.y());
  }
}
