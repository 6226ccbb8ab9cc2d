// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.Model;
import ai.djl.metric.Metrics;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.translate.TranslatorContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Mat;

/** What a predictor hands to a translator, to try a translator without a network. */
final class Context implements TranslatorContext {

  private final NDManager manager;
  private final Model model;
  private final Map<String, Object> attachments = new HashMap<>();

  Context(NDManager manager, Model model) {
    this.manager = manager;
    this.model = model;
  }

  /** Returns the matrix as a picture of DJL. */
  static Image image(Mat picture) {
    return ImageFactory.getInstance().fromImage(picture);
  }

  @Override
  public Model getModel() {
    return model;
  }

  @Override
  public NDManager getNDManager() {
    return manager;
  }

  @Override
  public NDManager getPredictorManager() {
    return manager;
  }

  @Override
  public Block getBlock() {
    return model.getBlock();
  }

  @Override
  public Metrics getMetrics() {
    return new Metrics();
  }

  @Override
  public @Nullable Object getAttachment(String key) {
    return attachments.get(key);
  }

  @Override
  public void setAttachment(String key, Object value) {
    attachments.put(key, value);
  }

  @Override
  public void close() {}
}
