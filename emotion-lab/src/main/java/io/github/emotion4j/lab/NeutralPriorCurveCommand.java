// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.cli.ModelArgument;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.NeutralPrior;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the share of neutral faces that is assumed does to a model's figures. */
@Command(
    name = "neutral-prior-curve",
    mixinStandardHelpOptions = true,
    description = "Prints a model's figures by the share of neutral faces that is assumed.")
final class NeutralPriorCurveCommand implements Callable<Integer> {

  private static final int BATCH = 64;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Parameters(
      paramLabel = "MODEL",
      arity = "1..*",
      description = "\"embedded\", the name of an embedded model, or a folder, zip or card.")
  private List<String> models = List.of();

  @Mixin private MeasuringFaces faces = new MeasuringFaces();

  @Option(
      names = "--shares",
      split = ",",
      defaultValue = "0.05,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9",
      description = "The shares; default ${DEFAULT-VALUE}.")
  private List<Double> shares = List.of();

  NeutralPriorCurveCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Map<MeasuringSet, MeasuringFaces.Halves> sets = faces.load(spec.commandLine().getErr());
    for (String argument : models) {
      try (EmotionModel model = ModelArgument.open(argument)) {
        print(out, argument, model, sets);
      }
    }
    return 0;
  }

  private void print(
      PrintWriter out,
      String argument,
      EmotionModel model,
      Map<MeasuringSet, MeasuringFaces.Halves> sets) {
    Map<MeasuringSet, float[][]> rows = new EnumMap<>(MeasuringSet.class);
    sets.forEach(
        (set, halves) ->
            rows.put(set, ModelEvaluator.probabilities(model, halves.faces(), BATCH, false)));
    out.println("| " + argument + ", share | everyday faces | neutral | happy | FER2013 | angry |");
    out.println("|---|---|---|---|---|---|");
    for (double share : shares) {
      NeutralPrior prior = NeutralPrior.of(model, share);
      Evaluation everyday = evaluate(prior, MeasuringSet.EVERYDAY, sets, rows);
      Evaluation fer2013 = evaluate(prior, MeasuringSet.FER2013, sets, rows);
      out.println(
          String.format(
              Locale.ROOT,
              "| %.2f | %.1f %% | %.2f | %.2f | %.1f %% | %.2f |",
              share,
              100 * everyday.accuracy(),
              everyday.perClass().get(Emotion.NEUTRAL).recall(),
              everyday.perClass().get(Emotion.HAPPY).recall(),
              100 * fer2013.accuracy(),
              fer2013.perClass().get(Emotion.ANGRY).recall()));
    }
  }

  private static Evaluation evaluate(
      NeutralPrior prior,
      MeasuringSet set,
      Map<MeasuringSet, MeasuringFaces.Halves> sets,
      Map<MeasuringSet, float[][]> rows) {
    float[][] given = rows.get(set);
    float[][] adjusted = new float[given.length][];
    for (int i = 0; i < given.length; i++) {
      Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
      for (Emotion emotion : Emotion.values()) {
        probabilities.put(emotion, (double) given[i][emotion.index()]);
      }
      Map<Emotion, Double> shifted = prior.adjust(probabilities);
      adjusted[i] = new float[given[i].length];
      for (Emotion emotion : Emotion.values()) {
        adjusted[i][emotion.index()] = shifted.get(emotion).floatValue();
      }
    }
    return Evaluation.of(
        sets.get(set).faces().stream().map(LabelledFace::emotion).toList(), adjusted);
  }
}
