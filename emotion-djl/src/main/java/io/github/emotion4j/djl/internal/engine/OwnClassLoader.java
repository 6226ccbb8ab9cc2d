// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Lets DJL find its engines, models and native libraries where this SDK's own classes are. DJL
 * looks for them by the thread's context class loader, which is another one in the threads of a
 * common pool, of a servlet container or of a plugin's host.
 */
public final class OwnClassLoader {

  private OwnClassLoader() {}

  /**
   * Does work with this SDK's class loader as the calling thread's context class loader, and puts
   * the thread's own back.
   *
   * @param work what to do
   * @param <R> type of the result
   * @return the work's result
   */
  public static <R> R call(Supplier<? extends R> work) {
    ClassLoader before = enter();
    try {
      return work.get();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /**
   * Loads a model with this SDK's class loader as the calling thread's.
   *
   * @param criteria what to load
   * @param <I> type of its input
   * @param <O> type of its output
   * @return the model; the caller closes it
   * @throws IOException if it can't be read
   * @throws ModelNotFoundException if there is none
   * @throws MalformedModelException if it is broken
   */
  public static <I, O> ZooModel<I, O> load(Criteria<I, O> criteria)
      throws IOException, ModelNotFoundException, MalformedModelException {
    ClassLoader before = enter();
    try {
      return criteria.loadModel();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static ClassLoader enter() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(OwnClassLoader.class.getClassLoader());
    return before;
  }
}
