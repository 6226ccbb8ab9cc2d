// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a model's seven logits are made of the heads of its network: the last layer of the weights
 * has seven rows for each head, and as heads are linear in the same features, their weighted sum is
 * one linear layer again, which takes no more time than one head.
 *
 * <p>Labellers differ most in what they call neutral. So a card may ask two questions: whether a
 * face is neutral, of one head, and which of the other six it is, of the sum. With {@code z} the
 * sum with its biases and {@code h} the logits of that head, the logit of neutral is then {@code
 * bias(neutral) + h(neutral) - L(h) + L(z)}, where {@code L} is the logarithm of the sum of the
 * exponentials of the six: a hierarchical softmax (Morin and Bengio, 2005) of two levels.
 *
 * @param heads names of the heads in the file of the weights, in the order of their rows
 * @param weights what the logits of each head are multiplied by before they are summed; a head that
 *     is not named has no part
 * @param biases what is added to the sum, by label; a label that is not named gets nothing
 * @param neutralHead the head that tells whether a face is neutral; empty: the sum does
 */
public record ModelOutputs(
    List<String> heads,
    Map<String, Double> weights,
    Map<String, Double> biases,
    Optional<String> neutralHead) {

  /**
   * Makes a combination.
   *
   * @param heads names of the heads in the file
   * @param weights factors by head
   * @param biases summands by label
   * @param neutralHead the head that tells whether a face is neutral; empty: the sum does
   * @throws IllegalArgumentException if there is no head, one is named twice, a weight or {@code
   *     neutralHead} is for none of them, a bias for no label, or a number is not finite
   */
  public ModelOutputs {
    heads = List.copyOf(heads);
    weights = Map.copyOf(weights);
    biases = Map.copyOf(biases);
    if (heads.isEmpty() || new HashSet<>(heads).size() < heads.size()) {
      throw new IllegalArgumentException("heads " + heads + " are not different ones");
    }
    if (weights.isEmpty() || !heads.containsAll(weights.keySet())) {
      throw new IllegalArgumentException(
          "weights of heads " + new TreeMap<>(weights) + " are not for some of " + heads);
    }
    if (!ModelCard.LABELS.containsAll(biases.keySet())) {
      throw new IllegalArgumentException(
          "biases " + new TreeMap<>(biases) + " are not for some of " + ModelCard.LABELS);
    }
    if (neutralHead.isPresent() && !heads.contains(neutralHead.get())) {
      throw new IllegalArgumentException(
          "the neutral head " + neutralHead.get() + " is none of " + heads);
    }
    if (!Stream.of(weights, biases)
        .flatMap(numbers -> numbers.values().stream())
        .allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "weights of heads "
              + new TreeMap<>(weights)
              + " with biases "
              + new TreeMap<>(biases)
              + " are not finite");
    }
  }

  /**
   * Returns the outputs of a network that has one head.
   *
   * @param head its name, such as whose labels it learned
   * @return that head as it is
   */
  public static ModelOutputs single(String head) {
    return new ModelOutputs(List.of(head), Map.of(head, 1.0), Map.of(), Optional.empty());
  }

  /**
   * Tells whether the network in the file gives the seven logits as they are.
   *
   * @return whether nothing is to be combined
   */
  public boolean areAsStored() {
    return heads.size() == 1
        && weights.get(heads.get(0)) == 1.0
        && biases.values().stream().allMatch(bias -> bias == 0)
        && neutralHead.isEmpty();
  }

  /**
   * Returns what is added to the sum.
   *
   * @return seven numbers in the order of {@link ModelCard#LABELS}
   */
  public float[] summands() {
    float[] summands = new float[ModelCard.LABELS.size()];
    biases.forEach((label, bias) -> summands[ModelCard.LABELS.indexOf(label)] = bias.floatValue());
    return summands;
  }

  /**
   * Tells how the logits are made, in words for a person.
   *
   * @return such as {@code 0.5 fer2013 + 0.5 ferplus, neutral -0.5}
   */
  public String describe() {
    String sum =
        heads.stream()
            .filter(weights::containsKey)
            .map(head -> weights.get(head) + " " + head)
            .collect(Collectors.joining(" + "));
    String summands =
        ModelCard.LABELS.stream()
            .filter(biases::containsKey)
            .map(label -> ", " + label + (biases.get(label) < 0 ? " " : " +") + biases.get(label))
            .collect(Collectors.joining());
    return sum + summands + neutralHead.map(head -> "; whether neutral: " + head).orElse("");
  }
}
