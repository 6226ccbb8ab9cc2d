// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.Emotion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * FER+: how ten taggers voted on each face of FER2013.
 *
 * <p>Read from a CSV file with the columns {@code file}, the face's path in Kaggle's folder, and
 * {@code neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown, nf} (no
 * face). Immutable and safe to share between threads.
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
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(reader, FaceReader.CSV_WITH_HEADER)) {
      if (!parser.getHeaderMap().containsKey("file")
          || !parser.getHeaderMap().keySet().containsAll(COLUMNS)) {
        throw new DatasetException(
            file + " line 1 must name the columns file," + String.join(",", COLUMNS));
      }
      for (CSVRecord row : parser) {
        String place = file + " line " + parser.getCurrentLineNumber();
        if (votes.put(row.get("file"), parse(place, row)) != null) {
          throw new DatasetException(place + " names " + row.get("file") + " a second time");
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new DatasetException("Can't read FER+'s votes from " + file + ": " + e.getMessage(), e);
    }
    return new FerPlus(votes);
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
   * @param face a face of FER2013, named by its path in Kaggle's folder
   * @return the emotion, or nothing for a tie, another majority, or a face without votes
   */
  public Optional<Emotion> majority(LabelledFace face) {
    return Optional.ofNullable(votes.get(face.name())).flatMap(Votes::majority);
  }

  /**
   * Returns the shares of the votes for the seven emotions. Emotions with one vote only are left
   * out, as FER+'s authors do.
   *
   * @param face a face of FER2013, named by its path in Kaggle's folder
   * @return seven shares summing to 1, in the order of {@link Emotion}; nothing where the taggers
   *     see none of the seven, or there are no votes
   */
  public Optional<float[]> distribution(LabelledFace face) {
    return Optional.ofNullable(votes.get(face.name())).flatMap(Votes::distribution);
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
              + "; its paths are those of Kaggle's folder or zip");
    }
    return Fer2013.of(dataset.name() + " with FER+ majorities", faces);
  }
}
