// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.scene.FacePhotographs.Photograph;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.RotatedRect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Scenes cut out of photographs of people, at random scale, place, rotation and exposure; those
 * that do not fill a scene are seen together on a backdrop, and people who are cut out of several
 * stand in front of each other as a crowd.
 *
 * <p>What composed scenes lack: hair, necks, bodies and hands where they belong. The same random
 * numbers give the same scene. For one thread.
 */
public final class PhotographScenes {

  /** Enlarged further, a face has no detail. */
  private static final double MOST_ENLARGED = 1.5;

  /** Larger faces, in the scene, count neither way. */
  private static final double MOST_LEARNED = 1.4 * SceneComposer.MOST_FACE;

  /** A face of which less is inside the scene counts neither way. */
  private static final double LEAST_VISIBLE = 0.65;

  /** A scene of which so much shows photographs is full. */
  private static final double FULL = 0.6;

  private static final int MOST_PHOTOGRAPHS = 4;

  /** How many faces are partly hidden in training, beyond those that are so in the photographs. */
  private static final double TRAINING_COVERED = 0.25;

  /** How many scenes to train on are crowds. */
  private static final double TRAINING_CROWDS = 0.3;

  private static final int MOST_PEOPLE = 14;

  /** A face that another photograph covers further counts neither way. */
  private static final double LEAST_HIDDEN = 0.1;

  private final List<Photograph> photographs;
  private final Backdrop backdrop;
  private final Cover cover;
  private final int size;
  private final double covered;
  private final double crowds;

  private PhotographScenes(
      List<Photograph> photographs, Backdrop backdrop, int size, double covered, double crowds) {
    OpenCv.load();
    this.photographs = photographs;
    this.backdrop = backdrop;
    this.cover = new Cover(backdrop);
    this.size = size;
    this.covered = covered;
    this.crowds = crowds;
  }

  /**
   * Makes a source of scenes to train on.
   *
   * @param photographs photographs, of which the training part is used
   * @param backgrounds what is around photographs that do not fill a scene, likewise
   * @param size side of the scenes in pixels
   * @return a source of scenes
   */
  public static PhotographScenes training(
      FacePhotographs photographs, Backgrounds backgrounds, int size) {
    return new PhotographScenes(
        photographs.training(),
        new Backdrop(backgrounds.training()),
        size,
        TRAINING_COVERED,
        TRAINING_CROWDS);
  }

  /**
   * Makes a source of scenes to validate on.
   *
   * @param photographs photographs, of which the part held out is used
   * @param backgrounds what is around photographs that do not fill a scene, likewise
   * @param size side of the scenes in pixels
   * @return a source of scenes
   */
  public static PhotographScenes validation(
      FacePhotographs photographs, Backgrounds backgrounds, int size) {
    return new PhotographScenes(
        photographs.validation(), new Backdrop(backgrounds.validation()), size, 0, 0);
  }

  /**
   * Tells whether there is anything to cut scenes out of.
   *
   * @return whether there are no photographs
   */
  public boolean isEmpty() {
    return photographs.isEmpty();
  }

  /**
   * Cuts a scene out.
   *
   * @param random where everything is drawn from
   * @return a scene
   * @throws IllegalStateException if there are no photographs
   */
  public Scene cut(RandomGenerator random) {
    if (photographs.isEmpty()) {
      throw new IllegalStateException("There are no photographs to cut scenes out of");
    }
    Core.setRNGSeed(random.nextInt());
    Draw draw = new Draw(random);
    try (MatScope scope = new MatScope()) {
      Mat canvas = scope.keep(backdrop.paint(draw, size));
      List<SceneFace> faces = new ArrayList<>();
      List<SceneFace> uncertain = new ArrayList<>();
      if (draw.chance(crowds)) {
        showCrowd(draw, scope, canvas, faces, uncertain);
      } else {
        showPhotographs(draw, scope, canvas, faces, uncertain);
      }
      return Camera.photograph(draw, canvas, faces, uncertain);
    }
  }

  private void showPhotographs(
      Draw draw, MatScope scope, Mat canvas, List<SceneFace> faces, List<SceneFace> uncertain) {
    Mat shown = scope.keep(Mat.zeros(size, size, CvType.CV_8UC1));
    int most = draw.integer(1, MOST_PHOTOGRAPHS);
    for (int i = 0; i < most && Core.countNonZero(shown) < FULL * size * size; i++) {
      Photograph photograph = photographs.get(draw.below(photographs.size()));
      SceneFace person = photograph.faces().get(draw.below(photograph.faces().size()));
      double largest = Math.min(SceneComposer.MOST_FACE, MOST_ENLARGED * person.size());
      double target = draw.logarithmic(Math.min(SceneComposer.LEAST_FACE, largest), largest);
      double margin = Math.min(size / 2.0, 0.6 * target);
      double x = draw.between(margin, size - margin);
      double y = draw.between(margin, size - margin);
      View view = view(draw, person, target, x, y);
      Mat area = scope.keep(view.show(photograph.grey(), canvas));
      Core.bitwise_or(shown, area, shown);
      hide(area, faces, uncertain);
      see(photograph, view, faces, uncertain);
    }
    faces.stream()
        .filter(face -> draw.chance(covered))
        .forEach(face -> cover.hide(draw, canvas, face));
  }

  /** Shows heads and shoulders, cut out of photographs, in front of each other. */
  private void showCrowd(
      Draw draw, MatScope scope, Mat canvas, List<SceneFace> faces, List<SceneFace> uncertain) {
    double usual = draw.logarithmic(SceneComposer.LEAST_FACE, SceneComposer.MOST_FACE / 1.5);
    Crowd crowd = new Crowd();
    double[] rows =
        DoubleStream.generate(() -> draw.between(0, size))
            .limit(draw.integer(3, MOST_PEOPLE))
            .sorted() // who is lower in the picture stands in front
            .toArray();
    for (double y : rows) {
      Photograph photograph = photographs.get(draw.below(photographs.size()));
      SceneFace person = photograph.faces().get(draw.below(photograph.faces().size()));
      double target = Math.min(usual * Math.exp(draw.normal(0.2)), MOST_ENLARGED * person.size());
      View view = view(draw, person, target, draw.between(0, size), y);
      Mat outline = scope.keep(outline(draw, view.of(person)));
      Mat area = scope.keep(view.show(photograph.grey(), canvas, outline));
      Imgproc.threshold(area, area, 127, 255, Imgproc.THRESH_BINARY);
      crowd.add(view.of(person), area);
      Stream.concat(photograph.faces().stream(), photograph.uncertain().stream())
          .filter(other -> !other.equals(person))
          .map(view::of)
          .filter(other -> other.visible(size) > 0 && Crowd.hidden(area, other) > LEAST_HIDDEN)
          .forEach(uncertain::add);
    }
    crowd.sort(size, this::isLearned, faces, uncertain);
  }

  /** Head and shoulders around a face, 255 within and 0 around. */
  private Mat outline(Draw draw, SceneFace face) {
    Mat outline = Mat.zeros(size, size, CvType.CV_8UC1);
    double x = face.x() + face.width() / 2;
    double y = face.y() + face.height() / 2;
    Point head = new Point(x, y - draw.between(0, 0.15) * face.height());
    Point body = new Point(x, y + draw.between(1.4, 1.7) * face.height());
    Imgproc.ellipse(
        outline,
        new RotatedRect(
            head,
            new Size(draw.between(1.3, 1.9) * face.width(), draw.between(1.5, 2.1) * face.height()),
            0),
        Scalar.all(255),
        -1);
    Imgproc.ellipse(
        outline,
        new RotatedRect(
            body,
            new Size(draw.between(2.4, 3.6) * face.width(), draw.between(1.5, 2.2) * face.height()),
            0),
        Scalar.all(255),
        -1);
    Imgproc.GaussianBlur(outline, outline, new Size(), draw.between(0.4, 1.5));
    return outline;
  }

  /** Takes away the faces that a photograph now covers. */
  private void hide(Mat area, List<SceneFace> faces, List<SceneFace> uncertain) {
    List<SceneFace> touched =
        faces.stream().filter(face -> Crowd.hidden(area, face) > LEAST_HIDDEN).toList();
    faces.removeAll(touched);
    uncertain.addAll(touched);
    uncertain.removeIf(face -> Crowd.hidden(area, face) > Crowd.GONE);
  }

  private void see(
      Photograph photograph, View view, List<SceneFace> faces, List<SceneFace> uncertain) {
    for (SceneFace face : photograph.faces()) {
      SceneFace seen = view.of(face);
      if (seen.visible(size) > 0) {
        (isLearned(seen) ? faces : uncertain).add(seen);
      }
    }
    photograph.uncertain().stream()
        .map(view::of)
        .filter(face -> face.visible(size) > 0)
        .forEach(uncertain::add);
  }

  private boolean isLearned(SceneFace face) {
    return face.size() >= SceneComposer.LEAST_FACE
        && face.size() <= MOST_LEARNED
        && face.visible(size) >= LEAST_VISIBLE;
  }

  /** A view in which a face of a photograph has a size and a place. */
  private static View view(Draw draw, SceneFace shown, double target, double x, double y) {
    return new View(
        shown.x() + shown.width() / 2,
        shown.y() + shown.height() / 2,
        x,
        y,
        target / shown.size(),
        draw.stretch(0.12),
        draw.chance(0.5),
        Math.toRadians(draw.normal(10)));
  }
}
