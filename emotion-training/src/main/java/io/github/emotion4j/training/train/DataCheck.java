// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.NearDuplicates;
import io.github.emotion4j.training.dataset.People;
import io.github.emotion4j.training.evaluate.ConfidenceInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in sentences what makes the figures of a training less than they look. */
final class DataCheck {

  private static final int FEW_OF_AN_EMOTION = 10;
  private static final int FEW_TO_MEASURE_ON = 100;

  private DataCheck() {}

  /** What can be said before anything is trained; {@code Evaluation.warnings} tells the rest. */
  static List<String> of(TrainingFaces faces) {
    List<String> warnings = new ArrayList<>();
    List<Emotion> missing = emotions(faces.training(), count -> count == 0);
    if (!missing.isEmpty()) {
      warnings.add(
          "No face to train on is labelled "
              + list(missing)
              + ": the model does not learn to tell it");
    }
    emotions(faces.training(), count -> count > 0 && count < FEW_OF_AN_EMOTION)
        .forEach(
            emotion ->
                warnings.add(
                    faces(count(faces.training(), emotion))
                        + " to train on labelled "
                        + emotion
                        + ": too few to learn it; ten are the least, fifty are better"));
    int measured = faces.validation().size();
    if (measured < FEW_TO_MEASURE_ON) {
      ConfidenceInterval widest = ConfidenceInterval.wilson(measured / 2, Math.max(1, measured));
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s to validate on: chance alone moves the accuracy by up to %.0f points either way%s",
              faces(measured),
              50 * (widest.upper() - widest.lower()),
              faces.ofFolds()
                  ? ""
                  : "; folds (--folds 5) measure on all " + (measured + faces.training().size())));
    }
    List<Emotion> unmeasured =
        emotions(faces.validation(), count -> count == 0).stream()
            .filter(emotion -> !missing.contains(emotion))
            .toList();
    if (!unmeasured.isEmpty()) {
      warnings.add(
          "No face to validate on is labelled " + list(unmeasured) + ": nothing is known of it");
    }
    if (!faces.ofFolds()) {
      addWhatIsOnBothSides(faces, warnings);
    } else if (People.of(faces.training()).names().size() == 1) {
      warnings.add(
          "By the names of their files all faces are of "
              + People.of(faces.training()).names().iterator().next()
              + ": the figures say nothing about other people");
    }
    return warnings;
  }

  private static void addWhatIsOnBothSides(TrainingFaces faces, List<String> warnings) {
    List<NearDuplicates.Pair> pairs = NearDuplicates.between(faces.validation(), faces.training());
    long copied = pairs.stream().map(NearDuplicates.Pair::first).distinct().count();
    if (copied > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s to validate on also %s among those to train on, or nearly so (%s and %s): the"
                  + " accuracy is too high; evaluate tells it without those that are the same",
              faces(copied),
              copied == 1 ? "stands" : "stand",
              faces.validation().get(pairs.get(0).first()).name(),
              faces.training().get(pairs.get(0).second()).name()));
    }
    People people =
        People.of(Stream.concat(faces.training().stream(), faces.validation().stream()).toList());
    Set<String> both = names(people, faces.training());
    both.retainAll(names(people, faces.validation()));
    if (!both.isEmpty()) {
      String first = both.stream().min(Comparator.naturalOrder()).orElseThrow();
      warnings.add(
          "By the names of their files "
              + (both.size() == 1
                  ? first + " is"
                  : both.size() + " people, such as " + first + ", are")
              + " both trained on and validated on: of strangers fewer are read rightly");
    }
  }

  private static Set<String> names(People people, List<LabelledFace> faces) {
    return faces.stream()
        .flatMap(face -> people.of(face).stream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static List<Emotion> emotions(List<LabelledFace> faces, Predicate<Long> wanted) {
    return Arrays.stream(Emotion.values())
        .filter(emotion -> wanted.test(count(faces, emotion)))
        .toList();
  }

  private static long count(List<LabelledFace> faces, Emotion emotion) {
    return faces.stream().filter(face -> face.emotion() == emotion).count();
  }

  private static String faces(long count) {
    return count == 1 ? "1 face" : String.format(Locale.ROOT, "%,d faces", count);
  }

  private static String list(List<Emotion> emotions) {
    return emotions.stream().map(Emotion::label).collect(Collectors.joining(" or "));
  }
}
