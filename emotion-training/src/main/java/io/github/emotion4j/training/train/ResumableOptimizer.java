// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.pytorch.jni.IValue;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An optimizer whose state can be saved, which DJL's own can't, that decays weights but not biases
 * and norms, and that changes all of them in a few calls to the engine. Used by one thread.
 */
abstract class ResumableOptimizer implements AutoCloseable {

  private final List<String> stateNames;
  private final double decay;
  private final Map<String, NDArray> states = new ConcurrentHashMap<>();
  private Optional<Lists> lists = Optional.empty();

  /**
   * Makes an optimizer.
   *
   * @param decay of matrices and kernels
   * @param stateNames what is kept of each weight
   */
  ResumableOptimizer(double decay, String... stateNames) {
    this.decay = decay;
    this.stateNames = List.of(stateNames);
  }

  /** Weights that are decayed alike, their gradients, and a list for each name of a state. */
  private record Group(double decay, List<IValue> values) {}

  /** What the engine is given in each step; the memory behind it stays the same. */
  private record Lists(
      Block network, ListFunction change, ListFunction clear, List<Group> groups, IValue gradients)
      implements AutoCloseable {

    @Override
    public void close() {
      change.close();
      clear.close();
      groups.forEach(group -> group.values().forEach(IValue::close));
      gradients.close();
    }
  }

  /**
   * Makes the function that changes a group of weights.
   *
   * @return a function of {@link #numbers}, and of the lists of weights, gradients and states
   */
  abstract ListFunction newFunction(NDManager manager);

  /** What the function is told in a step, from 1. */
  abstract double[] numbers(int step, double rate, double decayOfGroup);

  /**
   * Changes all weights by their gradients, and clears those: nothing else does, they would add up.
   *
   * @param network whose gradients are there; another one than in the last step may share its
   *     weights
   * @param step from 1
   */
  void step(Block network, int step, double rate) {
    if (lists.isPresent() && lists.get().network() != network) {
      forgetLists();
    }
    Lists all = lists.orElseGet(() -> newLists(network));
    lists = Optional.of(all);
    for (Group group : all.groups()) {
      all.change().run(numbers(step, rate, group.decay()), group.values());
    }
    all.clear().run(new double[0], List.of(all.gradients()));
  }

  private Lists newLists(Block network) {
    List<Parameter> trained =
        network.getParameters().values().stream().filter(Parameter::requiresGradient).toList();
    // Matrices and kernels are decayed; biases, gammas and betas, which have one axis, are not.
    List<Parameter> decayed = trained.stream().filter(ResumableOptimizer::isMatrix).toList();
    List<Parameter> others = trained.stream().filter(each -> !isMatrix(each)).toList();
    List<Group> groups = new ArrayList<>();
    if (!decayed.isEmpty()) {
      groups.add(new Group(decay, valuesOf(decayed)));
    }
    if (!others.isEmpty()) {
      groups.add(new Group(0, valuesOf(others)));
    }
    NDManager manager = trained.get(0).getArray().getManager();
    return new Lists(
        network,
        newFunction(manager),
        new ListFunction(
            manager, List.of(), List.of("gradients"), "torch._foreach_zero_(gradients)"),
        groups,
        gradients(trained));
  }

  private static boolean isMatrix(Parameter parameter) {
    return parameter.getArray().getShape().dimension() > 1;
  }

  private List<IValue> valuesOf(List<Parameter> parameters) {
    List<IValue> values = new ArrayList<>();
    values.add(ListFunction.list(parameters.stream().map(Parameter::getArray).toList()));
    values.add(gradients(parameters));
    for (String name : stateNames) {
      values.add(ListFunction.list(parameters.stream().map(each -> state(name, each)).toList()));
    }
    return values;
  }

  private static IValue gradients(List<Parameter> parameters) {
    List<NDArray> gradients =
        parameters.stream().map(parameter -> parameter.getArray().getGradient()).toList();
    try {
      return ListFunction.list(gradients);
    } finally {
      gradients.forEach(NDArray::close);
    }
  }

  private void forgetLists() {
    lists.ifPresent(Lists::close);
    lists = Optional.empty();
  }

  /** The state of a weight, zeros at first. */
  private NDArray state(String name, Parameter parameter) {
    return states.computeIfAbsent(
        key(name, parameter),
        key -> {
          try (NDArray weight = parameter.getArray().stopGradient()) {
            NDArray zeros = weight.zerosLike();
            zeros.detach();
            return zeros;
          }
        });
  }

  /** Copies of all states, parameter by parameter, for a checkpoint. */
  NDList saveStates(NDManager manager, ParameterList parameters) {
    NDList list = new NDList();
    for (Pair<String, Parameter> named : parameters) {
      if (named.getValue().requiresGradient()) {
        for (String name : stateNames) {
          NDArray value = state(name, named.getValue()).duplicate();
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
    forgetLists();
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
          states.put(key(name, named.getValue()), value);
        }
      }
    }
  }

  private static String key(String name, Parameter parameter) {
    return name + ' ' + parameter.getId();
  }

  @Override
  public void close() {
    forgetLists();
    states.values().forEach(NDArray::close);
    states.clear();
  }
}
