// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.LabelledPictures;
import io.github.emotion4j.training.dataset.PersonFold;
import io.github.emotion4j.training.dataset.Split;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** The options that name the faces of each {@link MeasuringSet}. */
final class MeasuringFaces {

  @Option(
      names = "--fer2013",
      required = true,
      paramLabel = "ZIP",
      description = "FER2013, whose split PublicTest is measured on.")
  private Path fer2013 = Path.of("");

  @Option(
      names = "--votes",
      required = true,
      paramLabel = "CSV",
      description = "FER+'s votes for it.")
  private Path votes = Path.of("");

  @Option(
      names = "--everyday",
      required = true,
      paramLabel = "ZIP",
      description =
          "Pictures of faces in folders named by emotion; those of the tenth of people that is kept"
              + " apart are measured on.")
  private Path everyday = Path.of("");

  MeasuringFaces() {}

  /**
   * Faces in two halves.
   *
   * @param faces all faces
   * @param fitted whether a face, by its number, is of the half that temperatures are fitted on; of
   *     pictures of people, both halves show other people
   */
  record Halves(List<LabelledFace> faces, IntPredicate fitted) {

    /** The numbers of the faces of one half. */
    int[] half(boolean ofFitted) {
      return IntStream.range(0, faces.size()).filter(i -> fitted.test(i) == ofFitted).toArray();
    }
  }

  Map<MeasuringSet, Halves> load(PrintWriter err) {
    Map<MeasuringSet, Halves> sets = new EnumMap<>(MeasuringSet.class);
    Fer2013 publicTest = Fer2013.load(fer2013).split(Split.PUBLIC_TEST);
    IntPredicate even = i -> i % 2 == 0;
    sets.put(MeasuringSet.FER2013, new Halves(publicTest.faces(), even));
    sets.put(
        MeasuringSet.FERPLUS, new Halves(FerPlus.load(votes).relabel(publicTest).faces(), even));
    sets.put(MeasuringSet.EVERYDAY, everydayFaces(err));
    return sets;
  }

  private Halves everydayFaces(PrintWriter err) {
    try (FaceDetector detector = SingleShotFaceDetector.embedded()) {
      Fer2013 apart =
          LabelledPictures.of(everyday, detector).skipBad(true).only(PersonFold.KEPT_APART).load();
      if (!apart.skipped().isEmpty()) {
        err.println(
            "skipped "
                + apart.skipped().size()
                + " everyday pictures, first: "
                + apart.skipped().get(0));
      }
      PersonFold half = new PersonFold(0, 2 * PersonFold.KEPT_APART.parts());
      List<LabelledFace> faces = new ArrayList<>(apart.faces());
      return new Halves(faces, i -> half.test(faces.get(i).name()));
    }
  }
}
