// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.classify.ModelFormat;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.internal.align.FaceAligner;
import io.github.emotion4j.djl.internal.io.FileFailure;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Pictures of one's own as a data set: of any size, in folders named by emotion, such as {@code
 * happy/anna.jpg} or {@code train/happy/anna.jpg} and {@code test/happy/ben.jpg}, or a zip of them.
 * Other names for the emotions are known, such as {@code anger} and {@code happiness}; folders such
 * as {@code contempt} are left out, and listed. Where no folder says a split, all faces are of
 * {@link Split#TRAINING}.
 *
 * <p>Of each picture the largest face is cut out as a detector would before it classifies it: eyes
 * level, square, grey, 48x48. So a model that is fitted to the result sees what it will see in use.
 * That takes a while; {@link #keptIn} lets it be done once.
 *
 * <p>Used by one thread, it works with all processors.
 */
public final class LabelledPictures {

  private static final String NO_FACE = "no face was found in it";

  /** To be raised when pictures are decoded otherwise; how faces are cut out is tried out. */
  private static final int VERSION = 1;

  private final Path path;
  private final FaceDetector detector;
  private final ImageDecoder decoder = ImageDecoder.builder().build();
  private final FaceAligner aligner = new FaceAligner();
  private boolean skipBad;
  private Predicate<String> chosen = name -> true;
  private Progress progress = (done, all) -> {};
  private @Nullable Path file;
  private String detectorFingerprint = "";
  private int done;

  private LabelledPictures(Path path, FaceDetector detector) {
    this.path = Objects.requireNonNull(path, "path");
    this.detector = Objects.requireNonNull(detector, "detector");
  }

  /** Is told how far the cutting is. */
  @FunctionalInterface
  public interface Progress {

    /**
     * Takes a picture as done. Called by one thread at a time, for each picture.
     *
     * @param pictures how many are done
     * @param all how many there are
     */
    void done(int pictures, int all);
  }

  /** The outcome of a picture: a face, or why there is none. */
  private sealed interface Outcome {

    record Face(LabelledFace face) implements Outcome {}

    record LeftOut(String reason) implements Outcome {}

    record Bad(Exception reason) implements Outcome {}
  }

  /**
   * Names a folder of pictures.
   *
   * @param path the folder, or a zip
   * @param detector finds the faces; not closed
   * @return what loads the faces
   */
  public static LabelledPictures of(Path path, FaceDetector detector) {
    return new LabelledPictures(path, detector);
  }

  /**
   * Cuts the faces out of a folder of pictures.
   *
   * @param path the folder, or a zip
   * @param detector finds the faces; not closed
   * @param skipBad whether pictures that can't be used are {@linkplain Fer2013#skipped() listed}
   *     instead of ending the loading
   * @return the faces, in the order of their paths
   * @throws DatasetException as {@link #load()} does
   */
  public static Fer2013 load(Path path, FaceDetector detector, boolean skipBad) {
    return of(path, detector).skipBad(skipBad).load();
  }

  /**
   * Says what to do with pictures that can't be used.
   *
   * @param skip whether they are {@linkplain Fer2013#skipped() listed} instead of ending the
   *     loading; false by default
   * @return this
   */
  public LabelledPictures skipBad(boolean skip) {
    this.skipBad = skip;
    return this;
  }

  /**
   * Takes some of the pictures only.
   *
   * @param names tells by the path of a picture in the folder whether to take it, such as a {@link
   *     PersonFold}; all by default
   * @return this
   */
  public LabelledPictures only(Predicate<String> names) {
    this.chosen = Objects.requireNonNull(names, "names");
    return this;
  }

  /**
   * Keeps the faces in a file, and takes from it what was kept before: a picture is looked at again
   * if its size or time has changed (in a zip its size or checksum), and all are if the detector is
   * another, or faces are cut out otherwise. The file is a zip of faces of 48x48 pixels, which
   * {@link Fer2013#load(Path)} reads too. If it can't be written, that is logged, and the faces are
   * not kept.
   *
   * @param zip the file, {@link #besideData} for example; faces are not kept by default
   * @param fingerprint what changes when the detector finds other faces, such as {@link
   *     io.github.emotion4j.djl.detect.FaceDetectors}' {@code fingerprint}, or its name and version
   * @return this
   */
  public LabelledPictures keptIn(Path zip, String fingerprint) {
    this.file = Objects.requireNonNull(zip, "zip");
    this.detectorFingerprint = Objects.requireNonNull(fingerprint, "fingerprint");
    return this;
  }

  /**
   * Names a file to keep faces in: in the folder of pictures, or beside the zip.
   *
   * @param path the folder, or a zip
   * @return a hidden file, which is not taken for a picture
   */
  public static Path besideData(Path path) {
    return Files.isDirectory(path)
        ? path.resolve(".emotion4j-faces.zip")
        : path.resolveSibling("." + path.getFileName() + ".emotion4j-faces.zip");
  }

  /**
   * Lets somebody know how far it is.
   *
   * @param listener nobody by default
   * @return this
   */
  public LabelledPictures progress(Progress listener) {
    this.progress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Cuts the faces out.
   *
   * @return the faces, in the order of their paths
   * @throws DatasetException if the folder can't be read or holds no face at all, and, unless they
   *     are skipped, for pictures that can't be read, have no face, or are in no folder named by an
   *     emotion; the message names them
   */
  public Fer2013 load() {
    OpenCv.load();
    done = 0;
    List<LabelledFace> faces = new ArrayList<>();
    Rejects rejects = new Rejects(skipBad);
    try (PictureFiles files = PictureFiles.open(path, PictureFiles.ALL)) {
      List<String> names = files.names().stream().filter(chosen).toList();
      List<Outcome> outcomes = outcomes(files, names);
      for (int i = 0; i < names.size(); i++) {
        String place = files.place(names.get(i));
        Outcome outcome = outcomes.get(i);
        if (outcome instanceof Outcome.Face found) {
          faces.add(found.face());
        } else if (outcome instanceof Outcome.LeftOut leftOut) {
          rejects.leaveOut(place, leftOut.reason());
        } else if (outcome instanceof Outcome.Bad bad) {
          rejects.add(place, bad.reason());
        }
      }
    } catch (IOException e) {
      throw new DatasetException(
          "Can't read the pictures in " + path + ": " + FileFailure.describe(e), e);
    }
    List<String> skipped = rejects.skipped();
    if (faces.isEmpty()) {
      throw new DatasetException(
          path
              + " holds no faces; expected pictures such as happy/anna.jpg, and "
              + skipped.size()
              + " files were skipped");
    }
    return Fer2013.of(Fer2013.nameOf(path), faces, skipped);
  }

  private List<Outcome> outcomes(PictureFiles files, List<String> names) {
    Optional<CutFaces> kept = Optional.ofNullable(file).map(zip -> new CutFaces(zip, key()));
    try {
      return names.parallelStream()
          .map(
              name -> {
                Outcome outcome = outcome(files, kept, name);
                tellOne(names.size());
                return outcome;
              })
          .toList();
    } finally {
      kept.ifPresent(faces -> faces.write(Set.copyOf(files.names())));
    }
  }

  private synchronized void tellOne(int all) {
    progress.done(++done, all);
  }

  private Outcome outcome(PictureFiles files, Optional<CutFaces> kept, String name) {
    try {
      Optional<Emotion> emotion = FaceReader.emotionOf(name);
      if (emotion.isEmpty()) {
        return new Outcome.LeftOut(FaceReader.NONE_OF_SEVEN);
      }
      // Folders above the emotion may be anything; only some names say a split.
      Split split = FaceReader.findSplit(name).orElse(Split.TRAINING);
      byte[] png = kept.isPresent() ? png(files, kept.get(), name) : cutOut(files.read(name));
      if (png.length == 0) {
        return new Outcome.Bad(new DatasetException(NO_FACE));
      }
      return new Outcome.Face(new LabelledFace(name, split, emotion.get(), FaceReader.decode(png)));
    } catch (IOException | EmotionException | IllegalArgumentException | CvException e) {
      return new Outcome.Bad(e);
    }
  }

  private byte[] png(PictureFiles files, CutFaces kept, String name) throws IOException {
    String stamp = files.stamp(name);
    Optional<byte[]> before = kept.find(name, stamp);
    if (before.isPresent()) {
      return before.get();
    }
    byte[] png = cutOut(files.read(name));
    kept.put(name, stamp, png);
    return png;
  }

  /** The largest face as PNG, or nothing. */
  private byte[] cutOut(byte[] content) {
    BufferedImage image = decoder.decode(ImageSource.of(content));
    return detector.detect(image).stream()
        .max(Comparator.comparingDouble(LabelledPictures::area))
        .map(face -> cutOut(image, face.region()))
        .orElseGet(() -> new byte[0]);
  }

  private byte[] cutOut(BufferedImage image, FaceRegion region) {
    Mat picture = OpenCv.toBgr(image);
    Mat crop = new Mat();
    MatOfByte png = new MatOfByte();
    try {
      crop = aligner.align(picture, region, LabelledFace.SIDE);
      Imgproc.cvtColor(crop, crop, Imgproc.COLOR_BGR2GRAY);
      Imgcodecs.imencode(".png", crop, png);
      return png.toArray();
    } finally {
      png.release();
      crop.release();
      picture.release();
    }
  }

  private static double area(DetectedFace face) {
    return (double) face.region().width() * face.region().height();
  }

  /** All that decides what is cut out of a picture. */
  private String key() {
    return "emotion4j faces " + VERSION + ", " + detectorFingerprint + ", cut " + cutOfDrawing();
  }

  /** Cuts out of a drawing, to see whether it is done as before. */
  private String cutOfDrawing() {
    int side = 160;
    BufferedImage drawing = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        drawing.setRGB(x, y, (x * x + 3 * y) % 251 << 16 | (x + y * y) % 241 << 8 | (x * y) % 239);
      }
    }
    StringBuilder cuts = new StringBuilder();
    for (FaceRegion region :
        List.of(
            FaceRegion.of(40, 30, 90, 110),
            FaceRegion.of(70, 70, 30, 36),
            FaceRegion.of(40, 30, 90, 110, new Eyes(new Point(65, 70), new Point(105, 80))))) {
      byte[] pixels = FaceReader.decode(cutOut(drawing, region));
      cuts.append(ModelFormat.sha256(pixels));
    }
    return ModelFormat.sha256(cuts.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  /**
   * Tells whether pictures are faces cut out already, as FER2013's are: the first that can be read
   * has 48x48 pixels.
   *
   * @param path a folder, or a zip
   * @return whether {@link Fer2013#load(Path)} is to read them
   * @throws DatasetException if there is no picture, or none can be read
   */
  public static boolean areCrops(Path path) {
    try (PictureFiles files = PictureFiles.open(path, PictureFiles.ALL)) {
      if (files.names().isEmpty()) {
        throw new DatasetException(path + " holds no pictures such as happy/anna.jpg");
      }
      ImageDecoder decoder = ImageDecoder.builder().build();
      EmotionException last = new DatasetException("it is empty");
      for (String name : files.names()) {
        try {
          BufferedImage image = decoder.decode(ImageSource.of(files.read(name)));
          return image.getWidth() == LabelledFace.SIDE && image.getHeight() == LabelledFace.SIDE;
        } catch (EmotionException e) {
          last = e;
        }
      }
      throw new DatasetException(
          "None of the pictures in " + path + " can be read: " + last.getMessage(), last);
    } catch (IOException e) {
      throw new DatasetException(
          "Can't read the pictures in " + path + ": " + FileFailure.describe(e), e);
    }
  }
}
