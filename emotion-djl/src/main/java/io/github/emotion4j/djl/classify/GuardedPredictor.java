// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.inference.Predictor;
import ai.djl.inference.streaming.StreamingTranslator.StreamOutput;
import ai.djl.metric.Metrics;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.emotion4j.djl.internal.pool.Lifetime;
import java.util.List;

/**
 * A predictor whose model may be closed while it predicts, which with DJL's own ends the virtual
 * machine: closing waits, and predictions after that are refused.
 *
 * @param <I> type of what it is given
 * @param <O> type of what it gives
 */
final class GuardedPredictor<I, O> extends Predictor<I, O> {

  private final Predictor<I, O> predictor;
  private final Lifetime lifetime;

  /**
   * Makes a predictor.
   *
   * @param network the model
   * @param lifetime the model's
   */
  GuardedPredictor(ZooModel<I, O> network, Lifetime lifetime) {
    super(network, network.getTranslator(), network.getNDManager().getDevice(), false);
    this.predictor = network.newPredictor();
    this.lifetime = lifetime;
  }

  @Override
  public O predict(I input) throws TranslateException {
    return lifetime.<O, TranslateException>use(() -> predictor.predict(input));
  }

  @Override
  public List<O> batchPredict(List<I> inputs) throws TranslateException {
    return lifetime.<List<O>, TranslateException>use(() -> predictor.batchPredict(inputs));
  }

  /** What comes out of the stream afterwards is not guarded: no model of emotions streams. */
  @Override
  public StreamOutput<O> streamingPredict(I input) throws TranslateException {
    return lifetime.<StreamOutput<O>, TranslateException>use(
        () -> predictor.streamingPredict(input));
  }

  @Override
  public boolean supportsStreaming() {
    return predictor.supportsStreaming();
  }

  @Override
  public void setMetrics(Metrics metrics) {
    predictor.setMetrics(metrics);
  }

  /** Frees it; where the model was closed before, that freed it already. */
  @Override
  public void close() {
    predictor.close();
    super.close();
  }
}
