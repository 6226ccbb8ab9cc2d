// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.train.TrainingListener;
import io.github.emotion4j.training.train.TrainingProgress;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for each epoch of a training, with the time that is left, on the standard error stream. */
final class TrainingBar implements TrainingListener, AutoCloseable {

  private static final int INTERVAL_MILLIS = 500;

  private Optional<ProgressBar> bar = Optional.empty();
  private String part = "";

  TrainingBar() {}

  @Override
  public void partBegan(String name) {
    part = name + ", ";
  }

  @Override
  public void epochBegan(TrainingProgress progress) {
    close();
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(name(progress))
                .setStyle(ProgressBarStyle.ASCII)
                .setInitialMax(progress.batches())
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .build()
                .stepTo(progress.batch()));
  }

  private String name(TrainingProgress progress) {
    String name = part + "epoch " + progress.epoch() + "/" + progress.epochs();
    return EpochFigures.best(progress.history())
        .map(
            best -> {
              EpochFigures last = progress.history().get(progress.history().size() - 1);
              int left = progress.epochs() - progress.history().size();
              return String.format(
                  Locale.ROOT,
                  "%s, %.1f %% so far, about %d min left",
                  name,
                  100 * best.validation().accuracy(),
                  Math.round(last.computation().seconds() * left / 60));
            })
        .orElse(name);
  }

  @Override
  public void batchEnded(TrainingProgress progress) {
    bar.ifPresent(shown -> shown.stepTo(progress.batch()));
  }

  @Override
  public void epochEnded(TrainingProgress progress) {
    close();
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
