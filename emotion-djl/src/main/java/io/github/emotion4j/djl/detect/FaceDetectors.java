// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens face detectors by short descriptions, for command lines and settings:
 *
 * <ul>
 *   <li>{@code embedded}: {@link SingleShotFaceDetector#embedded()}
 *   <li>{@code trained:DIR}: {@link SingleShotFaceDetector#load(Path)}, what a training wrote
 *   <li>{@code yunet:FILE}: {@link YuNetFaceDetector}
 *   <li>{@code retinaface:FILE-OR-URL}: {@link DjlFaceDetector#retinaFace(String)}
 *   <li>{@code ultranet:FILE-OR-URL}: {@link DjlFaceDetector#ultraNet(String)}
 *   <li>{@code haar:FILE}: {@link HaarFaceDetector}
 *   <li>{@code whole}: {@link FaceDetector#wholeImage()}
 * </ul>
 */
public final class FaceDetectors {

  /** The description of the embedded detector. */
  public static final String EMBEDDED = "embedded";

  /** The description of what takes a picture for a face. */
  public static final String WHOLE = "whole";

  private static final List<String> WITH_PLACE =
      List.of("trained", "yunet", "retinaface", "ultranet", "haar");

  private FaceDetectors() {}

  /**
   * Checks a description without opening anything.
   *
   * @param description as above
   * @throws IllegalArgumentException if it is none of them; the message lists them
   */
  public static void check(String description) {
    boolean known =
        description.equals(EMBEDDED)
            || description.equals(WHOLE)
            || (WITH_PLACE.contains(kind(description)) && !place(description).isEmpty());
    if (!known) {
      throw new IllegalArgumentException(
          "\""
              + description
              + "\" is no face detector; there are embedded, trained:DIR, yunet:FILE, retinaface:FILE-OR-URL,"
              + " ultranet:FILE-OR-URL, haar:FILE and whole");
    }
  }

  /**
   * Opens a detector.
   *
   * @param description as above
   * @return the detector; the caller closes it
   * @throws IllegalArgumentException if the description is none of the above
   * @throws io.github.emotion4j.ModelException if its model can't be loaded
   * @throws io.github.emotion4j.MissingDependencyException if a native library or engine is
   *     missing; the message names what to add
   */
  public static FaceDetector open(String description) {
    check(description);
    String place = place(description);
    return switch (kind(description)) {
      case "trained" -> SingleShotFaceDetector.load(Path.of(place));
      case "yunet" -> YuNetFaceDetector.load(Path.of(place));
      case "retinaface" -> DjlFaceDetector.retinaFace(place);
      case "ultranet" -> DjlFaceDetector.ultraNet(place);
      case "haar" -> HaarFaceDetector.load(Path.of(place));
      case WHOLE -> FaceDetector.wholeImage();
      default -> SingleShotFaceDetector.embedded();
    };
  }

  /**
   * Opens a detector that reports faces from some confidence on. The embedded one, one of your own
   * training and YuNet then report more than by default if it is less than theirs; the others never
   * do.
   *
   * @param description as above
   * @param minFaceConfidence the least confidence, 0 to 1
   * @return the detector; the caller closes it
   * @throws IllegalArgumentException if the description is none of the above, or the confidence is
   *     out of its range
   * @throws io.github.emotion4j.ModelException if its model can't be loaded
   * @throws io.github.emotion4j.MissingDependencyException if a native library or engine is
   *     missing; the message names what to add
   */
  public static FaceDetector open(String description, double minFaceConfidence) {
    check(description);
    FaceSearchBuilder.requireFraction("minFaceConfidence", minFaceConfidence);
    String place = place(description);
    return switch (kind(description)) {
      case EMBEDDED ->
          SingleShotFaceDetector.builder().minFaceConfidence(minFaceConfidence).build();
      case "trained" ->
          FaceModelFile.read(Path.of(place))
              .newDetector()
              .minFaceConfidence(minFaceConfidence)
              .build();
      case "yunet" ->
          YuNetFaceDetector.builder(Path.of(place)).minFaceConfidence(minFaceConfidence).build();
      default -> new SurestFaces(open(description), minFaceConfidence);
    };
  }

  /**
   * Says in short which detector a description stands for now, for whoever keeps what it found: the
   * description, and a hash of the model that it names.
   *
   * @param description as above
   * @return what changes when the model does; of an address, it is the address
   * @throws IllegalArgumentException if the description is none of the above
   * @throws io.github.emotion4j.ModelException if its model can't be read
   */
  public static String fingerprint(String description) {
    check(description);
    String place = place(description);
    String hash =
        switch (kind(description)) {
          case EMBEDDED -> FaceModelFile.embedded().card().weights().sha256();
          case "trained" -> FaceModelFile.read(Path.of(place)).card().weights().sha256();
          case WHOLE -> "";
          default -> place.contains("://") ? "" : hashOf(Path.of(place));
        };
    return (description + " " + hash).strip();
  }

  private static String hashOf(Path file) {
    try {
      return ModelFormat.sha256(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ModelException("Can't read the face detector " + file, e);
    }
  }

  /** What another detector reports, less the faces that it is not sure of. */
  private record SurestFaces(FaceDetector detector, double minFaceConfidence)
      implements FaceDetector {

    @Override
    public List<DetectedFace> detect(BufferedImage image) {
      return detector.detect(image).stream()
          .filter(face -> face.confidence() >= minFaceConfidence)
          .toList();
    }

    @Override
    public String name() {
      return detector.name();
    }

    @Override
    public int maxInputSide() {
      return detector.maxInputSide();
    }

    @Override
    public void close() {
      detector.close();
    }
  }

  private static String kind(String description) {
    int colon = description.indexOf(':');
    return colon < 0 ? description : description.substring(0, colon);
  }

  private static String place(String description) {
    int colon = description.indexOf(':');
    return colon < 0 ? "" : description.substring(colon + 1);
  }
}
