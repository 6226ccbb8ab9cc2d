// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Shows annotated pictures to face detectors, in turns, and counts what each finds. For one thread.
 */
public final class DetectorBenchmark {

  /** Size in pixels of the smallest annotated faces that count, unless said otherwise. */
  public static final double LEAST_FACE = 20;

  /** Size in pixels of the smallest boxes that are counted as false, unless said otherwise. */
  public static final double LEAST_FALSE = 16;

  private final List<Entry> entries;
  private final double leastFace;
  private final double leastFalse;
  private final int rounds;
  private final Map<String, Integer> required = new TreeMap<>();
  private int pictures;

  /**
   * A detector and how it does.
   *
   * @param name what to call it
   * @param detector as it is by default, whose time is taken
   * @param lax the same where it reports all that it suspects
   */
  public record Contestant(String name, FaceDetector detector, FaceDetector lax) {}

  private static final class Entry {
    private final Contestant contestant;
    private final DetectionFigures reported;
    private final DetectionFigures suspected;
    private final PointFigures points = new PointFigures();
    private final Map<String, Integer> found = new TreeMap<>();
    private final List<Double> steadiness = new ArrayList<>();
    private long nanoseconds;

    Entry(Contestant contestant, double leastFace, double leastFalse) {
      this.contestant = contestant;
      this.reported = new DetectionFigures(leastFace, leastFalse);
      this.suspected = new DetectionFigures(leastFace, leastFalse);
    }
  }

  /**
   * The figures of a detector.
   *
   * @param name what it is called
   * @param reported what it reports by default, against annotated boxes
   * @param suspected all that it suspects, against annotated boxes
   * @param points what it reports by default, against annotated points
   * @param found number of faces that it reports, by picture
   * @param steadiness overlap of a face's boxes before and after a change of the picture that
   *     hardly shows, the median; empty if it was not measured
   * @param milliseconds time a picture: the mean over pictures of the median over rounds
   */
  public record Row(
      String name,
      DetectionFigures reported,
      DetectionFigures suspected,
      PointFigures points,
      Map<String, Integer> found,
      Optional<Double> steadiness,
      double milliseconds) {

    /**
     * Makes a row.
     *
     * @param name of the detector
     * @param reported by default
     * @param suspected by it
     * @param points that it found
     * @param found by picture
     * @param steadiness of its boxes
     * @param milliseconds a picture
     */
    public Row {
      found = Map.copyOf(found);
    }
  }

  /**
   * Begins a benchmark.
   *
   * @param contestants the detectors; the caller closes them
   * @param leastFace size of the smallest annotated faces that count, in pixels
   * @param leastFalse size of the smallest boxes that are counted as false, in pixels
   * @param rounds how often each picture is shown to all detectors in turns, at least 1; the median
   *     of its times counts
   * @throws IllegalArgumentException if there are no rounds
   */
  public DetectorBenchmark(
      List<Contestant> contestants, double leastFace, double leastFalse, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("there must be at least 1 round, not " + rounds);
    }
    this.rounds = rounds;
    this.leastFace = leastFace;
    this.leastFalse = leastFalse;
    this.entries = contestants.stream().map(c -> new Entry(c, leastFace, leastFalse)).toList();
  }

  /**
   * Shows a picture to all detectors.
   *
   * @param picture with its faces
   * @param known what a second detector sees in it, for faces that are not annotated
   * @param steadiness whether to measure how steady boxes are, which takes four times as long
   */
  public void add(AnnotatedPicture picture, List<FaceRegion> known, boolean steadiness) {
    DetectionFigures only = new DetectionFigures(leastFace, leastFalse);
    only.add(List.of(), picture.boxes());
    required.put(picture.name(), only.trueFaces());
    if (pictures == 0) { // what is loaded late is not timed
      entries.forEach(entry -> entry.contestant.detector().detect(picture.image()));
    }
    long[][] times = new long[entries.size()][rounds];
    List<List<DetectedFace>> found =
        new ArrayList<>(Collections.nCopies(entries.size(), List.of()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < entries.size(); i++) {
        long begin = System.nanoTime();
        found.set(i, entries.get(i).contestant.detector().detect(picture.image()));
        times[i][round] = System.nanoTime() - begin;
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      Arrays.sort(times[i]);
      entry.nanoseconds += times[i][rounds / 2];
      List<DetectedFace> faces = found.get(i);
      entry.found.put(picture.name(), faces.size());
      entry.points.add(faces, picture.points(), known);
      entry.reported.add(faces, picture.boxes());
      entry.suspected.add(entry.contestant.lax().detect(picture.image()), picture.boxes());
      if (steadiness) {
        for (BufferedImage changed : SlightChange.of(picture.image())) {
          entry.steadiness.addAll(overlaps(faces, entry.contestant.detector().detect(changed)));
        }
      }
    }
    pictures++;
  }

  /** For each face the overlap with the nearest box after the change; 0 if there is none. */
  private static List<Double> overlaps(List<DetectedFace> before, List<DetectedFace> after) {
    return before.stream()
        .map(
            face ->
                after.stream()
                    .mapToDouble(other -> face.region().overlap(other.region()))
                    .max()
                    .orElse(0))
        .toList();
  }

  /**
   * Counts the pictures.
   *
   * @return how many were shown
   */
  public int pictures() {
    return pictures;
  }

  /**
   * Counts the faces that have to be found.
   *
   * @return their number by picture
   */
  public Map<String, Integer> required() {
    return Map.copyOf(required);
  }

  /**
   * Tells how the detectors do.
   *
   * @return a row each, in the order in which they were given
   */
  public List<Row> rows() {
    return entries.stream()
        .map(
            entry ->
                new Row(
                    entry.contestant.name(),
                    entry.reported,
                    entry.suspected,
                    entry.points,
                    entry.found,
                    median(entry.steadiness),
                    entry.nanoseconds / 1e6 / Math.max(1, pictures)))
        .toList();
  }

  private static Optional<Double> median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
  }
}
