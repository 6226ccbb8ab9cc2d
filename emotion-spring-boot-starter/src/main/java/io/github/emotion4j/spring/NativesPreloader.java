// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Loads PyTorch and OpenCV by a thread of its own while Spring looks for beans: either takes
 * seconds, and the detector needs both. {@code emotion4j.preload=false} leaves them to the
 * detector.
 */
public final class NativesPreloader
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(NativesPreloader.class);
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  /** Makes the listener; Spring calls this. */
  public NativesPreloader() {}

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    boolean wanted =
        event.getEnvironment().getProperty("emotion4j.preload", Boolean.class, Boolean.TRUE);
    if (wanted && Runtime.getRuntime().availableProcessors() > 1 && !BEGUN.getAndSet(true)) {
      Thread thread = new Thread(NativesPreloader::load, "emotion4j-preload");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void load() {
    try {
      PyTorch.require();
      OpenCv.load();
    } catch (EmotionException | LinkageError e) {
      LOG.debug("Natives can't be loaded ahead; the detector will say why if it needs them", e);
    }
  }
}
