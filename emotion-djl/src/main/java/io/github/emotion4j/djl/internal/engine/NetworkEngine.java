// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import java.util.Locale;
import java.util.ServiceLoader;

/** What runs the networks of this SDK. */
public enum NetworkEngine {
  /** PyTorch, where it is on the class path. */
  PYTORCH,
  /** ONNX Runtime, by the module emotion-onnx. */
  ONNX_RUNTIME;

  /**
   * System property that chooses where both are on the class path: {@code pytorch} or {@code
   * onnx_runtime}. Read whenever a model is loaded.
   */
  public static final String PROPERTY = "emotion4j.engine";

  private static final String PYTORCH_CLASS = "ai.djl.pytorch.engine.PtEngineProvider";

  /**
   * Chooses.
   *
   * @return what {@value #PROPERTY} says; else PyTorch where it is, or where neither is
   * @throws IllegalArgumentException if the property says something else
   */
  public static NetworkEngine chosen() {
    String named = System.getProperty(PROPERTY, "").toUpperCase(Locale.ROOT);
    for (NetworkEngine engine : values()) {
      if (engine.name().equals(named)) {
        return engine;
      }
    }
    if (!named.isEmpty()) {
      throw new IllegalArgumentException(
          "The system property " + PROPERTY + " must be pytorch or onnx_runtime, not " + named);
    }
    ClassLoader loader = NetworkEngine.class.getClassLoader();
    try {
      Class.forName(PYTORCH_CLASS, false, loader);
      return PYTORCH;
    } catch (ClassNotFoundException e) {
      return ServiceLoader.load(OnnxConverter.class, loader).stream().findAny().isPresent()
          ? ONNX_RUNTIME
          : PYTORCH; // whose message then says what to add
    }
  }
}
