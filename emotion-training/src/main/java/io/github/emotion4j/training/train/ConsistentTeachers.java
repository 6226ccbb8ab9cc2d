// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.training.dataset.LabelSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Trained models that look at the very faces that a network learns from, as changed at random, and
 * say what they see in each: consistent teaching (Beyer et al., 2022, arXiv 2106.05237). Models
 * that differ in their last layer only, as those of a training with both labels do, look once. Used
 * by one thread.
 */
final class ConsistentTeachers implements AutoCloseable {

  private final float share;
  private final List<LabelSource> heads;
  private final List<Teacher> teachers = new ArrayList<>();

  /** A network with an output for each head, and the heads that it teaches. */
  private record Teacher(
      ModelCard.ArchitectureSettings settings, Model model, Set<Integer> heads) {}

  /**
   * Opens teachers.
   *
   * @param files models of our own architectures
   * @param share how much of the targets is theirs, 0 to 1
   * @param heads whose labels each seven outputs of the network learn
   */
  ConsistentTeachers(
      List<ModelFile> files,
      double share,
      List<LabelSource> heads,
      Arithmetic arithmetic,
      Device device) {
    this.share = (float) share;
    this.heads = heads;
    try {
      files.forEach(file -> add(file, arithmetic, device));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Which seven outputs a model teaches: those that learn the labels it learned itself. */
  static int headOf(ModelCard card, List<LabelSource> heads) {
    for (int i = 0; i < heads.size(); i++) {
      if (card.training().labelSource().equals(heads.get(i).label())) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "The teacher "
            + card.name()
            + " learned other labels, "
            + card.training().labelSource()
            + "; choose a teacher of those that are learned, or other labels");
  }

  private void add(ModelFile file, Arithmetic arithmetic, Device device) {
    if (!(file.card().architecture() instanceof ModelCard.ArchitectureSettings settings)) {
      throw new IllegalArgumentException(
          "The teacher " + file.card().name() + " is a backbone; let it teach unchanged faces");
    }
    int head = headOf(file.card(), heads);
    try (Model single = file.newModel(device)) {
      cool(single.getBlock(), file.card().temperature());
      Teacher teacher =
          teachers.stream()
              .filter(other -> other.settings().name() == settings.name())
              .filter(other -> !other.heads().contains(head))
              .filter(other -> isSameTrunk(single.getBlock(), other.model().getBlock()))
              .findFirst()
              .orElseGet(() -> newTeacher(settings, arithmetic, device));
      new Head(heads.get(head), head, List.of(), List.of())
          .copyIn(single.getBlock(), teacher.model().getBlock());
      teacher.heads().add(head);
    }
  }

  /** Divides the logits by the temperature that makes them probabilities. */
  private static void cool(Block block, double temperature) {
    List<Parameter> parameters = block.getParameters().values();
    for (Parameter last : parameters.subList(parameters.size() - 2, parameters.size())) {
      last.getArray().divi(temperature);
    }
  }

  private static boolean isSameTrunk(Block block, Block other) {
    List<Parameter> parameters = block.getParameters().values();
    List<Parameter> others = other.getParameters().values();
    for (int i = 0; i < parameters.size() - 2; i++) {
      if (!parameters.get(i).getArray().contentEquals(others.get(i).getArray())) {
        return false;
      }
    }
    return true;
  }

  private Teacher newTeacher(
      ModelCard.ArchitectureSettings settings, Arithmetic arithmetic, Device device) {
    Model model = Model.newInstance("teacher", device, PyTorch.ENGINE);
    Teacher teacher = new Teacher(settings, model, new HashSet<>());
    teachers.add(teacher);
    int outputs = heads.size() * Head.CLASSES;
    SequentialBlock block = (SequentialBlock) settings.newBlock(model.getNDManager(), outputs);
    model.setBlock(new ScriptedNetwork(block, arithmetic, model.getNDManager()));
    int size = settings.cropSize();
    model
        .getBlock()
        .initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 1, size, size));
    return teacher;
  }

  /**
   * Blends the teachers' word into targets. Targets that sum to zero, of a face without votes, stay
   * as they are.
   *
   * @param faces as the network is given them, of shape (N, 1, size, size)
   * @param targets of shape (N, heads x 7); changed
   */
  void blendInto(NDArray faces, NDArray targets) {
    if (teachers.isEmpty()) {
      return;
    }
    try (NDManager scratch = faces.getManager().newSubManager()) {
      Shape rows = new Shape(targets.getShape().get(0), heads.size(), Head.CLASSES);
      NDArray labels = targets.reshape(rows);
      labels.attach(scratch);
      NDArray weights = labels.sum(new int[] {2}, true);
      NDArray blended = labels.mul(perHead(scratch, head -> isTaught(head) ? 1 - share : 1));
      NDArray given = TrainingStep.copy(faces, scratch);
      for (Teacher teacher : teachers) {
        NDArray word =
            teacher
                .model()
                .getBlock()
                .forward(new ParameterStore(scratch, false), new NDList(given), false)
                .singletonOrThrow()
                .reshape(rows)
                .softmax(2);
        NDArray part =
            perHead(
                scratch,
                head -> teacher.heads().contains(head) ? share / numberOfTeachers(head) : 0);
        blended = blended.add(word.mul(weights).mul(part));
      }
      ModelFile.copyValues(blended.reshape(targets.getShape()), targets);
    }
  }

  /** How often a batch is looked at. */
  int passes() {
    return teachers.size();
  }

  private boolean isTaught(int head) {
    return numberOfTeachers(head) > 0;
  }

  private long numberOfTeachers(int head) {
    return teachers.stream().filter(teacher -> teacher.heads().contains(head)).count();
  }

  private interface OfHead {
    float value(int head);
  }

  private NDArray perHead(NDManager manager, OfHead factor) {
    float[] factors = new float[heads.size()];
    for (int head = 0; head < factors.length; head++) {
      factors[head] = factor.value(head);
    }
    return manager.create(factors, new Shape(1, factors.length, 1));
  }

  @Override
  public void close() {
    teachers.forEach(teacher -> teacher.model().close());
  }
}
