package io.github.emotion4j.examples;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.train.EmotionTrainer;
import io.github.emotion4j.training.train.OptimizerKind;
import io.github.emotion4j.training.train.TrainingResult;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network from scratch. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains a network and writes the model, curves and a report.")
final class TrainCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Output folder.")
  private Path out = Path.of("");

  @Option(
      names = "--architecture",
      defaultValue = "COMPACT_RESNET",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Architecture architecture = Architecture.COMPACT_RESNET;

  @Option(names = "--epochs", defaultValue = "60", description = "Default ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(names = "--batch-size", defaultValue = "64", description = "Default ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--crop-size",
      description = "Train on random crops of so many pixels; whole faces by default.")
  private @Nullable Integer cropSize;

  @Option(
      names = "--optimizer",
      defaultValue = "SGD_NESTEROV",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private OptimizerKind optimizer = OptimizerKind.SGD_NESTEROV;

  @Option(
      names = "--learning-rate",
      description = "Default 0.05 for SGD_NESTEROV, 0.001 for ADAM_W.")
  private @Nullable Double learningRate;

  @Option(
      names = "--weight-decay",
      defaultValue = "0.0005",
      description = "Default ${DEFAULT-VALUE}.")
  private double weightDecay;

  @Option(names = "--dropout", defaultValue = "0.3", description = "Default ${DEFAULT-VALUE}.")
  private double dropout;

  @Option(names = "--seed", defaultValue = "42", description = "Default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--patience",
      description = "Stop after so many epochs without a new best; never by default.")
  private @Nullable Integer patience;

  @Option(
      names = "--initial-model",
      paramLabel = "DIR",
      description = "Start from a trained model instead of random weights.")
  private @Nullable Path initialModel;

  @Option(names = "--resume", description = "Go on from the checkpoint in the output folder.")
  private boolean resume;

  TrainCommand() {}

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    EmotionTrainer.Builder builder =
        EmotionTrainer.builder()
            .dataset(data.load(spec.commandLine().getErr()))
            .outputDirectory(out)
            .architecture(architecture)
            .epochs(epochs)
            .batchSize(batchSize)
            .optimizer(optimizer)
            .weightDecay(weightDecay)
            .dropout(dropout)
            .seed(seed)
            .resume(resume)
            .progressBar(true);
    if (cropSize != null) {
      builder.cropSize(cropSize);
    }
    if (learningRate != null) {
      builder.learningRate(learningRate);
    }
    if (patience != null) {
      builder.patience(patience);
    }
    if (initialModel != null) {
      builder.initialModel(ModelFile.read(initialModel));
    }
    TrainingResult result = builder.build().train();
    spec.commandLine()
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                "%s: epoch %d of %d is best, accuracy %.2f %%, macro-F1 %.3f on validation; report"
                    + " in %s",
                result.model(),
                result.bestEpoch(),
                result.history().size(),
                100 * result.validation().accuracy(),
                result.validation().macroF1(),
                result.model().resolve("report.md")));
    return 0;
  }
}
