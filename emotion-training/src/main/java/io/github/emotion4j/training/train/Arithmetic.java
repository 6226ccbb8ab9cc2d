// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

/** The numbers that convolutions compute with in training. Weights are always of 32 bits. */
public enum Arithmetic {
  /** 32-bit floating point. */
  FLOAT32,
  /**
   * Products of 16-bit floating point numbers with the exponent of 32-bit ones (bfloat16), summed
   * in 32 bits, as in mixed precision training (Kalamkar et al., 2019, arXiv 1905.12322). About 1.7
   * times as fast on a CPU that has instructions for it (AVX512-BF16 or AMX, as {@code lscpu}
   * tells), and 16 times as slow on one that has only AVX2. Not measured on a GPU.
   */
  BFLOAT16
}
