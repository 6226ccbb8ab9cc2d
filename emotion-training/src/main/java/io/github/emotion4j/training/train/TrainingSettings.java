// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.LabelSource;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that decides the result of a training, besides the data. */
record TrainingSettings(
    String architecture,
    int epochs,
    int batchSize,
    int cropSize,
    OptimizerKind optimizer,
    double learningRate,
    double momentum,
    double weightDecay,
    double warmUpEpochs,
    int headEpochs,
    LabelSource labels,
    double labelSmoothing,
    double classBalance,
    double dropout,
    double averageDecay,
    int patience,
    Augmentation augmentation,
    double mixup,
    double sharpnessRadius,
    Arithmetic arithmetic,
    String teachers,
    String consistentTeachers,
    double teacherShare,
    String initialWeights,
    long seed) {

  /** The settings by name, for reports, the model's card, and to compare with a checkpoint's. */
  Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (RecordComponent component : TrainingSettings.class.getRecordComponents()) {
      try {
        map.put(component.getName(), String.valueOf(component.getAccessor().invoke(this)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("A record's own accessor can't be called", e);
      }
    }
    return map;
  }
}
