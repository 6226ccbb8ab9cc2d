// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.util.Pair;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An optimizer whose state can be saved, which DJL's own can't, and that decays weights but not
 * biases and norms.
 *
 * <p>The trainer sets the learning rate before each step. Used by one thread.
 */
abstract class ResumableOptimizer extends Optimizer implements AutoCloseable {

  private final String[] stateNames;
  private final float decay;
  private final Map<String, NDArray> states = new ConcurrentHashMap<>();
  private float learningRate;
  private int step;

  ResumableOptimizer(OptimizerBuilder<?> builder, float decay, String... stateNames) {
    super(builder);
    this.decay = decay;
    this.stateNames = stateNames;
  }

  /** Begins step number {@code step}, from 1. */
  void beginStep(int newStep, double rate) {
    step = newStep;
    learningRate = (float) rate;
  }

  float learningRate() {
    return learningRate;
  }

  int step() {
    return step;
  }

  @Override
  public final void update(String parameterId, NDArray weight, NDArray grad) {
    try (NDArray copy = grad.duplicate()) {
      change(parameterId, weight, copy);
    }
    // DJL's native optimizers clear the gradient, and nothing else does: it would add up.
    try (NDArray accumulated = weight.getGradient()) {
      accumulated.muli(0);
    }
  }

  /** Changes a weight in place; the gradient may be changed as well, and is closed afterwards. */
  abstract void change(String parameterId, NDArray weight, NDArray gradient);

  /** Matrices and kernels are decayed; biases, gammas and betas, which have one axis, are not. */
  float decayOf(NDArray weight) {
    return weight.getShape().dimension() > 1 ? decay : 0;
  }

  /** The state of a weight, zeros at first. */
  NDArray state(String name, String parameterId, NDArray weight) {
    return states.computeIfAbsent(
        key(name, parameterId),
        key -> {
          NDArray zeros = weight.stopGradient().zerosLike();
          zeros.detach();
          return zeros;
        });
  }

  /** Copies of all states, parameter by parameter, for a checkpoint. */
  NDList saveStates(NDManager manager, ParameterList parameters) {
    NDList list = new NDList();
    for (Pair<String, Parameter> named : parameters) {
      if (named.getValue().requiresGradient()) {
        for (String name : stateNames) {
          NDArray value =
              state(name, named.getValue().getId(), named.getValue().getArray()).duplicate();
          value.attach(manager);
          value.setName(named.getKey() + "." + name);
          list.add(value);
        }
      }
    }
    return list;
  }

  /** Takes over what {@link #saveStates} gave, which may lie on another device. */
  void restoreStates(NDList list, ParameterList parameters) {
    int next = 0;
    for (Pair<String, Parameter> named : parameters) {
      if (named.getValue().requiresGradient()) {
        for (String name : stateNames) {
          NDArray saved = list.get(next++);
          Device device = named.getValue().getArray().getDevice();
          // On the same device DJL's toDevice does not copy, whatever it is asked: the state would
          // share the memory of a checkpoint that is freed soon.
          NDArray value =
              saved.getDevice().equals(device) ? saved.duplicate() : saved.toDevice(device, true);
          value.detach();
          states.put(key(name, named.getValue().getId()), value);
        }
      }
    }
  }

  private static String key(String name, String parameterId) {
    return name + ' ' + parameterId;
  }

  @Override
  public void close() {
    states.values().forEach(NDArray::close);
    states.clear();
  }

  /** The builder that DJL's base class wants; nothing of it is used but its defaults. */
  static final class Defaults extends OptimizerBuilder<Defaults> {
    @Override
    protected Defaults self() {
      return this;
    }
  }
}
