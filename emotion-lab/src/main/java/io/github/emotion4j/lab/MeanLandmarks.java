// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.Point;
import io.github.emotion4j.cli.Main;
import io.github.emotion4j.djl.detect.FaceDetectors;
import io.github.emotion4j.djl.internal.align.HeadPoseEstimator;
import io.github.emotion4j.lab.detect.AnnotatedArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * Measures where the five points of faces lie on average, for the mean face of {@link
 * HeadPoseEstimator}, and which poses that gives.
 *
 * <pre>
 * java -cp emotion-lab.jar io.github.emotion4j.lab.MeanLandmarks caltech-webfaces.zip DETECTOR COUNT
 * </pre>
 */
public final class MeanLandmarks {

  private static final double LEAST_CONFIDENCE = 0.9;
  private static final int LEAST_SIDE = 40;

  private MeanLandmarks() {}

  /**
   * Prints quantiles: 5, 25, 50, 75 and 95 %.
   *
   * @param arguments an archive of photographs, the description of a face detector, and how many
   *     pictures to look at
   * @throws IOException if the archive can't be read
   */
  public static void main(String[] arguments) throws IOException {
    Main.stayOffline();
    List<FaceLandmarks> faces = new ArrayList<>();
    try (AnnotatedArchive archive = new AnnotatedArchive(Path.of(arguments[0]));
        FaceDetector detector = FaceDetectors.open(arguments[1])) {
      List<String> names = archive.names(name -> !AnnotatedArchive.isHeldOut(name));
      int count = Math.min(names.size(), Integer.parseInt(arguments[2]));
      for (String name : names.subList(0, count)) {
        detector.detect(archive.read(name, OptionalInt.empty()).image()).stream()
            .filter(face -> face.confidence() >= LEAST_CONFIDENCE)
            .map(DetectedFace::region)
            .filter(region -> region.width() >= LEAST_SIDE)
            .forEach(region -> region.landmarks().ifPresent(faces::add));
      }
    }
    System.out.println(faces.size() + " faces; in distances of the eyes, from between them");
    print("nose, aside", faces, f -> upright(f, f.nose()).x());
    print("nose, down", faces, f -> upright(f, f.nose()).y());
    print("mouth, half its width", faces, MeanLandmarks::halfMouth);
    print("mouth, down", faces, f -> upright(f, mouth(f)).y());
    print("yaw", faces, f -> HeadPoseEstimator.estimate(f).orElseThrow().yaw());
    print("pitch", faces, f -> HeadPoseEstimator.estimate(f).orElseThrow().pitch());
    print("roll", faces, f -> HeadPoseEstimator.estimate(f).orElseThrow().roll());
  }

  private static Point mouth(FaceLandmarks face) {
    return new Point(
        (face.mouthLeft().x() + face.mouthRight().x()) / 2,
        (face.mouthLeft().y() + face.mouthRight().y()) / 2);
  }

  private static double halfMouth(FaceLandmarks face) {
    return (upright(face, face.mouthLeft()).x() - upright(face, face.mouthRight()).x()) / 2;
  }

  /** A point as seen with the eyes level and one apart. */
  private static Point upright(FaceLandmarks face, Point point) {
    double eyesX = face.leftEye().x() - face.rightEye().x();
    double eyesY = face.leftEye().y() - face.rightEye().y();
    double x = point.x() - (face.leftEye().x() + face.rightEye().x()) / 2;
    double y = point.y() - (face.leftEye().y() + face.rightEye().y()) / 2;
    double square = eyesX * eyesX + eyesY * eyesY;
    return new Point((x * eyesX + y * eyesY) / square, (y * eyesX - x * eyesY) / square);
  }

  private static void print(
      String name, List<FaceLandmarks> faces, ToDoubleFunction<FaceLandmarks> measure) {
    double[] sorted = faces.stream().mapToDouble(measure).sorted().toArray();
    double[] quantiles = new double[] {0.05, 0.25, 0.5, 0.75, 0.95};
    String line =
        String.join(
            " ",
            Arrays.stream(quantiles)
                .mapToObj(
                    q -> String.format(Locale.ROOT, "%8.3f", sorted[(int) (q * sorted.length)]))
                .toList());
    System.out.println(String.format("%-24s %s", name, line));
  }
}
