// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Seven outputs of the network that learn one source of labels, and the validation faces that have
 * a label of it.
 *
 * @param source whose labels they are
 * @param number number of the head, from 0
 * @param faces numbers of the validation faces that it is measured on
 * @param truth the labels of those faces
 */
record OutputHead(LabelSource source, int number, List<Integer> faces, List<Emotion> truth) {

  static final int CLASSES = Emotion.values().length;

  OutputHead {
    faces = List.copyOf(faces);
    truth = List.copyOf(truth);
  }

  static List<OutputHead> of(
      LabelSource labels, List<LabelledFace> validation, Optional<FerPlus> votes) {
    List<LabelSource> sources = labels.heads();
    return IntStream.range(0, sources.size())
        .mapToObj(i -> of(sources.get(i), i, validation, votes))
        .toList();
  }

  private static OutputHead of(
      LabelSource source, int number, List<LabelledFace> validation, Optional<FerPlus> votes) {
    List<Optional<Emotion>> labels =
        validation.stream()
            .map(
                face ->
                    source == LabelSource.FER2013
                        ? Optional.of(face.emotion())
                        : votes.orElseThrow().majority(face))
            .toList();
    List<Integer> faces =
        IntStream.range(0, labels.size()).filter(i -> labels.get(i).isPresent()).boxed().toList();
    if (faces.isEmpty()) {
      throw new TrainingException(
          "No validation face has a label of " + source + ": the votes are not those of this data");
    }
    return new OutputHead(
        source, number, faces, faces.stream().map(i -> labels.get(i).orElseThrow()).toList());
  }

  /** This head's outputs for its faces, of the outputs of all heads for all validation faces. */
  float[][] select(float[][] logits) {
    float[][] rows = new float[faces.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(logits[faces.get(i)], number * CLASSES, (number + 1) * CLASSES);
    }
    return rows;
  }

  /** Copies a network of several heads into one that has this head only. */
  void copyOut(Block joint, Block single) {
    List<Parameter> from = joint.getParameters().values();
    List<Parameter> to = single.getParameters().values();
    for (int i = 0; i < from.size(); i++) {
      try (NDArray values = from.get(i).getArray().stopGradient();
          NDArray part = i < from.size() - 2 ? values.get(":") : values.get(rows())) {
        ModelFile.copyValues(part, to.get(i).getArray());
      }
    }
  }

  /** Copies a network of one head into one of several, to be this head. */
  void copyIn(Block single, Block joint) {
    List<Parameter> from = single.getParameters().values();
    List<Parameter> to = joint.getParameters().values();
    for (int i = 0; i < from.size(); i++) {
      try (NDArray values = from.get(i).getArray().stopGradient();
          NDArray place = to.get(i).getArray().stopGradient()) {
        place.set(i < from.size() - 2 ? new NDIndex(":") : rows(), values);
      }
    }
  }

  private NDIndex rows() {
    return new NDIndex(number * CLASSES + ":" + (number + 1) * CLASSES);
  }

  /** Measures what a network gave for this head's validation faces. */
  Evaluation evaluate(float[][] logits, double temperature) {
    return Evaluation.of(truth, TemperatureScaling.softmax(select(logits), temperature));
  }
}
