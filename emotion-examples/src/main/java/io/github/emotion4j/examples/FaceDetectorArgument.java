package io.github.emotion4j.examples;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code whole} or {@code yunet:FILE}; the detector is opened when the command runs. */
final class FaceDetectorArgument implements ITypeConverter<Supplier<FaceDetector>> {

  private static final String YUNET = "yunet:";

  FaceDetectorArgument() {}

  @Override
  public Supplier<FaceDetector> convert(String value) {
    if (value.equals("whole")) {
      return FaceDetector::wholeImage;
    }
    if (value.startsWith(YUNET) && value.length() > YUNET.length()) {
      Path file = Path.of(value.substring(YUNET.length()));
      return () -> YuNetFaceDetector.load(file);
    }
    throw new TypeConversionException("\"" + value + "\" is neither yunet:FILE nor whole");
  }
}
