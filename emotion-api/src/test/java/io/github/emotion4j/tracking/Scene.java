// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.FaceRegion;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/** A made scene: people who move over a background, the later in front, and what hides them. */
final class Scene {

  static final int WIDTH = 640;
  static final int HEIGHT = 360;

  /** Where a face is at a time, or nowhere for one that is away. */
  record Place(double x, double y, double side) {}

  private record Actor(Color colour, DoubleFunction<List<Place>> path) {}

  private final List<Actor> actors = new ArrayList<>();
  private final List<FaceRegion> pillars = new ArrayList<>();
  private double cutAt = Double.POSITIVE_INFINITY;

  Scene actor(Color colour, DoubleFunction<Place> path) {
    actors.add(new Actor(colour, seconds -> List.of(path.apply(seconds))));
    return this;
  }

  /** Adds an actor who is away at times, for which the path gives nothing. */
  Scene comingAndGoing(Color colour, DoubleFunction<List<Place>> path) {
    actors.add(new Actor(colour, path));
    return this;
  }

  Scene pillar(int x, int width) {
    pillars.add(FaceRegion.of(x, 0, width, HEIGHT));
    return this;
  }

  /** From then on, all happens in front of another background. */
  Scene cutAt(double seconds) {
    cutAt = seconds;
    return this;
  }

  BufferedImage frame(double seconds) {
    BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = frame.createGraphics();
    boolean after = seconds >= cutAt;
    for (int i = 0; i < WIDTH; i += 20) { // stripes of grey, or of blue
      int shade = (after ? 130 : 40) + (i / 20 * 37) % 60;
      graphics.setColor(after ? new Color(40, shade, 220) : new Color(shade, shade, shade));
      graphics.fillRect(i, 0, 20, HEIGHT);
    }
    for (Actor actor : actors) {
      for (Place place : actor.path.apply(seconds)) {
        graphics.setColor(actor.colour);
        int side = (int) Math.round(place.side());
        graphics.fillRect(
            (int) Math.round(place.x() - side / 2.0),
            (int) Math.round(place.y() - side / 2.0),
            side,
            side);
      }
    }
    graphics.setColor(new Color(20, 60, 20));
    pillars.forEach(it -> graphics.fillRect(it.x(), it.y(), it.width(), it.height()));
    graphics.dispose();
    return frame;
  }

  /** Returns who is to be seen, by at least half, and where. */
  private Map<Color, FaceRegion> truth(BufferedImage frame, double seconds) {
    Map<Color, FaceRegion> truth = new LinkedHashMap<>();
    for (Actor actor : actors) {
      for (Place place : actor.path.apply(seconds)) {
        int side = (int) Math.round(place.side());
        int left = (int) Math.round(place.x() - side / 2.0);
        int top = (int) Math.round(place.y() - side / 2.0);
        int seen = 0;
        for (int y = Math.max(0, top); y < Math.min(HEIGHT, top + side); y++) {
          for (int x = Math.max(0, left); x < Math.min(WIDTH, left + side); x++) {
            seen += (frame.getRGB(x, y) & 0xFFFFFF) == (actor.colour.getRGB() & 0xFFFFFF) ? 1 : 0;
          }
        }
        if (2 * seen >= side * side) {
          truth.put(actor.colour, FaceRegion.of(Math.max(0, left), Math.max(0, top), side, side));
        }
      }
    }
    return truth;
  }

  /**
   * The measures of multiple object tracking (Bernardin and Stiefelhagen, 2008): how often a
   * person's number changed, in how many pieces they were followed beyond one, how many places of
   * people were missed, and how many were reported where nobody is.
   */
  record Measures(int people, int switches, int fragments, int missed, int wrong) {

    /** Multiple object tracking accuracy: 1 is perfect. */
    double accuracy() {
      return 1 - (double) (switches + missed + wrong) / people;
    }
  }

  /** Plays the scene to a tracker. */
  Measures play(EmotionTracker tracker, double seconds, double framesASecond) {
    Map<Color, Integer> numbers = new LinkedHashMap<>();
    Map<Color, Boolean> followed = new LinkedHashMap<>();
    int people = 0;
    int switches = 0;
    int fragments = 0;
    int missed = 0;
    int wrong = 0;
    for (int i = 0; i < seconds * framesASecond; i++) {
      double at = i / framesASecond;
      BufferedImage frame = frame(at);
      TrackedFrame result = tracker.next(frame, Duration.ofNanos(Math.round(1e9 * at)));
      Map<Color, FaceRegion> truth = truth(frame, at);
      Map<Integer, FaceRegion> left = new TreeMap<>();
      result.faces().stream()
          .filter(face -> face.reading().isPresent())
          .forEach(face -> left.put(face.track(), face.smoothed().region()));
      people += truth.size();
      for (Map.Entry<Color, FaceRegion> person : truth.entrySet()) {
        Color who = person.getKey();
        // Whoever was matched before stays matched, where it is possible.
        Integer match = numbers.get(who);
        if (match == null
            || !left.containsKey(match)
            || left.get(match).overlap(person.getValue()) < 0.4) {
          match =
              left.entrySet().stream()
                  .filter(it -> it.getValue().overlap(person.getValue()) >= 0.4)
                  .map(Map.Entry::getKey)
                  .findFirst()
                  .orElse(null);
        }
        if (match == null) {
          missed++;
          if (followed.getOrDefault(who, false)) {
            fragments++;
          }
          followed.put(who, false);
          continue;
        }
        left.remove(match);
        Integer before = numbers.put(who, match);
        switches += before != null && !before.equals(match) ? 1 : 0;
        followed.put(who, true);
      }
      wrong += left.size();
    }
    return new Measures(people, switches, fragments, missed, wrong);
  }
}
