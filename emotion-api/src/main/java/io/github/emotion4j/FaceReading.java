// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a result may hold beside the seven emotions; a part of {@link ImmutableEmotionResult}. */
record FaceReading(
    Optional<HeadPose> headPose,
    OptionalDouble faceQuality,
    Map<String, Double> otherLabels,
    Optional<Affect> affect,
    Optional<Provenance> provenance) {

  static final FaceReading NONE =
      new FaceReading(
          Optional.empty(), OptionalDouble.empty(), Map.of(), Optional.empty(), Optional.empty());
}
