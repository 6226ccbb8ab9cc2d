// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.internal.io.FileFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * FER+: how ten taggers voted on each face of FER2013.
 *
 * <p>Read from a CSV file with the columns {@code neutral, happiness, surprise, sadness, anger,
 * disgust, fear, contempt, unknown, nf} (no face; in whatever case), and {@code file}, the face's
 * path in Kaggle's folder. Without that column it is taken for the authors' own {@code
 * fer2013new.csv}, whose rows are those of {@code fer2013.csv} in the same order: then it has votes
 * for faces that were read from such a file. Immutable and safe to share between threads.
 *
 * @see <a href="https://arxiv.org/abs/1608.01041">Barsoum et al., 2016</a>
 */
public final class FerPlus {

  private static final List<String> COLUMNS =
      List.of(
          "neutral",
          "happiness",
          "surprise",
          "sadness",
          "anger",
          "disgust",
          "fear",
          "contempt",
          "unknown",
          "nf");
  private static final Map<String, Emotion> EMOTIONS =
      Map.of(
          "neutral", Emotion.NEUTRAL,
          "happiness", Emotion.HAPPY,
          "surprise", Emotion.SURPRISE,
          "sadness", Emotion.SAD,
          "anger", Emotion.ANGRY,
          "disgust", Emotion.DISGUST,
          "fear", Emotion.FEAR);
  private static final int MOST_VOTES = 1000;
  private static final String FILE = "file";
  private static final List<String> AUTHORS_COLUMNS = List.of("Usage", "Image name");

  /** What {@code Fer2013} calls a face of a CSV file ends so. */
  private static final String LINE = " line ";

  private static final CSVFormat FORMAT =
      FaceReader.CSV_WITH_HEADER.builder().setIgnoreHeaderCase(true).get();

  private final Map<String, Votes> votes;

  private FerPlus(Map<String, Votes> votes) {
    this.votes = votes;
  }

  /** Votes of one face: for each emotion by its number, and for what is none of the seven. */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Votes(int[] emotions, int mostOfOthers) {

    /** The emotion with more votes than any other column. */
    Optional<Emotion> majority() {
      int most = Arrays.stream(emotions).max().orElseThrow();
      int[] winners =
          IntStream.range(0, emotions.length).filter(i -> emotions[i] == most).toArray();
      return winners.length == 1 && most > mostOfOthers
          ? Optional.of(Emotion.ofIndex(winners[0]))
          : Optional.empty();
    }

    Optional<float[]> distribution() {
      int most = Arrays.stream(emotions).max().orElseThrow();
      if (most < 2 || mostOfOthers > most) {
        return Optional.empty();
      }
      float[] shares = new float[emotions.length];
      int sum = Arrays.stream(emotions).filter(count -> count > 1).sum();
      for (int i = 0; i < shares.length; i++) {
        shares[i] = emotions[i] > 1 ? (float) emotions[i] / sum : 0;
      }
      return Optional.of(shares);
    }
  }

  /**
   * Reads the votes.
   *
   * @param file a CSV file
   * @return the votes
   * @throws DatasetException if it can't be read or a row is no row of votes; the message names the
   *     file and the line
   */
  public static FerPlus load(Path file) {
    Map<String, Votes> votes = new HashMap<>();
    try (BufferedReader reader = FaceReader.openCsv(file);
        CSVParser parser = CSVParser.parse(reader, FORMAT)) {
      Set<String> columns = parser.getHeaderMap().keySet();
      boolean named = columns.contains(FILE);
      if (!columns.containsAll(COLUMNS) || !(named || columns.containsAll(AUTHORS_COLUMNS))) {
        throw new DatasetException(
            file
                + " line 1 must name the columns file,"
                + String.join(",", COLUMNS)
                + ", or be that of FER+'s fer2013new.csv");
      }
      for (CSVRecord row : parser) {
        String place = file + " line " + parser.getCurrentLineNumber();
        String face = named ? row.get(FILE) : LINE + parser.getCurrentLineNumber();
        if (votes.put(face, parse(place, row)) != null) {
          throw new DatasetException(place + " names " + face + " a second time");
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      String reason =
          e instanceof IllegalArgumentException ? e.getMessage() : FileFailure.describe(e);
      throw new DatasetException("Can't read FER+'s votes from " + file + ": " + reason, e);
    }
    return new FerPlus(votes);
  }

  /** The votes of a face, by its path, or by its line in {@code fer2013.csv}. */
  private Optional<Votes> votes(LabelledFace face) {
    Votes found = votes.get(face.name());
    int line = face.name().lastIndexOf(LINE);
    return found == null && line >= 0
        ? Optional.ofNullable(votes.get(face.name().substring(line)))
        : Optional.ofNullable(found);
  }

  private static Votes parse(String place, CSVRecord row) {
    if (!row.isConsistent()) {
      throw new DatasetException(place + " has " + row.size() + " fields");
    }
    int[] emotions = new int[Emotion.values().length];
    int mostOfOthers = 0;
    for (String column : COLUMNS) {
      String text = row.get(column).trim();
      int count;
      try {
        count = Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new DatasetException(place + ": " + column + " is \"" + text + "\", no number", e);
      }
      if (count < 0 || count > MOST_VOTES) {
        throw new DatasetException(place + ": " + column + " is " + count + " votes");
      }
      Emotion emotion = EMOTIONS.get(column);
      if (emotion == null) {
        mostOfOthers = Math.max(mostOfOthers, count);
      } else {
        emotions[emotion.index()] = count;
      }
    }
    return new Votes(emotions, mostOfOthers);
  }

  /**
   * Returns the emotion that got more votes than any other, contempt, unknown and no face included.
   *
   * @param face a face of FER2013, as {@link Fer2013} names it
   * @return the emotion, or nothing for a tie, another majority, or a face without votes
   */
  public Optional<Emotion> majority(LabelledFace face) {
    return votes(face).flatMap(Votes::majority);
  }

  /**
   * Returns the shares of the votes for the seven emotions. Emotions with one vote only are left
   * out, as FER+'s authors do.
   *
   * @param face a face of FER2013, as {@link Fer2013} names it
   * @return seven shares summing to 1, in the order of {@link Emotion}; nothing where the taggers
   *     see none of the seven, or there are no votes
   */
  public Optional<float[]> distribution(LabelledFace face) {
    return votes(face).flatMap(Votes::distribution);
  }

  /**
   * Gives faces the emotion of the majority.
   *
   * @param dataset faces of FER2013
   * @return the faces that have a {@linkplain #majority majority}, with it as their emotion
   * @throws DatasetException if there are no votes for any of them
   */
  public Fer2013 relabel(Fer2013 dataset) {
    List<LabelledFace> faces =
        dataset.faces().stream()
            .flatMap(
                face ->
                    majority(face).stream()
                        .map(
                            emotion ->
                                new LabelledFace(
                                    face.name(), face.split(), emotion, face.pixels())))
            .toList();
    if (faces.isEmpty() && !dataset.faces().isEmpty()) {
      throw new DatasetException(
          "FER+ has no votes for the faces of "
              + dataset.name()
              + ", such as "
              + dataset.faces().get(0).name()
              + "; its paths are those of Kaggle's folder or zip, and the rows of fer2013new.csv those of"
              + " fer2013.csv");
    }
    return Fer2013.of(dataset.name() + " with FER+ majorities", faces);
  }
}
