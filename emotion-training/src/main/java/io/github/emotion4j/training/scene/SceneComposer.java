package io.github.emotion4j.training.scene;

import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.util.ArrayList;
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
 * faces) is blended in with the same edges. Scale, rotation, exposure, blur, noise and compression
 * vary.
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
  private static final double LEAST_VISIBLE = 0.75;
  private static final double MOST_OVERLAP = 0.15;
  private static final double MOST_ROLL = 40;

  /** How many faces are partly hidden: when training more than people photograph. */
  private static final double TRAINING_COVERED = 0.3;

  private static final double VALIDATION_COVERED = 0.1;

  private final List<FaceTemplate> faces;
  private final Backdrop backdrop;
  private final int size;
  private final double covered;

  private SceneComposer(List<FaceTemplate> faces, Backdrop backdrop, int size, double covered) {
    OpenCv.load();
    this.faces = List.copyOf(faces);
    this.backdrop = backdrop;
    this.size = size;
    this.covered = covered;
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
    return new SceneComposer(faces, new Backdrop(backgrounds.training()), size, TRAINING_COVERED);
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
        faces, new Backdrop(backgrounds.validation()), size, VALIDATION_COVERED);
  }

  /** Where a crop comes to lie: scale and turn about the middle of its box. */
  private record Place(SceneFace box, double scaleX, double scaleY, double roll, FaceTemplate of) {

    double centreX() {
      return box.x() + box.width() / 2;
    }

    double centreY() {
      return box.y() + box.height() / 2;
    }
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
      Mat canvas = scope.keep(backdrop.paint(draw, size));
      List<Place> people = new ArrayList<>();
      boolean crowd = draw.chance(0.5);
      int wanted = draw.chance(0.08) ? 0 : crowd ? draw.integer(4, 9) : draw.integer(1, 3);
      double most = crowd ? MOST_FACE / 2 : MOST_FACE;
      for (int i = 0; i < wanted; i++) {
        place(draw, most, people, people);
      }
      List<Place> others = new ArrayList<>();
      List<Place> taken = new ArrayList<>(people);
      int negatives = draw.integer(0, 3);
      for (int i = 0; i < negatives; i++) {
        place(draw, most, taken, others);
        taken.addAll(others);
      }
      people.forEach(place -> drawBody(draw, canvas, place));
      others.stream().filter(place -> draw.chance(0.4)).forEach(at -> drawBody(draw, canvas, at));
      for (Place place : others) {
        Mat patch = scope.keep(negative(draw, place, hardPatches));
        paste(draw, canvas, patch, place);
      }
      for (Place place : people) {
        Mat patch = scope.keep(crop(place.of().face()));
        paste(draw, canvas, patch, place);
        if (draw.chance(covered)) {
          backdrop.cover(draw, canvas, place.box());
        }
      }
      Mat picture = scope.keep(Camera.photograph(draw, canvas));
      byte[] pixels = new byte[size * size];
      picture.get(0, 0, pixels);
      return new Scene(size, pixels, people.stream().map(Place::box).toList(), List.of());
    }
  }

  private void place(Draw draw, double most, List<Place> taken, List<Place> target) {
    for (int i = 0; i < TRIES; i++) {
      FaceTemplate template = faces.get(draw.below(faces.size()));
      Place place = place(draw, template, draw.logarithmic(LEAST_FACE, most));
      if (taken.stream().noneMatch(other -> other.box().overlap(place.box()) > MOST_OVERLAP)) {
        target.add(place);
        return;
      }
    }
  }

  private Place place(Draw draw, FaceTemplate template, double faceSize) {
    SceneFace box = template.box();
    boolean mirrored = draw.chance(0.5);
    double scale = faceSize / (box.size() * SIDE);
    double stretch = Math.exp(draw.normal(0.06));
    double scaleX = scale * stretch * (mirrored ? -1 : 1);
    double scaleY = scale / stretch;
    double roll = Math.toRadians(Math.max(-MOST_ROLL, Math.min(MOST_ROLL, draw.normal(14))));
    double cos = Math.cos(roll);
    double sin = Math.sin(roll);
    double across = box.width() * SIDE * Math.abs(scaleX);
    double down = box.height() * SIDE * scaleY;
    // The upright box of a turned ellipse.
    double width = Math.hypot(across * cos, down * sin);
    double height = Math.hypot(across * sin, down * cos);
    double outX = (1 - LEAST_VISIBLE) * width;
    double outY = (1 - LEAST_VISIBLE) * height;
    double centreX = draw.between(width / 2 - outX, size - width / 2 + outX);
    double centreY = draw.between(height / 2 - outY, size - height / 2 + outY);
    double[] first = {box.rightEyeX(), box.rightEyeY()};
    double[] second = {box.leftEyeX(), box.leftEyeY()};
    double[][] eyes = mirrored ? new double[][] {second, first} : new double[][] {first, second};
    double[][] moved = new double[2][];
    for (int i = 0; i < 2; i++) {
      double x = (eyes[i][0] - box.x() - box.width() / 2) * SIDE * scaleX;
      double y = (eyes[i][1] - box.y() - box.height() / 2) * SIDE * scaleY;
      moved[i] = new double[] {centreX + x * cos - y * sin, centreY + x * sin + y * cos};
    }
    SceneFace face =
        new SceneFace(
            centreX - width / 2,
            centreY - height / 2,
            width,
            height,
            moved[0][0],
            moved[0][1],
            moved[1][0],
            moved[1][1]);
    return new Place(face, scaleX, scaleY, roll, template);
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

  /** Hair, neck and shoulders of plain shapes, or some of them, or none. */
  private static void drawBody(Draw draw, Mat canvas, Place place) {
    double width = place.box().width();
    double height = place.box().height();
    double x = place.centreX();
    double y = place.centreY();
    double degrees = Math.toDegrees(place.roll());
    double skin = draw.between(40, 220);
    if (draw.chance(0.6)) {
      shape(
          canvas,
          x + draw.between(-0.3, 0.3) * width,
          y + draw.between(1.4, 1.9) * height,
          draw.between(1, 1.7) * width,
          draw.between(0.7, 1.2) * height,
          0,
          draw.between(0, 255));
      shape(
          canvas,
          x - 0.5 * height * Math.sin(place.roll()),
          y + 0.5 * height * Math.cos(place.roll()),
          draw.between(0.25, 0.4) * width,
          draw.between(0.4, 0.6) * height,
          degrees,
          skin * draw.between(0.6, 1));
    }
    if (draw.chance(0.5)) {
      double up = draw.between(-0.1, 0.25) * height;
      shape(
          canvas,
          x + up * Math.sin(place.roll()),
          y - up * Math.cos(place.roll()),
          draw.between(0.55, 0.85) * width,
          draw.between(0.6, 1) * height,
          degrees,
          draw.chance(0.7) ? draw.between(0, 80) : draw.between(80, 255));
    }
    if (draw.chance(0.5)) {
      shape(
          canvas,
          x,
          y,
          draw.between(0.48, 0.6) * width,
          draw.between(0.5, 0.68) * height,
          degrees,
          skin);
    }
  }

  private static void shape(
      Mat canvas, double x, double y, double axisX, double axisY, double degrees, double tone) {
    Imgproc.ellipse(
        canvas,
        new Point(x, y),
        new Size(axisX, axisY),
        degrees,
        0,
        360,
        Scalar.all(tone),
        -1,
        Imgproc.LINE_AA);
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
      shape(
          mask,
          centre.x,
          centre.y,
          SIDE * box.width() * draw.between(0.46, 0.62),
          SIDE * box.height() * draw.between(0.48, 0.64),
          0,
          255);
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
      shape(
          mask,
          centre.x,
          centre.y,
          draw.between(0.6, 0.95) * SIDE,
          draw.between(0.65, 0.95) * SIDE,
          0,
          255);
      feather = draw.between(2, 6);
    }
    if (feather > 0) {
      Imgproc.GaussianBlur(mask, mask, new Size(), feather);
    }
    return mask;
  }

  private void paste(Draw draw, Mat canvas, Mat patch, Place place) {
    try (MatScope scope = new MatScope()) {
      SceneFace box = place.of().box();
      Mat lit = scope.keep(lit(draw, patch));
      Mat mask = scope.keep(mask(draw, box));
      double reach =
          EXTENDED * Math.max(Math.abs(place.scaleX()), place.scaleY()) * Math.sqrt(0.5) + 2;
      Rect area = area(place.centreX(), place.centreY(), reach);
      Mat transform = scope.keep(transform(place, box, area));
      Mat piece = scope.empty();
      Mat alpha = scope.empty();
      Mat source = scope.keep(reduced(lit, place));
      int way = place.scaleY() < 1 ? Imgproc.INTER_LINEAR : Imgproc.INTER_CUBIC;
      Imgproc.warpAffine(source, piece, transform, area.size(), way, Core.BORDER_REPLICATE);
      Imgproc.warpAffine(mask, alpha, transform, area.size(), Imgproc.INTER_LINEAR);
      Mat target = scope.keep(canvas.submat(area));
      if (draw.chance(0.12) && clone(canvas, piece, alpha, area)) {
        return;
      }
      blend(scope, piece, alpha, target);
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

  private Rect area(double x, double y, double reach) {
    int left = (int) Math.max(0, Math.floor(x - reach));
    int top = (int) Math.max(0, Math.floor(y - reach));
    int right = (int) Math.min(size, Math.ceil(x + reach));
    int bottom = (int) Math.min(size, Math.ceil(y + reach));
    return new Rect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
  }

  private static Mat transform(Place place, SceneFace box, Rect area) {
    double cos = Math.cos(place.roll());
    double sin = Math.sin(place.roll());
    double middleX = BORDER + SIDE * (box.x() + box.width() / 2) - 0.5;
    double middleY = BORDER + SIDE * (box.y() + box.height() / 2) - 0.5;
    double a = place.scaleX() * cos;
    double b = -place.scaleY() * sin;
    double c = place.scaleX() * sin;
    double d = place.scaleY() * cos;
    Mat transform = new Mat(2, 3, CvType.CV_64F);
    transform.put(
        0,
        0,
        a,
        b,
        place.centreX() - area.x - 0.5 - a * middleX - b * middleY,
        c,
        d,
        place.centreY() - area.y - 0.5 - c * middleX - d * middleY);
    return transform;
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

  private static void blend(MatScope scope, Mat piece, Mat alpha, Mat target) {
    Mat share = scope.empty();
    alpha.convertTo(share, CvType.CV_32FC1, 1.0 / 255);
    Mat difference = scope.empty();
    Core.subtract(piece, target, difference, new Mat(), CvType.CV_32FC1);
    Core.multiply(difference, share, difference);
    Mat sum = scope.empty();
    Core.add(target, difference, sum, new Mat(), CvType.CV_32FC1);
    Mat rounded = scope.empty();
    sum.convertTo(rounded, CvType.CV_8UC1);
    rounded.copyTo(target);
  }

  /** Blends in by Poisson's equation, where the piece lies well within the scene. */
  private boolean clone(Mat canvas, Mat piece, Mat alpha, Rect area) {
    try (MatScope scope = new MatScope()) {
      Mat opaque = scope.empty();
      Imgproc.threshold(alpha, opaque, 127, 255, Imgproc.THRESH_BINARY);
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
