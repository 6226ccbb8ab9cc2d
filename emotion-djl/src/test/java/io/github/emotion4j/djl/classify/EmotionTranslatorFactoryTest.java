// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class EmotionTranslatorFactoryTest {

  private static final String LABELS = "angry,disgust,fear,happy,sad,surprise,neutral";

  private final EmotionTranslatorFactory factory = new EmotionTranslatorFactory();
  private Model model;
  private NDManager manager;

  @BeforeEach
  void newModel() {
    PyTorch.require();
    model = Model.newInstance("test", "PyTorch");
    manager = model.getNDManager();
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  private Translator<Image, Classifications> translator(Map<String, ?> arguments) {
    return factory.newInstance(Image.class, Classifications.class, model, arguments);
  }

  private Classifications output(Map<String, ?> arguments, float... values) throws Exception {
    try (NDArray array = manager.create(values)) {
      return translator(arguments).processOutput(new Context(manager, model), new NDList(array));
    }
  }

  private NDArray input(Map<String, ?> arguments) throws Exception {
    Translator<Image, Classifications> translator = translator(arguments);
    Mat picture = new Mat(20, 20, CvType.CV_8UC3, Scalar.all(255));
    try {
      return translator
          .processInput(new Context(manager, model), Context.image(picture))
          .singletonOrThrow();
    } finally {
      picture.release();
    }
  }

  @Test
  void onlyTheLabelsAreNeeded() throws Exception {
    NDArray input = input(Map.of("labels", LABELS));

    assertThat(input.getShape()).isEqualTo(new Shape(1, 48, 48));
    assertThat(input.getFloat(0, 0, 0)).isEqualTo(2, within(1e-5f)); // (1 - 0.5) / 0.25
  }

  @Test
  void theOutputIsOfLogitsByDefault() throws Exception {
    Classifications output = output(Map.of("labels", "a, b"), 0, (float) Math.log(3));

    assertThat(output.getClassNames()).containsExactly("a", "b");
    assertThat(output.getProbabilities().get(1)).isEqualTo(0.75, within(1e-6));
  }

  @Test
  void argumentsMayBeTextOrNumbers() throws Exception {
    NDArray input =
        input(Map.of("labels", LABELS, "size", 20, "colour", " RGB ", "mean", "0", "std", 1.0));

    assertThat(input.getShape()).isEqualTo(new Shape(3, 20, 20));
    assertThat(input.getFloat(0, 0, 0)).isEqualTo(1, within(1e-5f));
  }

  @Test
  void aNetworkThatGivesProbabilitiesIsTakenAtItsWord() throws Exception {
    Classifications output = output(Map.of("labels", "a,b", "softmax", "false"), 0.2f, 0.8f);

    assertThat(output.getProbabilities().get(0)).isEqualTo(0.2, within(1e-6));
  }

  @Test
  void theTemperatureSoftens() throws Exception {
    Classifications output =
        output(Map.of("labels", "a,b", "temperature", 2), 0, (float) Math.log(9));

    assertThat(output.getProbabilities().get(1)).isEqualTo(0.75, within(1e-6));
  }

  @Test
  void missingLabelsAreNamedWithAnExample() {
    assertThatThrownBy(() -> translator(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"labels\"", "labels=" + LABELS);
  }

  @ParameterizedTest
  @CsvSource({
    "size, big",
    "size, 0",
    "size, -1",
    "size, 48.5",
    "size, 100000",
    "colour, purple",
    "mean, half",
    "mean, NaN",
    "std, 0",
    "std, -1",
    "std, none",
    "temperature, 0",
    "temperature, -1",
    "temperature, NaN",
    "temperature, warm",
    "softmax, maybe",
    "labels, 'angry,,fear'",
    "labels, ''"
  })
  void aBadArgumentIsNamedWithItsValue(String name, String value) {
    Map<String, Object> arguments = new HashMap<>(Map.of("labels", LABELS));
    arguments.put(name, value);

    assertThatThrownBy(() -> translator(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(name, value);
  }

  @Test
  void refusesOtherTypes() {
    assertThat(factory.isSupported(String.class, Classifications.class)).isFalse();
    assertThatThrownBy(
            () ->
                factory.newInstance(
                    String.class, Classifications.class, model, Map.of("labels", LABELS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void supportsPicturesToClassifications() {
    assertThat(factory.getSupportedTypes()).hasSize(1);
    assertThat(List.of(factory.isSupported(Image.class, Classifications.class)))
        .containsExactly(true);
  }
}
