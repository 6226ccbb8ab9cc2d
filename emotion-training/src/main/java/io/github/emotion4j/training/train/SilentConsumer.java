// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import me.tongfei.progressbar.ProgressBarConsumer;

/** Shows no progress. */
final class SilentConsumer implements ProgressBarConsumer {

  @Override
  public int getMaxRenderedLength() {
    return 80;
  }

  @Override
  public void accept(String rendered) {}

  @Override
  public void close() {}
}
