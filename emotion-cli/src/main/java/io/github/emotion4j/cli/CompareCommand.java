// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.MajorityBaseline;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import io.github.emotion4j.training.evaluate.ModelEvaluator.SplitFigures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures models side by side in one run. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Measures models side by side: accuracy, calibration and speed. Trains nothing.")
final class CompareCommand implements Callable<Integer> {

  private static final int SINGLES = 500;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Mixin private MeasureOptions measure = new MeasureOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description =
          "Folders or zips of trained models, names of embedded ones, or \"embedded\": the one that"
              + " learned the labels it is measured on.")
  private List<String> models = List.of();

  @Mixin private ModelArgument opener = new ModelArgument();

  @Mixin private DeviceOption device = new DeviceOption();

  CompareCommand() {}

  /**
   * A row of the table.
   *
   * @param batches figures and speed in batches of 64
   * @param singles speed face by face
   * @param megabytes of weights, NaN where that is not known
   */
  private record Row(
      MeasureOptions.Faces set,
      String model,
      String architecture,
      SplitFigures batches,
      Evaluation singles,
      double megabytes) {

    double accuracy() {
      return batches.whole().accuracy();
    }

    double macroF1() {
      return batches.whole().macroF1();
    }

    double ece() {
      return batches.whole().expectedCalibrationError();
    }

    /** On the faces that were not trained on; NaN where that is not known. */
    double cleanAccuracy() {
      return batches.clean().map(Evaluation::accuracy).orElse(Double.NaN);
    }

    double msBatch1() {
      return milliseconds(singles);
    }

    double msBatch64() {
      return milliseconds(batches.whole());
    }
  }

  @Override
  public Integer call() {
    DeviceChoice chosen = device.choice();
    PrintWriter out = spec.commandLine().getOut();
    List<MeasureOptions.Faces> sets = measure.load(spec.commandLine().getErr());
    List<Row> rows = new ArrayList<>();
    for (String argument : models) {
      try (EmotionModel model = opener.open(argument, measure.labels(), chosen)) {
        sets.forEach(set -> rows.add(measure(argument, model, set)));
      }
    }
    if (measure.json()) {
      ArrayNode list = new JsonMapper().createArrayNode();
      for (Row row : rows) {
        list.addObject()
            .put("set", row.set().name())
            .put("model", row.model())
            .put("architecture", row.architecture())
            .put("split", row.set().split().map(Split::label).orElse("all"))
            .put("n", row.set().faces().size())
            .put("accuracy", row.accuracy())
            .putPOJO("accuracy_interval", row.batches().whole().accuracyInterval())
            .put("majority_baseline", row.batches().whole().majorityBaseline().accuracy())
            .put("macro_f1", row.macroF1())
            .put("ece", row.ece())
            .put("clean_accuracy", Double.isNaN(row.cleanAccuracy()) ? null : row.cleanAccuracy())
            .put("megabytes", Double.isNaN(row.megabytes()) ? null : row.megabytes())
            .put("ms_per_face_batch_1", row.msBatch1())
            .put("ms_per_face_batch_64", row.msBatch64());
      }
      out.println(list.toPrettyString());
      return 0;
    }
    for (MeasureOptions.Faces set : sets) {
      print(out, set, rows.stream().filter(row -> row.set().equals(set)).toList());
    }
    return 0;
  }

  private static void print(PrintWriter out, MeasureOptions.Faces set, List<Row> rows) {
    out.println(
        set.title()
            + ", n "
            + set.faces().size()
            + baseline(rows.get(0).batches().whole().majorityBaseline())
            + (set.missing().isEmpty() ? "" : ", no face is labelled " + set.missing()));
    out.println(
        String.format(
            "%-24s %-15s %9s %-15s %9s %9s %7s %6s %12s %13s",
            "model",
            "architecture",
            "accuracy",
            "95 % interval",
            "clean",
            "macro-F1",
            "ECE",
            "MB",
            "ms, batch 1",
            "ms, batch 64"));
    for (Row row : rows) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-24s %-15s %8.2f%% %-15s %8.2f%% %9.3f %7.3f %6.1f %12.2f %13.2f",
              row.model(),
              row.architecture(),
              100 * row.accuracy(),
              row.batches().whole().accuracyInterval(),
              100 * row.cleanAccuracy(),
              row.macroF1(),
              row.ece(),
              row.megabytes(),
              row.msBatch1(),
              row.msBatch64()));
    }
  }

  private static String baseline(MajorityBaseline baseline) {
    return String.format(
        Locale.ROOT, ", always %s: %.2f %%", baseline.emotion(), 100 * baseline.accuracy());
  }

  private Row measure(String argument, EmotionModel model, MeasureOptions.Faces set) {
    List<LabelledFace> faces = set.faces();
    SplitFigures batches =
        ModelEvaluator.evaluate(model, faces, set.training(), measure.conditions(64));
    SplitFigures singles =
        ModelEvaluator.evaluate(
            model,
            faces.subList(0, Math.min(SINGLES, faces.size())),
            List.of(),
            measure.conditions(1));
    return new Row(
        set,
        argument,
        model.card().map(card -> card.network().architecture().label()).orElse("foreign"),
        batches,
        singles.whole(),
        model.weightsBytes().isPresent() ? model.weightsBytes().getAsLong() / 1e6 : Double.NaN);
  }

  private static double milliseconds(Evaluation evaluation) {
    return 1000 / evaluation.imagesPerSecond().orElseThrow();
  }
}
