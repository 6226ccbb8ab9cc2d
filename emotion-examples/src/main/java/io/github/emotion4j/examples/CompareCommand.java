package io.github.emotion4j.examples;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures models side by side in one run. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Measures models side by side: accuracy, calibration and speed. Trains nothing.")
final class CompareCommand implements Callable<Integer> {

  private static final int SINGLES = 500;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private DataOptions data = new DataOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "Folders or zips of trained models, or \"embedded\".")
  private List<String> models = List.of();

  @Option(
      names = "--split",
      defaultValue = "PublicTest",
      converter = DataOptions.SplitConverter.class,
      description = "Training, PublicTest (default) or PrivateTest.")
  private Split split = Split.PUBLIC_TEST;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  CompareCommand() {}

  /** A row of the table; times are in milliseconds a face. */
  private record Row(
      String model,
      String architecture,
      double accuracy,
      double macroF1,
      double ece,
      double msBatch1,
      double msBatch64) {}

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<LabelledFace> faces = data.load(spec.commandLine().getErr()).split(split).faces();
    List<Row> rows = new ArrayList<>();
    for (String model : models) {
      rows.add(measure(model, faces));
    }
    if (json) {
      ArrayNode list = new JsonMapper().createArrayNode();
      for (Row row : rows) {
        list.addObject()
            .put("model", row.model())
            .put("architecture", row.architecture())
            .put("split", split.label())
            .put("n", faces.size())
            .put("accuracy", row.accuracy())
            .put("macro_f1", row.macroF1())
            .put("ece", row.ece())
            .put("ms_per_face_batch_1", row.msBatch1())
            .put("ms_per_face_batch_64", row.msBatch64());
      }
      out.println(list.toPrettyString());
      return 0;
    }
    out.println(split + ", n " + faces.size());
    out.println(
        String.format(
            "%-24s %-15s %9s %9s %7s %12s %13s",
            "model", "architecture", "accuracy", "macro-F1", "ECE", "ms, batch 1", "ms, batch 64"));
    for (Row row : rows) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-24s %-15s %8.2f%% %9.3f %7.3f %12.2f %13.2f",
              row.model(),
              row.architecture(),
              100 * row.accuracy(),
              row.macroF1(),
              row.ece(),
              row.msBatch1(),
              row.msBatch64()));
    }
    return 0;
  }

  private static Row measure(String argument, List<LabelledFace> faces) {
    try (EmotionModel model = ModelArgument.open(argument)) {
      Evaluation batches = ModelEvaluator.evaluate(model, faces, 64);
      Evaluation singles =
          ModelEvaluator.evaluate(model, faces.subList(0, Math.min(SINGLES, faces.size())), 1);
      return new Row(
          argument,
          model.card().map(card -> card.architecture().name().name()).orElse("foreign"),
          batches.accuracy(),
          batches.macroF1(),
          batches.expectedCalibrationError(),
          milliseconds(singles),
          milliseconds(batches));
    }
  }

  private static double milliseconds(Evaluation evaluation) {
    return 1000 / evaluation.imagesPerSecond().orElseThrow();
  }
}
