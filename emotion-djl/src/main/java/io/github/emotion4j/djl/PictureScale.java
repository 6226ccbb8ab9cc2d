// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.decode.DecodedImage;

/**
 * From places in a reduced picture to those in the whole one.
 *
 * @param x pixels of the whole picture for each of the reduced one, across
 * @param y likewise, down
 * @param width of the whole picture
 * @param height of the whole picture
 */
record PictureScale(double x, double y, int width, int height) {

  static PictureScale of(DecodedImage decoded) {
    return new PictureScale(
        (double) decoded.width() / decoded.image().getWidth(),
        (double) decoded.height() / decoded.image().getHeight(),
        decoded.width(),
        decoded.height());
  }

  DetectedFace toWhole(DetectedFace face) {
    return new DetectedFace(toWhole(face.region()), face.confidence());
  }

  private FaceRegion toWhole(FaceRegion region) {
    int left = (int) Math.round(x * region.x());
    int top = (int) Math.round(y * region.y());
    int right = (int) Math.min(width, Math.round(x * (region.x() + (double) region.width())));
    int bottom = (int) Math.min(height, Math.round(y * (region.y() + (double) region.height())));
    int w = right - left;
    int h = bottom - top;
    if (region.landmarks().isPresent()) {
      return FaceRegion.of(left, top, w, h, region.landmarks().get().moved(this::toWhole));
    }
    return region
        .eyes()
        .map(eyes -> new Eyes(toWhole(eyes.left()), toWhole(eyes.right())))
        .map(eyes -> FaceRegion.of(left, top, w, h, eyes))
        .orElseGet(() -> FaceRegion.of(left, top, w, h));
  }

  private Point toWhole(Point point) {
    return new Point(x * point.x(), y * point.y());
  }
}
