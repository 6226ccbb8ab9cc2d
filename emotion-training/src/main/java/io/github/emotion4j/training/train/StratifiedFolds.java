// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.NearDuplicates;
import io.github.emotion4j.training.dataset.People;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Parts of a data set that have about as many faces of each emotion as one another. What belongs
 * together is in one part: near-duplicates, and the faces of a person, where the names of files
 * tell of at least {@value #FEWEST_PEOPLE}.
 *
 * @param folds the parts, each in the order of the data set
 * @param byPerson whether nobody is in two parts
 */
record StratifiedFolds(List<List<LabelledFace>> folds, boolean byPerson) {

  static final int FEWEST_PEOPLE = 3;

  /**
   * Parts faces.
   *
   * @param count how many parts are wanted; there are fewer where there are fewer people
   * @param seed chooses among the many ways
   */
  static StratifiedFolds of(List<LabelledFace> faces, int count, long seed) {
    People people = People.of(faces);
    boolean byPerson = people.names().size() >= FEWEST_PEOPLE;
    List<List<Integer>> groups = groups(faces, byPerson ? people : People.of(List.of()));
    Collections.shuffle(groups, new Random(seed));
    groups.sort(Comparator.comparingInt(group -> -group.size())); // stable, so still shuffled
    int parts = Math.min(count, groups.size());
    int[][] counts = new int[parts][Emotion.values().length];
    int[] wholes = new int[Emotion.values().length];
    faces.forEach(face -> wholes[face.emotion().index()]++);
    List<List<Integer>> folds = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      folds.add(new ArrayList<>());
    }
    for (List<Integer> group : groups) {
      int[] ofGroup = new int[Emotion.values().length];
      group.forEach(face -> ofGroup[faces.get(face).emotion().index()]++);
      int fold = leastFilled(counts, folds, ofGroup, wholes);
      folds.get(fold).addAll(group);
      for (int emotion = 0; emotion < ofGroup.length; emotion++) {
        counts[fold][emotion] += ofGroup[emotion];
      }
    }
    return new StratifiedFolds(
        folds.stream().map(fold -> fold.stream().sorted().map(faces::get).toList()).toList(),
        byPerson);
  }

  /**
   * The part with the smallest share of the group's emotions, and among equals of faces, and among
   * those the last, so that the first, which may be held out, does not get the only face of an
   * emotion while there are others.
   */
  private static int leastFilled(
      int[][] counts, List<List<Integer>> folds, int[] group, int[] wholes) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int fold = 0; fold < counts.length; fold++) {
      double filled = 0;
      for (int emotion = 0; emotion < group.length; emotion++) {
        if (group[emotion] > 0) {
          filled += (double) group[emotion] * counts[fold][emotion] / wholes[emotion];
          boolean all = group[emotion] == wholes[emotion];
          filled += all && fold == 0 && counts.length > 1 ? wholes.length : 0;
        }
      }
      if (filled < least || (filled == least && folds.get(fold).size() <= folds.get(best).size())) {
        least = filled;
        best = fold;
      }
    }
    return best;
  }

  /** Faces by their positions, joined by person and by likeness. */
  private static List<List<Integer>> groups(List<LabelledFace> faces, People people) {
    int[] parents = new int[faces.size()];
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < parents.length; i++) {
      int face = i;
      parents[i] =
          people.of(faces.get(i)).map(who -> first.computeIfAbsent(who, w -> face)).orElse(i);
    }
    for (NearDuplicates.Pair pair : NearDuplicates.within(faces)) {
      parents[root(parents, pair.second())] = root(parents, pair.first());
    }
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < parents.length; i++) {
      groups.computeIfAbsent(root(parents, i), root -> new ArrayList<>()).add(i);
    }
    return new ArrayList<>(groups.values());
  }

  private static int root(int[] parents, int node) {
    int root = node;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /** All faces but those of a part, in the order of the data set. */
  List<LabelledFace> allBut(int fold, List<LabelledFace> faces) {
    Collection<LabelledFace> out = Set.copyOf(folds.get(fold));
    return faces.stream().filter(face -> !out.contains(face)).toList();
  }
}
