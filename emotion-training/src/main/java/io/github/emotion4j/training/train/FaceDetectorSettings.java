// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import java.util.Map;
import java.util.TreeMap;

/** All settings of a face detector's training. */
record FaceDetectorSettings(
    int epochs,
    int scenesPerEpoch,
    int sceneSize,
    int batchSize,
    double learningRate,
    double weightDecay,
    double averageDecay,
    int validationScenes,
    double photographShare,
    long seed) {

  Map<String, String> asMap() {
    Map<String, String> map = new TreeMap<>();
    map.put("epochs", String.valueOf(epochs));
    map.put("scenesPerEpoch", String.valueOf(scenesPerEpoch));
    map.put("sceneSize", String.valueOf(sceneSize));
    map.put("batchSize", String.valueOf(batchSize));
    map.put("optimizer", "AdamW");
    map.put("learningRate", String.valueOf(learningRate));
    map.put("weightDecay", String.valueOf(weightDecay));
    map.put("averageDecay", String.valueOf(averageDecay));
    map.put("validationScenes", String.valueOf(validationScenes));
    map.put("photographShare", String.valueOf(photographShare));
    map.put("seed", String.valueOf(seed));
    return map;
  }
}
