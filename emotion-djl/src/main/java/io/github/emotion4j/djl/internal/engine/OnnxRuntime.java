// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Runs networks in ONNX format with ONNX Runtime, which DJL knows as an engine. Safe to share
 * between threads.
 */
public final class OnnxRuntime {

  /** DJL's name of the engine. */
  public static final String ENGINE = "OnnxRuntime";

  /** Says how many threads work on one operation; the machine's processors, up to four. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "intraOpNumThreads",
          Integer.toString(Math.min(4, Runtime.getRuntime().availableProcessors())));

  private OnnxRuntime() {}

  /**
   * Starts the engine, or says what to add to have it.
   *
   * @param what is to run, such as "A model in ONNX format"
   * @return the engine
   * @throws MissingDependencyException if it is missing or can't be started
   */
  public static Engine require(String what) {
    return require(ENGINE, what);
  }

  /** Starts an engine of a name, or says what to add to have ONNX Runtime. */
  static Engine require(String engine, String what) {
    try {
      Optional<Engine> started = OwnClassLoader.call(() -> start(engine));
      if (started.isPresent()) {
        return started.get();
      }
    } catch (RuntimeException | LinkageError | AssertionError | ServiceConfigurationError e) {
      throw new MissingDependencyException(
          "ONNX Runtime is on the class path but can't be started: "
              + LoadingFailure.describe(e, "-Djava.io.tmpdir"),
          e);
    }
    throw new MissingDependencyException(
        what
            + " needs DJL's ONNX Runtime engine; add the dependency"
            + " ai.djl.onnxruntime:onnxruntime-engine:"
            + Engine.getDjlVersion()
            + " with scope runtime");
  }

  /** Starts an engine, also if DJL did not see it when it listed its engines. */
  private static Optional<Engine> start(String engine) {
    if (!Engine.hasEngine(engine)) {
      ServiceLoader.load(EngineProvider.class, OnnxRuntime.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .filter(provider -> provider.getEngineName().equals(engine))
          .forEach(Engine::registerEngine);
    }
    return Engine.hasEngine(engine) ? Optional.of(Engine.getEngine(engine)) : Optional.empty();
  }

  /**
   * Writes a model as ONNX and loads that.
   *
   * @param name of the model
   * @param network its file
   * @return a DJL model; the caller closes it
   * @throws MissingDependencyException if ONNX Runtime or the converter is missing
   * @throws ModelException if it can't be written as ONNX
   */
  public static Model load(String name, ConvertibleNetwork network) {
    OnnxConverter converter =
        ServiceLoader.load(OnnxConverter.class, OnnxRuntime.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new MissingDependencyException(
                        "ONNX Runtime needs io.github.emotion4j:emotion-onnx to run the models of"
                            + " this SDK (in a shaded jar, merge META-INF/services)"));
    return load(name, converter.convert(network));
  }

  /**
   * Loads a network.
   *
   * @param name what to call it in messages
   * @param onnx the content of an ONNX file
   * @return a DJL model; the caller closes it
   * @throws MissingDependencyException if ONNX Runtime is missing
   * @throws ModelException if it is none that ONNX Runtime can run
   */
  public static Model load(String name, byte[] onnx) {
    require("A model in ONNX format");
    Model model = Model.newInstance(name, Device.cpu(), ENGINE);
    try {
      model.load(new ByteArrayInputStream(onnx), OPTIONS);
      return model;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new ModelException(
          "The model " + name + " can't be run by ONNX Runtime: " + reason.getMessage(), e);
    }
  }
}
