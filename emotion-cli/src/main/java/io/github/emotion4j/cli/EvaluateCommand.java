// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.training.evaluate.ClassFigures;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.EvaluationJson;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import io.github.emotion4j.training.evaluate.ModelEvaluator.SplitFigures;
import io.github.emotion4j.training.evaluate.SelectiveAccuracy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model on data sets. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a model on data sets, or a split of each.",
      "Where the data set holds the training split as well, the figures are given a second time for"
          + " the faces that do not also stand in it (\"clean\")."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Mixin private MeasureOptions measure = new MeasureOptions();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = ModelArgument.EMBEDDED,
      description =
          "Folder or zip of a trained model, the name of an embedded one, or \"embedded\""
              + " (default): the embedded one that learned the labels it is measured on.")
  private String model = ModelArgument.EMBEDDED;

  @Mixin private ModelArgument models = new ModelArgument();

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--batch-size",
      paramLabel = "COUNT",
      defaultValue = "64",
      description = "Default ${DEFAULT-VALUE}.")
  private int batchSize;

  EvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, not " + batchSize);
    }
    DeviceChoice chosenDevice = device.choice();
    PrintWriter out = spec.commandLine().getOut();
    List<MeasureOptions.Faces> sets = measure.load(spec.commandLine().getErr());
    ObjectNode trees = new JsonMapper().createObjectNode();
    try (EmotionModel opened = models.open(model, measure.labels(), chosenDevice)) {
      for (MeasureOptions.Faces chosen : sets) {
        SplitFigures figures =
            ModelEvaluator.evaluate(
                opened, chosen.faces(), chosen.training(), measure.conditions(batchSize));
        if (measure.json()) {
          trees.set(chosen.name(), asJson(figures));
        } else {
          print(out, opened.name(), chosen, figures);
        }
      }
    }
    if (measure.json()) {
      out.println((trees.size() == 1 ? trees.iterator().next() : trees).toPrettyString());
    }
    return 0;
  }

  private static ObjectNode asJson(SplitFigures figures) throws IOException {
    ObjectNode tree = asJson(figures.whole());
    if (figures.clean().isPresent()) {
      tree.set("clean", asJson(figures.clean().get()));
    }
    figures
        .selective()
        .forEach(
            cut ->
                tree.withArray("selective")
                    .addObject()
                    .put("accuracy", cut.target())
                    .put("left_out", cut.leftOut())
                    .put("margin", cut.margin()));
    return tree;
  }

  private static ObjectNode asJson(Evaluation evaluation) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    EvaluationJson.write(evaluation, bytes);
    return (ObjectNode) new JsonMapper().readTree(bytes.toByteArray());
  }

  private static void print(
      PrintWriter out, String name, MeasureOptions.Faces chosen, SplitFigures measured) {
    Evaluation evaluation = measured.whole();
    out.println(
        String.format(
            Locale.ROOT,
            "%s on %s: %s, macro-F1 %.3f, calibration error %.3f, n %d, %.0f images/s",
            name,
            chosen.title(),
            evaluation.describeAccuracy(),
            evaluation.macroF1(),
            evaluation.expectedCalibrationError(),
            evaluation.n(),
            evaluation.imagesPerSecond().orElse(0)));
    for (Emotion emotion : Emotion.values()) {
      ClassFigures figures = evaluation.perClass().get(emotion);
      out.println(
          String.format(
              Locale.ROOT,
              "  %-9s precision %.3f  recall %.3f  F1 %.3f  n %d",
              emotion,
              figures.precision(),
              figures.recall(),
              figures.f1(),
              figures.support()));
    }
    evaluation.warnings().forEach(warning -> out.println("  mind: " + warning));
    if (!chosen.missing().isEmpty()) {
      out.println("  no face is labelled " + chosen.missing());
    }
    for (SelectiveAccuracy cut : measured.selective()) {
      out.println(
          String.format(
              Locale.ROOT,
              "  %.0f %% of the rest are right if %.1f %% are left out, those with a margin below"
                  + " %.2f",
              100 * cut.target(),
              100 * cut.leftOut(),
              cut.margin()));
    }
    measured
        .clean()
        .ifPresent(
            clean ->
                out.println(
                    String.format(
                        Locale.ROOT,
                        "without the faces that also stand in Training: %s, macro-F1 %.3f, n %d",
                        clean.describeAccuracy(),
                        clean.macroF1(),
                        clean.n())));
  }
}
