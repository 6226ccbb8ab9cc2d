package io.github.emotion4j.training.scene;

import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.scene.FacePhotographs.Photograph;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Scenes cut out of photographs of people, at random scale, place, rotation and exposure; those
 * that do not fill a scene are seen together on a backdrop.
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

  private static final double OPAQUE = 255;

  /** A face that another photograph covers further counts neither way. */
  private static final double LEAST_HIDDEN = 0.1;

  /** A face that is covered further is not there any more. */
  private static final double MOST_HIDDEN = 0.8;

  private final List<Photograph> photographs;
  private final Backdrop backdrop;
  private final int size;
  private final double covered;

  private PhotographScenes(
      List<Photograph> photographs, Backdrop backdrop, int size, double covered) {
    OpenCv.load();
    this.photographs = photographs;
    this.backdrop = backdrop;
    this.size = size;
    this.covered = covered;
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
        photographs.training(), new Backdrop(backgrounds.training()), size, TRAINING_COVERED);
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
        photographs.validation(), new Backdrop(backgrounds.validation()), size, 0);
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
      Mat shown = scope.keep(Mat.zeros(size, size, CvType.CV_8UC1));
      List<SceneFace> faces = new ArrayList<>();
      List<SceneFace> uncertain = new ArrayList<>();
      int most = draw.integer(1, MOST_PHOTOGRAPHS);
      for (int i = 0; i < most && Core.countNonZero(shown) < FULL * size * size; i++) {
        Photograph photograph = photographs.get(draw.below(photographs.size()));
        View view = view(draw, photograph.faces().get(draw.below(photograph.faces().size())));
        Mat area = scope.keep(view.show(photograph.grey(), canvas));
        Core.bitwise_or(shown, area, shown);
        hide(area, faces, uncertain);
        see(photograph, view, faces, uncertain);
      }
      faces.stream()
          .filter(face -> draw.chance(covered))
          .forEach(face -> backdrop.cover(draw, canvas, face));
      Mat picture = scope.keep(Camera.photograph(draw, canvas));
      byte[] pixels = new byte[size * size];
      picture.get(0, 0, pixels);
      return new Scene(size, pixels, faces, uncertain);
    }
  }

  /** Takes away the faces that a photograph now covers. */
  private void hide(Mat area, List<SceneFace> faces, List<SceneFace> uncertain) {
    List<SceneFace> touched =
        faces.stream().filter(face -> hidden(area, face) > LEAST_HIDDEN).toList();
    faces.removeAll(touched);
    uncertain.addAll(touched);
    uncertain.removeIf(face -> hidden(area, face) > MOST_HIDDEN);
  }

  /** The share of a face's visible box that an area covers. */
  private double hidden(Mat area, SceneFace face) {
    int left = (int) Math.max(0, Math.min(size - 1, face.x()));
    int top = (int) Math.max(0, Math.min(size - 1, face.y()));
    int right = (int) Math.max(left + 1, Math.min(size, face.x() + face.width()));
    int bottom = (int) Math.max(top + 1, Math.min(size, face.y() + face.height()));
    Mat box = area.submat(top, bottom, left, right);
    try {
      return (double) Core.countNonZero(box) / box.total();
    } finally {
      box.release();
    }
  }

  private void see(
      Photograph photograph, View view, List<SceneFace> faces, List<SceneFace> uncertain) {
    for (SceneFace face : photograph.faces()) {
      SceneFace seen = view.of(face);
      double visible = visible(seen);
      boolean isLearned =
          seen.size() >= SceneComposer.LEAST_FACE
              && seen.size() <= MOST_LEARNED
              && visible >= LEAST_VISIBLE;
      if (visible > 0) {
        (isLearned ? faces : uncertain).add(seen);
      }
    }
    photograph.uncertain().stream()
        .map(view::of)
        .filter(face -> visible(face) > 0)
        .forEach(uncertain::add);
  }

  private View view(Draw draw, SceneFace shown) {
    double most = Math.min(SceneComposer.MOST_FACE, MOST_ENLARGED * shown.size());
    double target = draw.logarithmic(Math.min(SceneComposer.LEAST_FACE, most), most);
    double scale = target / shown.size();
    double margin = Math.min(size / 2.0, 0.6 * target);
    return new View(
        shown.x() + shown.width() / 2,
        shown.y() + shown.height() / 2,
        draw.between(margin, size - margin),
        draw.between(margin, size - margin),
        scale,
        Math.exp(draw.normal(0.12)),
        draw.chance(0.5),
        Math.toRadians(draw.normal(10)));
  }

  /** The share of a face's box that lies within the scene. */
  private double visible(SceneFace face) {
    double across = Math.min(size, face.x() + face.width()) - Math.max(0, face.x());
    double down = Math.min(size, face.y() + face.height()) - Math.max(0, face.y());
    return Math.max(0, across) * Math.max(0, down) / (face.width() * face.height());
  }

  /**
   * How a photograph is seen: one of its points comes to another, scaled, stretched, mirrored and
   * turned.
   */
  private record View(
      double fromX,
      double fromY,
      double toX,
      double toY,
      double scale,
      double stretch,
      boolean mirrored,
      double roll) {

    private double[] place(double x, double y) {
      double across = (mirrored ? -scale : scale) * stretch * (x - fromX);
      double down = scale / stretch * (y - fromY);
      return new double[] {
        toX + across * Math.cos(roll) - down * Math.sin(roll),
        toY + across * Math.sin(roll) + down * Math.cos(roll)
      };
    }

    SceneFace of(SceneFace face) {
      double[] centre = place(face.x() + face.width() / 2, face.y() + face.height() / 2);
      double[] right = place(face.rightEyeX(), face.rightEyeY());
      double[] left = place(face.leftEyeX(), face.leftEyeY());
      double[] first = mirrored ? left : right;
      double[] second = mirrored ? right : left;
      double cos = Math.cos(roll);
      double sin = Math.sin(roll);
      // The upright box of a turned ellipse.
      double across = scale * stretch * face.width();
      double down = scale / stretch * face.height();
      double width = Math.hypot(across * cos, down * sin);
      double height = Math.hypot(across * sin, down * cos);
      return new SceneFace(
          centre[0] - width / 2,
          centre[1] - height / 2,
          width,
          height,
          first[0],
          first[1],
          second[0],
          second[1]);
    }

    /** Shows the photograph on a canvas; gives 255 where it lies, and 0 around. */
    Mat show(Mat photograph, Mat canvas) {
      try (MatScope scope = new MatScope()) {
        // Only what is seen is reduced, and before it is turned, so that nothing aliases.
        double slack = Math.max(stretch, 1 / stretch);
        double reach = slack * (Math.hypot(canvas.cols(), canvas.rows()) + 8) / scale;
        int left = (int) Math.max(0, Math.floor(fromX - reach));
        int top = (int) Math.max(0, Math.floor(fromY - reach));
        int right = (int) Math.min(photograph.cols(), Math.ceil(fromX + reach));
        int bottom = (int) Math.min(photograph.rows(), Math.ceil(fromY + reach));
        Mat part = scope.keep(photograph.submat(new Rect(left, top, right - left, bottom - top)));
        double reduced = Math.min(1, scale);
        Mat small = scope.empty();
        Imgproc.resize(
            part,
            small,
            new Size(
                Math.max(1, Math.round(reduced * part.cols())),
                Math.max(1, Math.round(reduced * part.rows()))),
            0,
            0,
            Imgproc.INTER_AREA);
        double stepX = (double) part.cols() / small.cols();
        double stepY = (double) part.rows() / small.rows();
        double[] origin = place(left, top);
        double[] across = place(left + stepX, top);
        double[] down = place(left, top + stepY);
        double a = across[0] - origin[0];
        double b = down[0] - origin[0];
        double c = across[1] - origin[1];
        double d = down[1] - origin[1];
        Mat transform = scope.keep(new Mat(2, 3, CvType.CV_64F));
        transform.put(
            0, 0, a, b, origin[0] + 0.5 * (a + b) - 0.5, c, d, origin[1] + 0.5 * (c + d) - 0.5);
        Mat seen = scope.empty();
        Imgproc.warpAffine(small, seen, transform, canvas.size(), Imgproc.INTER_LINEAR);
        Mat opaque = scope.keep(new Mat(small.size(), CvType.CV_8UC1, Scalar.all(OPAQUE)));
        Mat area = new Mat();
        Imgproc.warpAffine(opaque, area, transform, canvas.size(), Imgproc.INTER_NEAREST);
        seen.copyTo(canvas, area);
        return area;
      }
    }
  }
}
