// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.detect.FaceDetectors;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the description of a face detector, which is opened when the command runs. */
public final class FaceDetectorArgument implements ITypeConverter<Supplier<FaceDetector>> {

  /** Makes the converter; picocli calls this. */
  public FaceDetectorArgument() {}

  @Override
  public Supplier<FaceDetector> convert(String value) {
    String description = new Description().convert(value);
    return () -> FaceDetectors.open(description);
  }

  /** Checks the description, and leaves it as it is. */
  static final class Description implements ITypeConverter<String> {

    Description() {}

    @Override
    public String convert(String value) {
      try {
        FaceDetectors.check(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
      return value;
    }
  }
}
