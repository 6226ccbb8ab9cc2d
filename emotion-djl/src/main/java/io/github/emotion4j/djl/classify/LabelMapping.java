// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import io.github.emotion4j.Emotion;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of a model's labels means which emotion. Labels are compared without regard to case.
 *
 * <pre>{@code
 * LabelMapping.standard().map("anger", ANGRY).map("happiness", HAPPY).ignore("contempt")
 * }</pre>
 *
 * <p>Several labels may mean one emotion: their probabilities add up. What falls on ignored labels
 * is shared out, so that the rest sums to 1. Immutable and safe to share between threads.
 */
public final class LabelMapping {

  private static final LabelMapping STANDARD = makeStandard();

  private final Map<String, Emotion> emotions;

  /** Labels that mean none of the seven, and whether they are told beside them. */
  private final Map<String, Boolean> others;

  private LabelMapping(Map<String, Emotion> emotions, Map<String, Boolean> others) {
    this.emotions = Map.copyOf(emotions);
    this.others = Map.copyOf(others);
  }

  /**
   * Returns the mapping that knows our seven labels and the nouns for them (anger, happiness,
   * sadness).
   *
   * @return the mapping
   */
  public static LabelMapping standard() {
    return STANDARD;
  }

  private static LabelMapping makeStandard() {
    Map<String, Emotion> emotions = new HashMap<>();
    for (Emotion emotion : Emotion.values()) {
      emotions.put(emotion.label(), emotion);
    }
    emotions.put("anger", Emotion.ANGRY);
    emotions.put("happiness", Emotion.HAPPY);
    emotions.put("sadness", Emotion.SAD);
    return new LabelMapping(emotions, Map.of());
  }

  /**
   * Adds a label.
   *
   * @param label the model's label
   * @param emotion what it means
   * @return a mapping with the label
   */
  public LabelMapping map(String label, Emotion emotion) {
    Map<String, Emotion> more = new HashMap<>(emotions);
    more.put(key(label), emotion);
    Map<String, Boolean> stillOthers = new HashMap<>(others);
    stillOthers.remove(key(label));
    return new LabelMapping(more, stillOthers);
  }

  /**
   * Leaves a label out.
   *
   * @param label the model's label
   * @return a mapping without the label
   */
  public LabelMapping ignore(String label) {
    return withOther(label, false);
  }

  /**
   * Keeps a label that means none of the seven, such as contempt: the seven sum to 1 without it,
   * and {@link io.github.emotion4j.EmotionResult#otherLabels()} tells it.
   *
   * @param label the model's label
   * @return a mapping that keeps the label
   */
  public LabelMapping keep(String label) {
    return withOther(label, true);
  }

  private LabelMapping withOther(String label, boolean told) {
    Map<String, Boolean> more = new HashMap<>(others);
    more.put(key(label), told);
    return new LabelMapping(emotions, more);
  }

  private static String key(String label) {
    return label.toLowerCase(Locale.ROOT);
  }

  /**
   * Checks that a model's labels are all known and give all seven emotions.
   *
   * @param labels the model's labels
   * @throws IllegalArgumentException if not; the message says which
   */
  void requireComplete(List<String> labels) {
    Set<Emotion> missing = EnumSet.allOf(Emotion.class);
    for (String label : labels) {
      String key = key(label);
      if (others.containsKey(key)) {
        continue;
      }
      Emotion emotion = emotions.get(key);
      if (emotion == null) {
        throw new IllegalArgumentException(
            "the label \"" + label + "\" is unknown; map it to an emotion, keep it or ignore it");
      }
      missing.remove(emotion);
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "no label means " + missing + "; the labels are " + labels);
    }
  }

  /**
   * Turns a model's probabilities into those of the emotions.
   *
   * @param labels the model's labels
   * @param probabilities their probabilities
   * @return a probability for each emotion, summing to 1
   * @throws IllegalArgumentException if one is negative or no number; the message says which
   */
  Map<Emotion, Double> apply(List<String> labels, List<Double> probabilities) {
    Map<Emotion, Double> mapped = new EnumMap<>(Emotion.class);
    double sum = 0;
    for (int i = 0; i < labels.size(); i++) {
      double probability = probabilities.get(i);
      if (!(probability >= 0 && Double.isFinite(probability))) {
        throw new IllegalArgumentException(
            "the network gave "
                + probability
                + " as the probability of \""
                + labels.get(i)
                + "\"; if it gives logits, its translator must apply a softmax");
      }
      Emotion emotion = emotions.get(key(labels.get(i)));
      if (emotion != null && !others.containsKey(key(labels.get(i)))) {
        mapped.merge(emotion, probability, Double::sum);
        sum += probability;
      }
    }
    double total = sum;
    if (total > 0) {
      mapped.replaceAll((emotion, probability) -> Math.min(1, probability / total));
    } else {
      // Everything fell on ignored labels: nothing is known about the seven.
      mapped.replaceAll((emotion, probability) -> 1.0 / mapped.size());
    }
    return mapped;
  }

  /**
   * Returns the labels that are kept beside the seven.
   *
   * @param labels the model's labels
   * @param probabilities their probabilities
   * @return the kept ones in small letters, with their probabilities among all
   */
  Map<String, Double> kept(List<String> labels, List<Double> probabilities) {
    Map<String, Double> kept = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      String key = key(labels.get(i));
      if (others.getOrDefault(key, false)) {
        kept.merge(key, Math.min(1, probabilities.get(i)), Double::sum);
      }
    }
    return kept;
  }
}
