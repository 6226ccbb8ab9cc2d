// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.LabelSource;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that decides the result of a training, besides the data. */
record TrainingSettings(
    Network network, Schedule schedule, Updates updates, Targets targets, Faces faces, long seed) {

  /** What is trained; initialWeights is the SHA-256 of those, or "random". */
  record Network(
      String architecture, String initialWeights, double dropout, Arithmetic arithmetic) {}

  /** How long; 0 for a patience without end. */
  record Schedule(int epochs, int batchSize, double warmUpEpochs, int headEpochs, int patience) {}

  /** How weights are changed in a step. */
  record Updates(
      OptimizerKind optimizer,
      double learningRate,
      double momentum,
      double weightDecay,
      double averageDecay) {}

  /** What is to be learned of a face. */
  record Targets(
      LabelSource labels,
      double labelSmoothing,
      double classBalance,
      String teachers,
      double teacherShare) {}

  /** What is seen of faces; folds are 0 where a split is measured on. */
  record Faces(int cropSize, Augmentation augmentation, int folds) {}

  /** The settings by name, for reports, the model's card, and to compare with a checkpoint's. */
  Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    addAll(map, this);
    return map;
  }

  /** The seed of the engine's random numbers in a step, from 1; 0 is for the first weights. */
  int seedOf(int step) {
    return Long.hashCode(seed * 1_000_003 + step);
  }

  private static void addAll(Map<String, String> map, Record settings) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(settings);
        if (value instanceof Record group
            && value.getClass().getEnclosingClass() == TrainingSettings.class) {
          addAll(map, group);
        } else {
          map.put(component.getName(), String.valueOf(value));
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("A record's own accessor can't be called", e);
      }
    }
  }
}
