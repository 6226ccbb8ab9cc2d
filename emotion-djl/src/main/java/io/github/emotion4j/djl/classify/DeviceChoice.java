// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.Device;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.djl.internal.engine.GpuSearch;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a network is to run: {@code auto}, {@code cpu}, {@code gpu} (the first) or {@code gpu:N}.
 *
 * @param device the device; empty for {@code auto}: the first GPU where PyTorch can use one, else
 *     the CPU
 */
public record DeviceChoice(Optional<Device> device) {

  /** The first GPU where there is one, else the CPU; says once in the log which, and why. */
  public static final DeviceChoice AUTO = new DeviceChoice(Optional.empty());

  /** The CPU. */
  public static final DeviceChoice CPU = new DeviceChoice(Optional.of(Device.cpu()));

  private static final Logger logger = LoggerFactory.getLogger(DeviceChoice.class);
  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  /**
   * Chooses a GPU.
   *
   * @param number of the GPU, from 0, as CUDA counts them
   * @return the choice; whether there is such a GPU is seen when it is {@linkplain #resolve() used}
   * @throws IllegalArgumentException if the number is negative
   */
  public static DeviceChoice gpu(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("gpu must not be negative, not " + number);
    }
    return new DeviceChoice(Optional.of(Device.gpu(number)));
  }

  /**
   * Reads a choice.
   *
   * @param text {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
   * @return the choice
   * @throws IllegalArgumentException if it is none of these
   */
  public static DeviceChoice parse(String text) {
    Matcher gpu = GPU.matcher(text);
    if (gpu.matches()) {
      return gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
    }
    return switch (text) {
      case "auto" -> AUTO;
      case "cpu" -> CPU;
      default ->
          throw new IllegalArgumentException(
              "device must be auto, cpu, gpu or gpu:N, not \"" + text + "\"");
    };
  }

  /**
   * Finds the device. Starts PyTorch, unless the CPU was chosen.
   *
   * @return the device
   * @throws MissingDependencyException if a GPU was chosen and none can be used; the message says
   *     what is missing and what to do. Or if PyTorch can't be started
   * @throws IllegalArgumentException if a GPU was chosen that is not among those that there are
   */
  public Device resolve() {
    return device.isPresent() && !isGpu() ? device.get() : resolve(GpuSearch.ofThisMachine());
  }

  Device resolve(GpuSearch search) {
    int gpus = search.gpus();
    if (device.isEmpty()) {
      if (!TOLD.getAndSet(true)) {
        logger.info("{}", search.choice());
      }
      return gpus > 0 ? Device.gpu(0) : Device.cpu();
    }
    Device chosen = device.get();
    if (isGpu() && gpus == 0) {
      throw new MissingDependencyException("No GPU can be used: " + search.whyNone());
    }
    if (isGpu() && chosen.getDeviceId() >= gpus) {
      throw new IllegalArgumentException(
          "device must be one of the GPUs that there are, gpu:0 to gpu:"
              + (gpus - 1)
              + ", not "
              + this);
    }
    return chosen;
  }

  /**
   * Tells whether a GPU was asked for.
   *
   * @return false for {@code auto} too
   */
  public boolean isGpu() {
    return device.filter(Device::isGpu).isPresent();
  }

  /**
   * Writes the choice.
   *
   * @return what {@link #parse} reads
   */
  @Override
  public String toString() {
    return device
        .map(it -> it.isGpu() ? "gpu:" + it.getDeviceId() : it.getDeviceType())
        .orElse("auto");
  }
}
