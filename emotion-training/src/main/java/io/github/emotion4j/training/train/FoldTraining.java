// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Validates by folds: trains as often as there are folds, each time without one of them, which it
 * measures, and at last on all faces, which gives the model. What a fold gave is kept in the output
 * folder, so that a training that was killed goes on with the next.
 *
 * @param supervision what is learned from; its data have no validation split
 * @param count how many folds are wanted
 */
record FoldTraining(
    Supervision supervision,
    int count,
    TrainingSettings settings,
    NetworkStart start,
    TrainingOutput output,
    Device device,
    TrainingControl control) {

  static final String FOLDER = "folds";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What is kept of a fold.
   *
   * @param training what it was trained by and on
   * @param logits a row a face of the fold, for each epoch
   */
  @SuppressWarnings("ArrayRecordComponent") // for JSON
  record Kept(String training, float[][][] logits) {}

  TrainingResult run() {
    requireSameSettings();
    List<TrainingFaces> folds = TrainingFaces.folds(supervision, settings, count);
    List<List<float[][]>> measured = new ArrayList<>();
    try {
      for (int fold = 0; fold < folds.size(); fold++) {
        String name = "fold " + (fold + 1) + " of " + folds.size();
        control.tell(listener -> listener.partBegan(name));
        measured.add(measure(folds.get(fold), fold + 1));
      }
    } catch (CancellationException e) {
      return new TrainingResult(
          output.directory(),
          TrainingResult.End.CANCELLED,
          List.of(),
          Optional.empty(),
          List.of(),
          List.of(),
          false);
    } catch (IOException e) {
      throw new TrainingException(
          "Can't keep what a fold gave in " + output.directory() + ": " + e, e);
    }
    control.tell(listener -> listener.partBegan("all faces"));
    TrainingFaces all =
        TrainingFaces.all(
            supervision, settings, logits(folds, measured), folds.get(0).validationName());
    return new TrainingRun(supervision, all, settings, start, output, device, control).run();
  }

  /** Refuses other settings than those of the checkpoint before the folds take their time. */
  private void requireSameSettings() {
    if (!output.resume() || !Checkpoint.existsIn(output.directory())) {
      return;
    }
    Checkpoint.State saved = Checkpoint.readState(output.directory());
    Resumption.requireFits(saved, output.directory(), settings.asMap(), saved.dataSet());
  }

  private List<float[][]> measure(TrainingFaces faces, int fold) throws IOException {
    Path file = output.directory().resolve(FOLDER).resolve(fold + ".json");
    String training = settings.asMap() + ", " + faces.fingerprint();
    if (output.resume() && Files.exists(file)) {
      Kept kept = JSON.readValue(file.toFile(), Kept.class);
      if (kept.training().equals(training)) {
        return List.of(kept.logits());
      }
    }
    List<float[][]> logits = new ArrayList<>();
    TrainingOutput nothingButLogits = output.into(logits);
    TrainingResult result =
        new TrainingRun(supervision, faces, settings, start, nothingButLogits, device, control)
            .run();
    if (result.end() == TrainingResult.End.CANCELLED) {
      throw new CancellationException("The training was cancelled");
    }
    AtomicFile.createFolder(file.resolveSibling(""));
    byte[] json = JSON.writeValueAsBytes(new Kept(training, logits.toArray(float[][][]::new)));
    AtomicFile.write(file, stream -> stream.write(json));
    return logits;
  }

  /** Puts the folds' rows in the order of all faces. */
  private FoldLogits logits(List<TrainingFaces> folds, List<List<float[][]>> measured) {
    List<LabelledFace> all = supervision.dataset().split(Split.TRAINING).faces();
    IdentityHashMap<LabelledFace, Integer> positions = new IdentityHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      positions.put(all.get(i), i);
    }
    List<List<Integer>> positionsOfFolds =
        folds.stream()
            .map(fold -> fold.validation().stream().map(positions::get).toList())
            .toList();
    List<float[][]> byEpoch = new ArrayList<>();
    for (int epoch = 0; epoch < settings.schedule().epochs(); epoch++) {
      float[][] rows = new float[all.size()][];
      for (int fold = 0; fold < folds.size(); fold++) {
        for (int i = 0; i < positionsOfFolds.get(fold).size(); i++) {
          rows[positionsOfFolds.get(fold).get(i)] = measured.get(fold).get(epoch)[i];
        }
      }
      byEpoch.add(rows);
    }
    return new FoldLogits(byEpoch, positionsOfFolds);
  }
}
