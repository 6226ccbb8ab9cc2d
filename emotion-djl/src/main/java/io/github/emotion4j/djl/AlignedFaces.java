// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.Provenance;
import io.github.emotion4j.djl.internal.align.FaceView;
import io.github.emotion4j.djl.internal.classify.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Mat;

/** The faces of one picture, with their crops in native memory. */
record AlignedFaces(
    List<DetectedFace> faces,
    List<Mat> crops,
    List<FaceView> views,
    Optional<Provenance> provenance)
    implements AutoCloseable {

  List<EmotionResult> results(List<Reading> readings) {
    List<EmotionResult> results = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      DetectedFace face = faces.get(i);
      Reading reading = readings.get(i);
      EmotionResult result =
          reading.addTo(
              views
                  .get(i)
                  .addTo(EmotionResult.of(face.region(), face.confidence(), reading.emotions())));
      results.add(provenance.map(result::withProvenance).orElse(result));
    }
    return List.copyOf(results);
  }

  @Override
  public void close() {
    crops.forEach(Mat::release);
  }
}
