// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.photo.Photo;

/**
 * Composes scenes of face crops on backgrounds without faces.
 *
 * <p>A crop ends at the chin and the forehead, and a network must not learn to see its edge. So
 * crops get hair, a neck and shoulders of plain shapes, are blended in with hard, soft and Poisson
 * edges (Perez et al., 2003), and what is no face (pieces of backgrounds, scrambled faces, parts of
 * faces) is blended in with the same edges. Some scenes have a few people beside each other, some a
 * crowd whose members hide each other in part; arms and things lie in front of some faces. Scale,
 * rotation, exposure, blur, noise and compression vary.
 *
 * <p>The same random numbers give the same scene. For one thread.
 */
public final class SceneComposer {

  /** The smallest faces, as the square root of the box's area in pixels. */
  public static final double LEAST_FACE = 10;

  /** The largest faces: crops of 48 pixels that are enlarged further have no detail. */
  public static final double MOST_FACE = 64;

  private static final int SIDE = LabelledFace.SIDE;
  private static final int BORDER = SIDE / 2;
  private static final int EXTENDED = SIDE + 2 * BORDER;
  private static final int TRIES = 25;
  private static final double MOST_OVERLAP = 0.15;
  private static final double MOST_CROWDED = 0.4;
  private static final int MOST_PEOPLE = 36;

  /** How many people who stand alone wear jewels. */
  private static final double ADORNED = 0.2;

  /** How many of a crowd show no face. */
  private static final double TURNED_AWAY = 0.15;

  /** The side of a face's crop in a close-up, in sides of the scene. */
  private static final double LEAST_CLOSE_UP = 1.2;

  private static final double MOST_CLOSE_UP = 4;

  private static final double TRAINING_CLOSE_UPS = 0.1;
  private static final double VALIDATION_CLOSE_UPS = 0.05;
  private static final double TRAINING_CROWDS = 0.4;
  private static final double VALIDATION_CROWDS = 0.2;

  /** How many faces are partly hidden: when training more than people photograph. */
  private static final double TRAINING_COVERED = 0.3;

  private static final double VALIDATION_COVERED = 0.1;

  private final List<FaceTemplate> faces;
  private final Backdrop backdrop;
  private final int size;
  private final double covered;
  private final double crowds;
  private final double closeUps;
  private final Cover cover;

  private SceneComposer(
      List<FaceTemplate> faces,
      Backdrop backdrop,
      int size,
      double covered,
      double crowds,
      double closeUps) {
    OpenCv.load();
    this.faces = List.copyOf(faces);
    this.backdrop = backdrop;
    this.size = size;
    this.covered = covered;
    this.crowds = crowds;
    this.closeUps = closeUps;
    this.cover = new Cover(backdrop);
  }

  /**
   * Makes a composer of scenes to train on.
   *
   * @param faces face crops, at least one
   * @param backgrounds pictures without faces, of which the training part is used
   * @param size side of the scenes in pixels
   * @return a composer
   */
  public static SceneComposer training(
      List<FaceTemplate> faces, Backgrounds backgrounds, int size) {
    return new SceneComposer(
        faces,
        new Backdrop(backgrounds.training()),
        size,
        TRAINING_COVERED,
        TRAINING_CROWDS,
        TRAINING_CLOSE_UPS);
  }

  /**
   * Makes a composer of scenes to validate on.
   *
   * @param faces face crops that are not trained on, at least one
   * @param backgrounds pictures without faces, of which the part held out is used
   * @param size side of the scenes in pixels
   * @return a composer
   */
  public static SceneComposer validation(
      List<FaceTemplate> faces, Backgrounds backgrounds, int size) {
    return new SceneComposer(
        faces,
        new Backdrop(backgrounds.validation()),
        size,
        VALIDATION_COVERED,
        VALIDATION_CROWDS,
        VALIDATION_CLOSE_UPS);
  }

  /**
   * Composes a scene.
   *
   * @param random where everything is drawn from
   * @param hardPatches pieces of background that the network took for faces, to show them again
   * @return a scene
   */
  public Scene compose(RandomGenerator random, List<HardPatch> hardPatches) {
    Core.setRNGSeed(random.nextInt());
    Draw draw = new Draw(random);
    try (MatScope scope = new MatScope()) {
      Mat canvas = scope.keep(draw.chance(closeUps) ? closeUp(draw) : backdrop.paint(draw, size));
      List<SceneFace> faces = new ArrayList<>();
      List<SceneFace> uncertain = new ArrayList<>();
      if (draw.chance(crowds)) {
        Crowd crowd = crowd(draw, scope, canvas, hardPatches);
        crowd.sort(size, face -> true, faces, uncertain);
      } else {
        faces.addAll(people(draw, scope, canvas, hardPatches));
      }
      return Camera.photograph(draw, canvas, faces, uncertain);
    }
  }

  /**
   * A part of a face, larger than any that is to be found: what is in it is no face. Hair and
   * jewels lie on it, for a crop that is enlarged has no detail of its own.
   */
  private Mat closeUp(Draw draw) {
    try (MatScope scope = new MatScope()) {
      FaceTemplate template = faces.get(draw.below(faces.size()));
      double scale = draw.logarithmic(LEAST_CLOSE_UP, MOST_CLOSE_UP) * size / SIDE;
      Mat crop = scope.keep(crop(template.face()));
      Mat large = scope.empty();
      Imgproc.resize(crop, large, new Size(), scale, scale, Imgproc.INTER_CUBIC);
      int room = large.cols() - size;
      Mat part =
          scope.keep(
              large.submat(new Rect(draw.below(room + 1), draw.below(room + 1), size, size)));
      Mat canvas = part.clone();
      if (draw.chance(0.6)) {
        Mat shape = scope.keep(Mat.zeros(size, size, CvType.CV_8UC1));
        Point middle = new Point(draw.between(0, size), draw.between(0, size));
        ellipse(shape, middle, draw.between(0.2, 0.6) * size, draw.between(0.2, 0.6) * size);
        Mat texture = scope.keep(Textures.texture(draw, size));
        texture.copyTo(canvas, shape);
      }
      return canvas;
    }
  }

  /** Shows a few people beside each other, and what is none between them. */
  private List<SceneFace> people(
      Draw draw, MatScope scope, Mat canvas, List<HardPatch> hardPatches) {
    List<Place> people = new ArrayList<>();
    boolean many = draw.chance(0.5);
    int wanted = draw.chance(0.08) ? 0 : many ? draw.integer(4, 9) : draw.integer(1, 3);
    double most = many ? MOST_FACE / 2 : MOST_FACE;
    for (int i = 0; i < wanted; i++) {
      place(draw, draw.logarithmic(LEAST_FACE, most), MOST_OVERLAP, people);
    }
    List<Place> all = new ArrayList<>(people);
    int negatives = draw.integer(0, 3);
    for (int i = 0; i < negatives; i++) {
      place(draw, draw.logarithmic(LEAST_FACE, most), MOST_OVERLAP, all);
    }
    List<Place> others = all.subList(people.size(), all.size());
    Mat area = scope.keep(Mat.zeros(size, size, CvType.CV_8UC1));
    Brush brush = new Brush(draw, canvas, area);
    people.forEach(place -> Figure.paint(draw, brush, place, 0.55));
    List<Place> adorned = people.stream().filter(place -> draw.chance(ADORNED)).toList();
    others.stream()
        .filter(place -> draw.chance(0.4))
        .forEach(place -> Figure.paint(draw, brush, place, 0.55));
    for (Place place : others) {
      Mat patch = scope.keep(negative(draw, place, hardPatches));
      paste(draw, canvas, patch, place, area);
    }
    for (Place place : people) {
      Mat patch = scope.keep(crop(place.of().face()));
      paste(draw, canvas, patch, place, area);
      if (draw.chance(covered)) {
        cover.hide(draw, canvas, place.box());
      }
    }
    adorned.forEach(place -> Figure.adorn(draw, brush, place));
    return people.stream().map(Place::box).toList();
  }

  /** Shows many people in front of each other, some of them from behind. */
  private Crowd crowd(Draw draw, MatScope scope, Mat canvas, List<HardPatch> hardPatches) {
    double usual = draw.logarithmic(LEAST_FACE, MOST_FACE / 1.5);
    List<Place> places = new ArrayList<>();
    double room = draw.logarithmic(1.5, 8) * usual * usual;
    int wanted = (int) Math.min(MOST_PEOPLE, Math.max(3, size * size / room));
    for (int i = 0; i < wanted; i++) {
      double faceSize = Math.max(LEAST_FACE, usual * Math.exp(draw.normal(0.2)));
      place(draw, faceSize, MOST_CROWDED, places);
    }
    // Who is lower in the picture stands in front.
    places.sort(Comparator.comparingDouble(Place::centreY));
    Crowd crowd = new Crowd();
    for (Place place : places) {
      Mat area = scope.keep(Mat.zeros(size, size, CvType.CV_8UC1));
      Figure.paint(draw, new Brush(draw, canvas, area), place, 0.85);
      if (draw.chance(TURNED_AWAY)) {
        if (draw.chance(0.5)) {
          Mat patch = scope.keep(negative(draw, place, hardPatches));
          paste(draw, canvas, patch, place, area);
        }
        crowd.add(area);
      } else {
        Mat patch = scope.keep(crop(place.of().face()));
        paste(draw, canvas, patch, place, area);
        if (draw.chance(covered / 2)) {
          cover.hide(draw, canvas, place.box());
        }
        crowd.add(place.box(), area);
      }
    }
    return crowd;
  }

  /** Adds a place where there is room for one. */
  private void place(Draw draw, double faceSize, double mostOverlap, List<Place> places) {
    for (int i = 0; i < TRIES; i++) {
      FaceTemplate template = faces.get(draw.below(faces.size()));
      Place place = Place.draw(draw, template, faceSize, size);
      if (!place.isTaken(places, mostOverlap)) {
        places.add(place);
        return;
      }
    }
  }

  /** A crop of 48x48 within a border that goes on as the crop ends, blurred. */
  private static Mat crop(LabelledFace face) {
    Mat crop = new Mat(SIDE, SIDE, CvType.CV_8UC1);
    crop.put(0, 0, face.pixels());
    return extended(crop);
  }

  private static Mat extended(Mat crop) {
    try (MatScope scope = new MatScope()) {
      scope.keep(crop);
      Mat sharp = scope.empty();
      Core.copyMakeBorder(crop, sharp, BORDER, BORDER, BORDER, BORDER, Core.BORDER_REPLICATE);
      Mat extended = new Mat();
      Imgproc.GaussianBlur(sharp, extended, new Size(), SIDE / 10.0);
      Mat middle = scope.keep(extended.submat(new Rect(BORDER, BORDER, SIDE, SIDE)));
      crop.copyTo(middle);
      return extended;
    }
  }

  /** What is no face, as large as a crop. */
  private Mat negative(Draw draw, Place place, List<HardPatch> hardPatches) {
    double kind = draw.between(0, 1);
    if (kind < 0.35 && !hardPatches.isEmpty()) {
      return hardPatches.get(draw.below(hardPatches.size())).toMat();
    }
    if (kind < 0.6) {
      return backdrop.paint(draw, EXTENDED);
    }
    Mat face = new Mat(SIDE, SIDE, CvType.CV_8UC1);
    face.put(0, 0, place.of().face().pixels());
    return extended(kind < 0.8 ? scrambled(draw, face) : part(draw, face));
  }

  /** The pieces of a face in another order. */
  private static Mat scrambled(Draw draw, Mat face) {
    try (MatScope scope = new MatScope()) {
      scope.keep(face);
      int across = draw.integer(2, 4);
      int piece = SIDE / across;
      Mat result = new Mat(SIDE, SIDE, CvType.CV_8UC1);
      int shift = draw.integer(1, across * across - 1);
      for (int i = 0; i < across * across; i++) {
        int from = (i + shift) % (across * across);
        Mat source =
            scope.keep(
                face.submat(new Rect(from % across * piece, from / across * piece, piece, piece)));
        Mat target =
            scope.keep(
                result.submat(new Rect(i % across * piece, i / across * piece, piece, piece)));
        if (draw.chance(0.3)) {
          Core.flip(source, target, draw.below(2));
        } else {
          source.copyTo(target);
        }
      }
      return result;
    }
  }

  /** A part of a face, such as the mouth alone, as large as a face. */
  private static Mat part(Draw draw, Mat face) {
    try (MatScope scope = new MatScope()) {
      scope.keep(face);
      int side = draw.integer(SIDE / 4, SIDE / 2);
      Rect where = new Rect(draw.below(SIDE - side + 1), draw.below(SIDE - side + 1), side, side);
      Mat piece = scope.keep(face.submat(where));
      Mat result = new Mat();
      Imgproc.resize(piece, result, new Size(SIDE, SIDE), 0, 0, Imgproc.INTER_CUBIC);
      return result;
    }
  }

  /** The part of an extended crop that is shown: 255 where it is opaque. */
  private static Mat mask(Draw draw, SceneFace box) {
    Mat mask = Mat.zeros(EXTENDED, EXTENDED, CvType.CV_8UC1);
    Point centre =
        new Point(
            BORDER + SIDE * (box.x() + box.width() / 2),
            BORDER + SIDE * (box.y() + box.height() / 2));
    double feather;
    double kind = draw.between(0, 1);
    if (kind < 0.4) {
      ellipse(
          mask,
          centre,
          SIDE * box.width() * draw.between(0.46, 0.62),
          SIDE * box.height() * draw.between(0.48, 0.64));
      feather = draw.chance(0.25) ? 0 : draw.between(0.5, 4);
    } else if (kind < 0.65) {
      Imgproc.rectangle(
          mask,
          new Point(BORDER + draw.between(0, 5), BORDER + draw.between(0, 5)),
          new Point(BORDER + SIDE - draw.between(0, 5), BORDER + SIDE - draw.between(0, 4)),
          Scalar.all(255),
          -1);
      feather = draw.chance(0.2) ? 0 : draw.between(0.5, 5);
    } else {
      ellipse(mask, centre, draw.between(0.6, 0.95) * SIDE, draw.between(0.65, 0.95) * SIDE);
      feather = draw.between(2, 6);
    }
    if (feather > 0) {
      Imgproc.GaussianBlur(mask, mask, new Size(), feather);
    }
    return mask;
  }

  private static void ellipse(Mat mask, Point centre, double axisX, double axisY) {
    Imgproc.ellipse(
        mask, centre, new Size(axisX, axisY), 0, 0, 360, Scalar.all(255), -1, Imgproc.LINE_AA);
  }

  /** Pastes a crop; the area becomes 255 where it is opaque. */
  private void paste(Draw draw, Mat canvas, Mat patch, Place place, Mat area) {
    try (MatScope scope = new MatScope()) {
      SceneFace box = place.of().box();
      Mat lit = scope.keep(lit(draw, patch));
      Mat mask = scope.keep(mask(draw, box));
      double reach =
          EXTENDED * Math.max(Math.abs(place.scaleX()), place.scaleY()) * Math.sqrt(0.5) + 2;
      Rect bounds = bounds(place.centreX(), place.centreY(), reach);
      Mat transform = scope.keep(place.transform(BORDER, bounds));
      Mat piece = scope.empty();
      Mat alpha = scope.empty();
      Mat source = scope.keep(reduced(lit, place));
      int way = place.scaleY() < 1 ? Imgproc.INTER_LINEAR : Imgproc.INTER_CUBIC;
      Imgproc.warpAffine(source, piece, transform, bounds.size(), way, Core.BORDER_REPLICATE);
      Imgproc.warpAffine(mask, alpha, transform, bounds.size(), Imgproc.INTER_LINEAR);
      Mat opaque = scope.keep(Mask.opaque(alpha));
      Mat shown = scope.keep(area.submat(bounds));
      Core.bitwise_or(shown, opaque, shown);
      if (draw.chance(0.12) && clone(canvas, piece, opaque, bounds)) {
        return;
      }
      Mask.blend(piece, alpha, scope.keep(canvas.submat(bounds)));
    }
  }

  /** Blurs a patch that is going to be reduced, as reducing it would. */
  private static Mat reduced(Mat patch, Place place) {
    double scale = place.scaleY();
    Mat result = new Mat();
    if (scale < 0.8) {
      Imgproc.GaussianBlur(patch, result, new Size(), 0.4 / scale);
    } else {
      patch.copyTo(result);
    }
    return result;
  }

  private Rect bounds(double x, double y, double reach) {
    int left = (int) Math.max(0, Math.floor(x - reach));
    int top = (int) Math.max(0, Math.floor(y - reach));
    int right = (int) Math.min(size, Math.ceil(x + reach));
    int bottom = (int) Math.min(size, Math.ceil(y + reach));
    return new Rect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
  }

  /** Exposure, contrast and perhaps light from a side. */
  private static Mat lit(Draw draw, Mat patch) {
    Mat lit = new Mat();
    double contrast = draw.logarithmic(0.5, 1.5);
    double brightness = draw.normal(30) + 128 * (1 - contrast);
    patch.convertTo(lit, CvType.CV_32FC1, contrast, brightness);
    if (draw.chance(0.35)) {
      try (MatScope scope = new MatScope()) {
        Mat corners = scope.keep(new Mat(2, 2, CvType.CV_32FC1));
        corners.put(
            0,
            0,
            new float[] {
              (float) draw.between(0.4, 1.4),
              (float) draw.between(0.4, 1.4),
              (float) draw.between(0.4, 1.4),
              (float) draw.between(0.4, 1.4)
            });
        Mat light = scope.empty();
        Imgproc.resize(corners, light, patch.size(), 0, 0, Imgproc.INTER_LINEAR);
        Core.multiply(lit, light, lit);
      }
    }
    lit.convertTo(lit, CvType.CV_8UC1);
    return lit;
  }

  /** Blends in by Poisson's equation, where the piece lies well within the scene. */
  private boolean clone(Mat canvas, Mat piece, Mat opaque, Rect area) {
    try (MatScope scope = new MatScope()) {
      Rect bounds = Imgproc.boundingRect(opaque);
      boolean inside =
          bounds.width > 6
              && bounds.height > 6
              && area.x + bounds.x > 2
              && area.y + bounds.y > 2
              && area.x + bounds.x + bounds.width < size - 3
              && area.y + bounds.y + bounds.height < size - 3;
      if (!inside) {
        return false;
      }
      Mat source = scope.empty();
      Mat target = scope.empty();
      Mat result = scope.empty();
      Imgproc.cvtColor(scope.keep(piece.submat(bounds)), source, Imgproc.COLOR_GRAY2BGR);
      Imgproc.cvtColor(canvas, target, Imgproc.COLOR_GRAY2BGR);
      Mat shown = scope.keep(scope.keep(opaque.submat(bounds)).clone());
      // OpenCV leaves out a frame of one pixel.
      Imgproc.rectangle(
          shown, new Point(0, 0), new Point(bounds.width - 1, bounds.height - 1), Scalar.all(0));
      Point centre =
          new Point(
              area.x + bounds.x + bounds.width / 2.0, area.y + bounds.y + bounds.height / 2.0);
      Photo.seamlessClone(source, target, shown, centre, result, Photo.NORMAL_CLONE);
      Imgproc.cvtColor(result, canvas, Imgproc.COLOR_BGR2GRAY);
      return true;
    }
  }
}
