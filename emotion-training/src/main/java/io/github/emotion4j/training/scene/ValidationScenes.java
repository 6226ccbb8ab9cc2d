// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The scenes that face detectors are measured on: the same for the same faces, backgrounds, size
 * and number, so that their figures compare.
 */
public final class ValidationScenes {

  private static final long SEED = 7_000_000;

  /** Where there are photographs of people, every so many-th scene is cut out of them. */
  private static final int PHOTOGRAPH_STEP = 3;

  private ValidationScenes() {}

  /**
   * Composes scenes of the backgrounds and photographs that are held out of training.
   *
   * @param faces faces that are not trained on; at least one
   * @param backgrounds pictures without faces
   * @param photographs photographs of people
   * @param size side of a scene in pixels, a multiple of 32
   * @param count number of scenes
   * @return the scenes
   */
  public static List<Scene> compose(
      List<FaceTemplate> faces,
      Backgrounds backgrounds,
      FacePhotographs photographs,
      int size,
      int count) {
    SceneComposer composer = SceneComposer.validation(faces, backgrounds, size);
    PhotographScenes cuts = PhotographScenes.validation(photographs, backgrounds, size);
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      boolean isCut = !cuts.isEmpty() && i % PHOTOGRAPH_STEP == PHOTOGRAPH_STEP - 1;
      scenes.add(isCut ? cuts.cut(random) : composer.compose(random, List.of()));
    }
    return List.copyOf(scenes);
  }
}
