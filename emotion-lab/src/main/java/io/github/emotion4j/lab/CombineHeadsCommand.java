// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries combinations of a network's heads, to choose the default model's. */
@Command(
    name = "combine-heads",
    mixinStandardHelpOptions = true,
    description = {
      "Tries combinations of a network's heads: weights that sum to 1, in steps, biases for neutral"
          + " and disgust, and a head that tells whether a face is neutral.",
      "Prints those than which no other is better on everyday faces and on FER2013's at once, at"
          + " the temperature that suits both, with the calibration error on other faces."
    })
final class CombineHeadsCommand implements Callable<Integer> {

  private static final List<MeasuringSet> COMMON =
      List.of(MeasuringSet.EVERYDAY, MeasuringSet.FER2013);

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Mixin private PlannedNetwork network = new PlannedNetwork();

  @Mixin private MeasuringFaces faces = new MeasuringFaces();

  @Option(
      names = "--parts",
      defaultValue = "4",
      description = "Weights are multiples of one by this; default ${DEFAULT-VALUE}.")
  private int parts;

  @Option(
      names = "--biases",
      split = ",",
      defaultValue = "-1.5,-1,-0.75,-0.5,-0.25,0,0.25",
      description = "Neutral biases to try; default ${DEFAULT-VALUE}.")
  private List<Double> biases = List.of();

  @Option(
      names = "--disgust-biases",
      split = ",",
      defaultValue = "0",
      description = "Biases of disgust to try; default ${DEFAULT-VALUE}.")
  private List<Double> disgustBiases = List.of();

  @Option(
      names = "--neutral-head",
      paramLabel = "HEAD",
      description = "The head that tells whether a face is neutral; by default the sum does.")
  private Optional<String> neutralHead = Optional.empty();

  @Option(names = "--all", description = "Print every combination.")
  private boolean all;

  CombineHeadsCommand() {}

  /** A combination with its figures. */
  private record Tried(
      HeadsPlan.PlannedModel model,
      double temperature,
      Map<MeasuringSet, Evaluation> whole,
      Map<MeasuringSet, Evaluation> apart) {

    double accuracy(MeasuringSet set) {
      return whole.get(set).accuracy();
    }

    double recall(MeasuringSet set, Emotion emotion) {
      return whole.get(set).perClass().get(emotion).recall();
    }

    double ece(MeasuringSet set) {
      return apart.get(set).expectedCalibrationError();
    }

    boolean isBetterThan(Tried other) {
      return COMMON.stream().allMatch(set -> accuracy(set) >= other.accuracy(set))
          && COMMON.stream().anyMatch(set -> accuracy(set) > other.accuracy(set));
    }
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    HeadsPlan plan = network.plan();
    List<Tried> tried = new ArrayList<>();
    Path directory = Files.createTempDirectory("heads");
    ModelCard.Weights weights = network.writeWeights(plan, directory);
    try {
      HeadReadings readings =
          HeadReadings.of(directory, plan, weights, faces.load(spec.commandLine().getErr()));
      for (Map<String, Double> combination : combinations(plan.heads(), parts)) {
        for (double neutral : biases) {
          for (double disgust : disgustBiases) {
            tried.add(attempt(readings, planned(combination, neutral, disgust)));
          }
        }
      }
    } finally {
      Files.delete(directory.resolve(weights.file()));
      Files.delete(directory);
    }
    print(out, plan.heads(), tried);
    return 0;
  }

  /** All weights that are multiples of one by the number of parts, and sum to 1. */
  private List<Map<String, Double>> combinations(List<String> heads, int left) {
    List<Map<String, Double>> found = new ArrayList<>();
    String head = heads.get(0);
    for (int part = heads.size() == 1 ? left : 0; part <= left; part++) {
      List<Map<String, Double>> rest =
          heads.size() == 1
              ? List.of(Map.of())
              : combinations(heads.subList(1, heads.size()), left - part);
      for (Map<String, Double> others : rest) {
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put(head, (double) part / parts);
        weights.putAll(others);
        found.add(weights);
      }
    }
    return found;
  }

  private HeadsPlan.PlannedModel planned(
      Map<String, Double> weights, double neutral, double disgust) {
    return new HeadsPlan.PlannedModel(
        "tried",
        weights,
        Map.of(Emotion.NEUTRAL.label(), neutral, Emotion.DISGUST.label(), disgust),
        neutralHead,
        COMMON,
        List.of());
  }

  private static Tried attempt(HeadReadings readings, HeadsPlan.PlannedModel model) {
    double temperature = readings.temperature(model);
    Map<MeasuringSet, Evaluation> whole = new EnumMap<>(MeasuringSet.class);
    Map<MeasuringSet, Evaluation> apart = new EnumMap<>(MeasuringSet.class);
    for (MeasuringSet set : MeasuringSet.values()) {
      float[][] probabilities =
          TemperatureScaling.softmax(readings.combined(set, model), temperature);
      whole.put(set, readings.whole(set, probabilities));
      apart.put(set, readings.apart(set, probabilities));
    }
    return new Tried(model, temperature, whole, apart);
  }

  private void print(PrintWriter out, List<String> heads, List<Tried> tried) {
    out.println(
        String.join(" ", heads)
            + " neutral disgust | everyday: accuracy neutral happy macro-F1 ECE | fer2013: accuracy"
            + " angry neutral macro-F1 ECE | ferplus: accuracy angry | temperature");
    for (Tried one : tried) {
      if (all || tried.stream().noneMatch(other -> other.isBetterThan(one))) {
        StringBuilder line = new StringBuilder();
        heads.forEach(
            head ->
                line.append(String.format(Locale.ROOT, "%.2f ", one.model().weights().get(head))));
        Map<String, Double> added = one.model().biases();
        line.append(
            String.format(
                Locale.ROOT,
                "%+.2f %+.2f | ",
                added.get(Emotion.NEUTRAL.label()),
                added.get(Emotion.DISGUST.label())));
        line.append(figures(one, MeasuringSet.EVERYDAY, List.of(Emotion.NEUTRAL, Emotion.HAPPY)));
        line.append(figures(one, MeasuringSet.FER2013, List.of(Emotion.ANGRY, Emotion.NEUTRAL)));
        line.append(
            String.format(
                Locale.ROOT,
                "%.2f%% %.2f | %.2f",
                100 * one.accuracy(MeasuringSet.FERPLUS),
                one.recall(MeasuringSet.FERPLUS, Emotion.ANGRY),
                one.temperature()));
        out.println(line);
      }
    }
  }

  private static String figures(Tried one, MeasuringSet set, List<Emotion> emotions) {
    return String.format(
        Locale.ROOT,
        "%.2f%% %.2f %.2f %.3f %.3f | ",
        100 * one.accuracy(set),
        one.recall(set, emotions.get(0)),
        one.recall(set, emotions.get(1)),
        one.whole().get(set).macroF1(),
        one.ece(set));
  }
}
