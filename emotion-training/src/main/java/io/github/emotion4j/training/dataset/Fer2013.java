// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.util.Progress;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * FER2013, or any faces laid out like it: 48x48 grey, labelled with one of seven emotions.
 *
 * <p>Reads Kaggle's folder ({@code train/happy/Training_1.jpg}), a zip of it as it is, or the
 * original {@code fer2013.csv} (columns emotion, pixels, Usage). The faces are kept in memory,
 * about 80 MB for all.
 *
 * <p>As a DJL data set, a record's data is an unsigned byte tensor of shape (1, 48, 48) and its
 * label a 32-bit integer, the emotion's {@linkplain Emotion#index() number}. Immutable and safe to
 * share between threads.
 *
 * @see <a href="https://arxiv.org/abs/1307.0414">Goodfellow et al., 2013</a>
 */
public final class Fer2013 extends RandomAccessDataset {

  private static final int DEFAULT_BATCH = 64;

  private final String name;
  private final List<LabelledFace> faces;
  private final List<String> skipped;

  private Fer2013(String name, List<LabelledFace> faces, List<String> skipped) {
    super(new DjlBuilder().setSampling(DEFAULT_BATCH, false));
    this.name = name;
    this.faces = List.copyOf(faces);
    this.skipped = skipped;
  }

  /**
   * Loads a data set, of which every file or row must be good.
   *
   * @param path folder, zip or CSV file
   * @return all faces of all splits, in the order of their names or lines
   * @throws DatasetException if it can't be read; the message names the files and lines
   */
  public static Fer2013 load(Path path) {
    return load(path, false);
  }

  /**
   * Loads a data set.
   *
   * @param path folder, zip or CSV file
   * @param skipBad whether files and rows that can't be used are {@linkplain #skipped() listed}
   *     instead of ending the loading
   * @return all faces of all splits, in the order of their names or lines
   * @throws DatasetException if it can't be read, or holds no face at all
   */
  public static Fer2013 load(Path path, boolean skipBad) {
    OpenCv.load();
    FaceReader reader = new FaceReader(skipBad);
    reader.read(path);
    List<String> skipped = reader.skipped();
    if (reader.faces().isEmpty()) {
      throw new DatasetException(
          path
              + " holds no faces; expected pictures such as train/happy/Training_1.jpg, and "
              + skipped.size()
              + " files were skipped");
    }
    return new Fer2013(nameOf(path), reader.faces(), skipped);
  }

  /** The last part of a path, or all of it where there are no parts. */
  static String nameOf(Path path) {
    return path.getFileName() == null ? path.toString() : path.getFileName().toString();
  }

  /** Makes a data set of what a reader found. */
  static Fer2013 of(String name, List<LabelledFace> faces, List<String> skipped) {
    return new Fer2013(name, faces, List.copyOf(skipped));
  }

  /**
   * Makes a data set of faces at hand.
   *
   * @param name what to call it in reports
   * @param faces the faces
   * @return a data set of them, in the same order
   */
  public static Fer2013 of(String name, List<LabelledFace> faces) {
    return new Fer2013(name, faces, List.of());
  }

  /**
   * Returns the name.
   *
   * @return the last part of the path it was loaded from
   */
  public String name() {
    return name;
  }

  /**
   * Returns the faces.
   *
   * @return an unmodifiable list
   */
  public List<LabelledFace> faces() {
    return faces;
  }

  /**
   * Returns what was skipped.
   *
   * @return a line for each file or row: where it is and what is wrong with it
   */
  public List<String> skipped() {
    return skipped;
  }

  /**
   * Returns the faces of one split.
   *
   * @param split the split
   * @return a data set, perhaps empty, that shares the faces
   */
  public Fer2013 split(Split split) {
    return of(name, faces.stream().filter(face -> face.split() == split).toList());
  }

  /**
   * Returns some of the faces, to try something on them: of each split as many of every emotion as
   * there are, the rarest less.
   *
   * @param facesOfEachSplit the most faces of a split, at least 1
   * @param seed of which they are
   * @return a data set of them in the same order, whose name says so
   * @throws IllegalArgumentException if there would be no faces
   */
  public Fer2013 limitedTo(int facesOfEachSplit, long seed) {
    if (facesOfEachSplit < 1) {
      throw new IllegalArgumentException(
          "A data set can be limited to 1 face or more, not to " + facesOfEachSplit);
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, faces.size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    BitSet chosen = new BitSet();
    for (Split split : Split.values()) {
      int[] counts = new int[Emotion.values().length];
      Map<Integer, Integer> ranks = new LinkedHashMap<>(); // among those of its emotion
      for (int i : order) {
        LabelledFace face = faces.get(i);
        if (face.split() == split) {
          ranks.put(i, counts[face.emotion().index()]++);
        }
      }
      ranks.entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .limit(facesOfEachSplit)
          .forEach(entry -> chosen.set(entry.getKey()));
    }
    return of(
        name + " (at most " + facesOfEachSplit + " faces of a split)",
        chosen.stream().mapToObj(faces::get).toList(),
        skipped);
  }

  /**
   * Returns the faces as a camera would show them from further away.
   *
   * @param side side of the crops in pixels, 1 to {@value LabelledFace#SIDE}
   * @return a data set of the same faces, {@linkplain LabelledFace#reducedTo reduced}
   * @throws IllegalArgumentException if the side is out of its range
   */
  public Fer2013 reducedTo(int side) {
    return of(name, faces.stream().map(face -> face.reducedTo(side)).toList(), skipped);
  }

  /**
   * Counts the faces of each emotion.
   *
   * @return all seven, with zeros
   */
  public Map<Emotion, Integer> count() {
    Map<Emotion, Integer> count = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      count.put(emotion, 0);
    }
    for (LabelledFace face : faces) {
      count.merge(face.emotion(), 1, Integer::sum);
    }
    return count;
  }

  @Override
  public Record get(NDManager manager, long index) {
    LabelledFace face = faces.get(Math.toIntExact(index));
    return new Record(
        new NDList(
            manager.create(
                ByteBuffer.wrap(face.pixels()),
                new Shape(1, LabelledFace.SIDE, LabelledFace.SIDE),
                DataType.UINT8)),
        new NDList(manager.create(face.emotion().index())));
  }

  @Override
  protected long availableSize() {
    return faces.size();
  }

  /** Does nothing: the faces are in memory already. */
  @Override
  public void prepare(@Nullable Progress progress) {}

  private static final class DjlBuilder extends BaseBuilder<DjlBuilder> {
    @Override
    protected DjlBuilder self() {
      return this;
    }
  }
}
