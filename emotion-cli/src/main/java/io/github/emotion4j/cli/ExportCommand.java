// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a model for use without this SDK. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes a model as ONNX or TorchScript, for Python, JavaScript, .NET and phones.")
final class ExportCommand implements Callable<Integer> {

  private static final String TRAINED = "trained:";

  /** The formats that there are. */
  enum Format {
    /** What most other runtimes take. */
    ONNX,
    /** What PyTorch takes. */
    TORCHSCRIPT
  }

  @ArgGroup private What what = new What();

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      defaultValue = "onnx",
      description = "onnx (default) or torchscript.")
  private Format format = Format.ONNX;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out = Path.of("");

  @Mixin private OverwriteOption overwrite = new OverwriteOption();

  ExportCommand() {}

  /** One of the two kinds of models. */
  static final class What {

    @Option(
        names = "--model",
        paramLabel = "MODEL",
        description =
            "Folder or zip of a trained model, or an embedded one: combined (default), ferplus or"
                + " fer2013.")
    private String model = ModelArgument.EMBEDDED;

    @Option(
        names = "--face-detector",
        paramLabel = "DETECTOR",
        description = "Instead of an emotion model: embedded, or trained:DIR.")
    private @Nullable String faceDetector;

    What() {}
  }

  @Override
  public Integer call() throws IOException {
    overwrite.check("--out", out);
    byte[] content = content();
    AtomicFile.write(out, stream -> stream.write(content));
    return 0;
  }

  private byte[] content() {
    if (what.faceDetector == null) {
      ModelFile file = ModelArgument.read(what.model);
      return format == Format.ONNX ? OnnxExport.bytes(file) : file.torchScript();
    }
    FaceModelFile file = faces(what.faceDetector);
    return format == Format.ONNX ? OnnxExport.bytes(file) : file.network();
  }

  private static FaceModelFile faces(String description) {
    if (description.equals(ModelArgument.EMBEDDED)) {
      return FaceModelFile.embedded();
    }
    if (description.startsWith(TRAINED)) {
      return FaceModelFile.read(Path.of(description.substring(TRAINED.length())));
    }
    throw new IllegalArgumentException(
        "\"" + description + "\" can't be exported; there are embedded and trained:DIR");
  }
}
