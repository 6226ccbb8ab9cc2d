// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.explain;

/**
 * How well a map tells what a network looks at (Petsiuk, Das and Saenko, 2018, RISE, arXiv
 * 1806.07421): the emotion's mean probability while the cells of the map are uncovered or hidden,
 * the weightiest first.
 *
 * @param insertion while a blurred crop is uncovered, 0 to 1; more is better
 * @param deletion while the crop is blurred, 0 to 1; less is better
 */
public record Faithfulness(double insertion, double deletion) {}
