// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;

/**
 * The loss of a face network: for the score quality-focal loss, whose target is how well the box
 * fits (Li et al., 2020, arXiv 2006.04388); for the box distance-IoU loss (Zheng et al., 2019,
 * arXiv 1911.08287); for the eyes their distance in face sizes. All are means over the cells that
 * hold a face.
 */
final class DetectorLoss extends Loss {

  private static final float BOX_WEIGHT = 2;
  private static final float EYES_WEIGHT = 1;
  private static final float MOST_LOG_SIDE = 5;
  private static final float EPSILON = 1e-7f;

  DetectorLoss() {
    super("loss");
  }

  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray positive = labels.get(0);
    NDArray counted = labels.get(1);
    NDList places = labels.get(2).split(new long[] {2, 4}, 1);
    NDList outputs = predictions.singletonOrThrow().split(new long[] {1, 3, 5}, 1);
    NDArray count = positive.sum().maximum(1f);

    NDArray trueSides = places.get(1).maximum(EPSILON);
    NDArray sides = outputs.get(2).clip(-MOST_LOG_SIDE, MOST_LOG_SIDE).exp();
    NDArray centre = outputs.get(1);
    NDArray least = centre.sub(sides.div(2));
    NDArray most = centre.add(sides.div(2));
    NDArray trueLeast = places.get(0).sub(trueSides.div(2));
    NDArray trueMost = places.get(0).add(trueSides.div(2));
    NDArray common =
        area(NDArrays.minimum(most, trueMost).sub(NDArrays.maximum(least, trueLeast)).maximum(0f));
    NDArray union = area(sides).add(area(trueSides)).sub(common).add(EPSILON);
    NDArray overlap = common.div(union);
    NDArray diagonal =
        NDArrays.maximum(most, trueMost)
            .sub(NDArrays.minimum(least, trueLeast))
            .square()
            .sum(new int[] {1}, true)
            .add(EPSILON);
    NDArray distance = centre.sub(places.get(0)).square().sum(new int[] {1}, true);
    NDArray boxLoss =
        overlap.sub(distance.div(diagonal)).neg().add(1).mul(positive).sum().div(count);

    NDArray quality = overlap.stopGradient().mul(positive);
    NDArray logit = outputs.get(0);
    NDArray error = quality.sub(Activation.sigmoid(logit)).square();
    NDArray scoreLoss =
        Activation.softPlus(logit).sub(logit.mul(quality)).mul(error).mul(counted).sum().div(count);

    NDArray size = area(trueSides).sqrt().maximum(1f);
    NDArray eyesLoss =
        outputs
            .get(3)
            .sub(places.get(2))
            .abs()
            .mean(new int[] {1}, true)
            .div(size)
            .mul(positive)
            .sum()
            .div(count);
    return scoreLoss.add(boxLoss.mul(BOX_WEIGHT)).add(eyesLoss.mul(EYES_WEIGHT));
  }

  private static NDArray area(NDArray sides) {
    NDList parts = sides.split(2, 1);
    return parts.get(0).mul(parts.get(1));
  }
}
