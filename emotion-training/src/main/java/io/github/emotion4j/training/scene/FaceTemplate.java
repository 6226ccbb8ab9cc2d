// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.training.dataset.LabelledFace;

/**
 * A face crop, and where in it the face is. Lengths are shares of the crop's side, from its upper
 * left corner; the box may reach beyond the crop.
 *
 * @param face the crop
 * @param box the face's box and eyes, in shares of the crop's side
 */
public record FaceTemplate(LabelledFace face, SceneFace box) {}
