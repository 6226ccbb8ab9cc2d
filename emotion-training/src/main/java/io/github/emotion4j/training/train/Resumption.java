// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a training goes on from a checkpoint.
 *
 * <p>How long it trains (epochs, patience) and by which numbers (arithmetic) may be other than
 * before; so may the device, the name and what only looks on, which are no settings. All else stays
 * as it is, for the checkpoint means nothing without it (network, optimizer, labels; faces, seed
 * and batch size, which say what was seen and what is held out), or because the model's card could
 * no longer say how it was made. A training that is measured by folds stays as it is in all, for
 * what they measured is that one.
 */
final class Resumption {

  private static final String EPOCHS = "epochs";
  private static final String PATIENCE = "patience";
  private static final String FOLDS = "folds";
  private static final Set<String> FREE = Set.of(EPOCHS, PATIENCE, "arithmetic");

  /** What sets a setting whose name is no method of the builder. */
  private static final Map<String, String> SET_BY =
      Map.of("initialWeights", "initialModel or backbone", "teachers", "teacher");

  private Resumption() {}

  /**
   * Checks that a checkpoint is of this training.
   *
   * @param saved what the checkpoint says
   * @param directory where it lies
   * @param settings the settings now
   * @param faces fingerprint of the faces now
   * @throws TrainingException if it is of another; the message says what differs
   */
  static void requireFits(
      Checkpoint.State saved, Path directory, Map<String, String> settings, String faces) {
    if (!saved.settings().keySet().equals(settings.keySet())) {
      throw new TrainingException(
          "The checkpoint in "
              + directory
              + " was made by another version, with the settings "
              + saved.settings()
              + "; go on with that version, or begin anew in another output directory");
    }
    if (!saved.dataSet().equals(faces)) {
      throw new TrainingException(
          "The checkpoint in "
              + directory
              + " was made with other training faces ("
              + saved.dataSet()
              + ", now "
              + faces
              + "); give it the same, or train on the new ones from its model (initialModel), in"
              + " another output directory");
    }
    List<String> differences = new ArrayList<>();
    settings.forEach(
        (name, now) -> {
          String before = saved.settings().getOrDefault(name, "");
          if (!mayChange(name, settings) && !before.equals(now)) {
            differences.add(SET_BY.getOrDefault(name, name) + " " + before + ", not " + now);
          }
        });
    if (!differences.isEmpty()) {
      throw new TrainingException(
          "The checkpoint in "
              + directory
              + " was made with "
              + String.join("; ", differences)
              + ". To go on give it the same; for other settings begin in another output"
              + " directory, from its model (initialModel) if you like");
    }
    int epochs = number(settings, EPOCHS);
    if (epochs < saved.epoch()) {
      throw new TrainingException(
          "epochs must be at least the "
              + saved.epoch()
              + " that the checkpoint in "
              + directory
              + " has done, not "
              + epochs);
    }
  }

  /**
   * Where a training goes on. One that had ended, and is to have more epochs, restarts warmly: the
   * learning rate falls once more from its peak, over the added epochs (Loshchilov and Hutter,
   * 2016, arXiv 1608.03983). Of one that had not, what is left is stretched or shortened.
   */
  static Checkpoint.State goOn(Checkpoint.State saved, Map<String, String> settings) {
    int epochs = number(saved.settings(), EPOCHS);
    boolean ended = saved.epoch() >= epochs || saved.isStuck(number(saved.settings(), PATIENCE));
    if (!ended || number(settings, EPOCHS) <= epochs) {
      return saved;
    }
    List<Checkpoint.Restart> restarts = new ArrayList<>(saved.restarts());
    restarts.add(new Checkpoint.Restart(saved.epoch(), saved.step()));
    return saved.withRestarts(restarts);
  }

  private static boolean mayChange(String name, Map<String, String> settings) {
    return FREE.contains(name) && number(settings, FOLDS) == 0;
  }

  private static int number(Map<String, String> settings, String name) {
    return Integer.parseInt(settings.getOrDefault(name, "0"));
  }
}
