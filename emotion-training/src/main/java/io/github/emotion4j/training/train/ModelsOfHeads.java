// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.nn.Block;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.classify.ModelOutputs;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what a training has learned as model files, one for each head.
 *
 * @param output the folder, and the name of the model
 * @param network what was trained
 * @param initialModel what it started from, whose calibration is kept where faces are few
 * @param heads its heads
 * @param faces what it learned from
 * @param settings of the training
 * @param recipe the settings by name, and the device, for the card
 */
record ModelsOfHeads(
    TrainingOutput output,
    ModelCard.NetworkSettings network,
    Optional<ModelFile> initialModel,
    List<OutputHead> heads,
    TrainingFaces faces,
    TrainingSettings settings,
    Map<String, String> recipe) {

  ModelsOfHeads {
    recipe = Map.copyOf(recipe);
  }

  /** The output folder. */
  Path directory() {
    return output.directory();
  }

  /**
   * Writes the model of each head, calibrated, and its evaluation.
   *
   * @param average the averaged network
   * @param epoch the number of its epoch
   * @param logits what it gave for the validation faces
   * @throws IOException if the disk fails
   */
  void write(Block average, int epoch, float[][] logits) throws IOException {
    for (OutputHead head : heads) {
      Path folder = folder(head);
      Calibration calibration = Calibration.of(head, logits, initialModel);
      Evaluation evaluation = head.evaluate(logits, calibration.temperature());
      try (Model single = Model.newInstance(output.name(), Device.cpu(), PyTorch.ENGINE)) {
        Block block = network.newBlockLike(average, single.getNDManager(), OutputHead.CLASSES);
        single.setBlock(block);
        head.copyOut(average, block);
        ModelFile.write(
            folder,
            network,
            block,
            network.runsCode() ? ModelCard.Precision.FLOAT32 : ModelCard.Precision.FLOAT16,
            weights -> card(head, weights, epoch, calibration, evaluation));
      }
      new TrainingReport(folder).writeEvaluation(evaluation);
    }
  }

  /** The first head's model lies in the output folder, any other's in a folder named after it. */
  private Path folder(OutputHead head) {
    return head.number() == 0 ? directory() : directory().resolve(head.source().label());
  }

  private ModelCard card(
      OutputHead head,
      ModelCard.Weights weights,
      int epoch,
      Calibration calibration,
      Evaluation evaluation) {
    return new ModelCard(
        head.number() == 0 ? output.name() : output.name() + "-" + head.source().label(),
        new ModelCard.Network(
            network,
            ModelCard.LABELS,
            ModelCard.Input.FER2013,
            ModelOutputs.single(head.source().label())),
        new ModelCard.Calibration(calibration.temperature(), calibration.neutralPrior()),
        weights,
        new ModelCard.Training(
            new ModelCard.TrainingData(
                faces.dataSet(),
                Split.TRAINING.label(),
                faces.training().size(),
                head.source().label()),
            settings.schedule().epochs(),
            epoch,
            settings.seed(),
            recipe,
            Instant.now().truncatedTo(ChronoUnit.SECONDS)),
        Map.of(
            head.source() == LabelSource.FERPLUS
                ? faces.validationName() + ", FER+ majority"
                : faces.validationName(),
            new ModelCard.Figures(
                evaluation.n(),
                evaluation.accuracy(),
                evaluation.macroF1(),
                calibration.expectedCalibrationError())),
        LibraryVersions.inUse());
  }
}
