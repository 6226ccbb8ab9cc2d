// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.dataset.LabelSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CalibrationTest {

  private static final ModelFile INITIAL = EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL);

  /** Faces of which one in so many is read wrongly, always with a probability of about 0.99. */
  private static Calibration calibrate(int faces, int oneWrongIn, Optional<ModelFile> initial) {
    Emotion[] emotions = Emotion.values();
    List<Emotion> truth =
        IntStream.range(0, faces).mapToObj(i -> emotions[i % emotions.length]).toList();
    float[][] logits = new float[faces][emotions.length];
    for (int i = 0; i < faces; i++) {
      boolean wrong = i / 2 % oneWrongIn == 0;
      logits[i][(truth.get(i).index() + (wrong ? 1 : 0)) % emotions.length] = 6.4f;
    }
    return Calibration.of(
        new OutputHead(LabelSource.FER2013, 0, IntStream.range(0, faces).boxed().toList(), truth),
        logits,
        initial);
  }

  @Test
  void enoughFacesDecideTheTemperature() {
    Calibration calibration = calibrate(600, 4, Optional.of(INITIAL));

    assertThat(calibration.fitted()).isTrue();
    assertThat(calibration.temperature()).isGreaterThan(1.5);
    assertThat(calibration.expectedCalibrationError()).isCloseTo(0, within(0.02));
  }

  @Test
  void fewFacesKeepTheInitialModelsNumbers() {
    Calibration calibration = calibrate(198, 4, Optional.of(INITIAL));

    assertThat(calibration.fitted()).isFalse();
    assertThat(calibration.temperature()).isEqualTo(INITIAL.card().calibration().temperature());
    assertThat(calibration.neutralPrior()).isEqualTo(INITIAL.card().calibration().neutralPrior());
  }

  @Test
  void fewFacesWithoutAnInitialModelLeaveTheLogitsAsTheyAre() {
    Calibration calibration = calibrate(12, 4, Optional.empty());

    assertThat(calibration.temperature()).isEqualTo(1);
    assertThat(calibration.neutralPrior()).isEmpty();
    assertThat(calibration.expectedCalibrationError()).isBetween(0.2, 0.4);
  }

  @Test
  void facesThatAreAllReadRightlyDoNotMakeTheModelSure() {
    Calibration calibration = calibrate(600, 1_000, Optional.of(INITIAL));

    assertThat(calibration.temperature()).isEqualTo(INITIAL.card().calibration().temperature());
  }
}
