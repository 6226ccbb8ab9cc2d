// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the embedded models of a network that was trained elsewhere. */
@Command(
    name = "convert-network",
    mixinStandardHelpOptions = true,
    description = {
      "Makes models of a network with several heads that was trained in Python: one file of"
          + " weights, and a card for each model, calibrated and measured.",
      "Temperature and share of neutral faces are fitted on one half of each set, and the"
          + " calibration error is measured on the other; accuracy and macro-F1 are of both."
    })
final class ConvertNetworkCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Mixin private PlannedNetwork network = new PlannedNetwork();

  @Mixin private MeasuringFaces faces = new MeasuringFaces();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the models; weights there that no card names are deleted.")
  private Path directory = Path.of("");

  ConvertNetworkCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    HeadsPlan plan = network.plan();
    ModelCard.Weights weights = network.writeWeights(plan, directory);
    HeadReadings readings =
        HeadReadings.of(directory, plan, weights, faces.load(spec.commandLine().getErr()));
    out.println(
        String.format(
            "%-10s %-40s %6s %9s %9s %13s  %s",
            "model", "measured on", "faces", "accuracy", "macro-F1", "ECE, held out", "recall"));
    for (Map.Entry<String, HeadsPlan.PlannedModel> planned : plan.models().entrySet()) {
      ModelCard card = card(out, plan, planned.getKey(), planned.getValue(), weights, readings);
      EmotionModel.load(ModelFile.writeCard(directory, card)).close();
    }
    deleteOtherWeights(directory, weights.file());
    return 0;
  }

  private static ModelCard card(
      PrintWriter out,
      HeadsPlan plan,
      String name,
      HeadsPlan.PlannedModel model,
      ModelCard.Weights weights,
      HeadReadings readings) {
    double temperature = readings.temperature(model);
    MeasuringSet first = model.calibratedOn().get(0);
    OptionalDouble prior =
        readings.neutralPrior(first, probabilities(readings, first, model, temperature));
    Map<String, ModelCard.Figures> figures = new TreeMap<>();
    for (MeasuringSet set : model.measuredOn()) {
      float[][] probabilities = probabilities(readings, set, model, temperature);
      Evaluation whole = readings.whole(set, probabilities);
      Evaluation apart = readings.apart(set, probabilities);
      figures.put(
          set.title(),
          new ModelCard.Figures(
              whole.n(), whole.accuracy(), whole.macroF1(), apart.expectedCalibrationError()));
      out.println(
          String.format(
              Locale.ROOT,
              "%-10s %-40s %6d %8.2f%% %9.3f %13.3f  %s",
              name,
              set.title(),
              whole.n(),
              100 * whole.accuracy(),
              whole.macroF1(),
              apart.expectedCalibrationError(),
              recalls(whole)));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%-10s temperature %.3f, expects %.3f neutral faces",
            name,
            temperature,
            prior.orElse(Double.NaN)));
    return plan.card(name, model, weights, temperature, prior, figures);
  }

  private static float[][] probabilities(
      HeadReadings readings, MeasuringSet set, HeadsPlan.PlannedModel model, double temperature) {
    return TemperatureScaling.softmax(readings.combined(set, model), temperature);
  }

  static String recalls(Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    evaluation
        .perClass()
        .forEach(
            (emotion, figures) -> {
              if (figures.support() > 0) {
                text.append(String.format(Locale.ROOT, "%s %.2f ", emotion, figures.recall()));
              }
            });
    return text.toString().trim();
  }

  private static void deleteOtherWeights(Path directory, String kept) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "emotion-*.params")) {
      for (Path file : files) {
        if (!file.endsWith(kept)) {
          Files.delete(file);
        }
      }
    }
  }
}
