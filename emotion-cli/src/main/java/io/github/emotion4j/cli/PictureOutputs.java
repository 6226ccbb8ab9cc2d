// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.draw.FaceAnnotator;
import io.github.emotion4j.djl.explain.EmotionExplainer;
import io.github.emotion4j.djl.explain.FaceExplanation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What is drawn and written of each picture. Used by one thread. */
final class PictureOutputs implements AutoCloseable {

  private final Optional<Drawings> drawings;
  private final Optional<Drawings> explanations;
  private final Optional<HtmlReport> report;
  private final Consumer<String> errors;
  private final FaceAnnotator annotator = new FaceAnnotator();
  private Optional<EmotionExplainer> explainer = Optional.empty();

  PictureOutputs(
      Optional<Drawings> drawings,
      Optional<Drawings> explanations,
      Optional<HtmlReport> report,
      Consumer<String> errors) {
    this.drawings = drawings;
    this.explanations = explanations;
    this.report = report;
    this.errors = errors;
  }

  /** Prepares to explain the readings of a model, where that is asked for. */
  PictureOutputs open(EmotionModel model) throws IOException {
    if (report.isPresent()) {
      report.get().open();
    }
    if (explanations.isPresent() || report.isPresent()) {
      explainer = Optional.of(new EmotionExplainer(model));
    }
    return this;
  }

  boolean isEmpty() {
    return drawings.isEmpty() && explanations.isEmpty() && report.isEmpty();
  }

  /** Writes what is asked for of one picture; what fails is told and does not stop the others. */
  void write(int index, Optional<BufferedImage> picture, AnalysisOutcome outcome) {
    try {
      if (outcome instanceof AnalysisOutcome.Faces found && picture.isPresent()) {
        write(index, picture.get(), found);
      } else if (outcome instanceof AnalysisOutcome.Failure failure && report.isPresent()) {
        report.get().add(failure);
      }
    } catch (IOException | RuntimeException e) {
      errors.accept("Can't draw " + target(index) + ": " + Main.oneLine(e));
    }
  }

  private String target(int index) {
    return drawings
        .or(() -> explanations)
        .map(planned -> planned.target(index).toString())
        .orElse("the report");
  }

  private void write(int index, BufferedImage picture, AnalysisOutcome.Faces found)
      throws IOException {
    BufferedImage annotated = annotator.annotate(picture, found.faces());
    if (drawings.isPresent()) {
      drawings.get().write(index, annotated);
    }
    if (explainer.isEmpty()) {
      return;
    }
    List<FaceExplanation> why = found.faces().stream().map(face -> explain(picture, face)).toList();
    if (explanations.isPresent()) {
      BufferedImage drawn = picture;
      for (FaceExplanation face : why) {
        drawn = face.draw(drawn);
      }
      explanations.get().write(index, annotator.annotate(drawn, found.faces()));
    }
    if (report.isPresent()) {
      report.get().add(found, picture, annotated, why);
    }
  }

  private FaceExplanation explain(BufferedImage picture, EmotionResult face) {
    return explainer.orElseThrow().explain(picture, face);
  }

  /** Completes the report. */
  void finish() throws IOException {
    if (report.isPresent()) {
      report.get().write();
    }
  }

  @Override
  public void close() throws IOException {
    explainer.ifPresent(EmotionExplainer::close);
    if (report.isPresent()) {
      report.get().close();
    }
  }
}
