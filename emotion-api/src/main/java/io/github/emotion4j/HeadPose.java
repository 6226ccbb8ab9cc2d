// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * How a head is turned, in degrees, seen by the viewer of the picture; all zero for a face that
 * looks straight into the camera. Turned first by the pitch, then by the yaw, then by the roll
 * (intrinsic angles in the order z-y-x): turning the picture changes the roll alone. In the
 * mirrored picture yaw and roll have the other sign.
 *
 * @param yaw positive where the face looks to the right of the picture, -90 to 90
 * @param pitch positive where it looks up, -180 to 180
 * @param roll positive where the head leans clockwise, -180 to 180
 */
public record HeadPose(double yaw, double pitch, double roll) {

  /**
   * Makes a pose.
   *
   * @param yaw to the right
   * @param pitch up
   * @param roll clockwise
   * @throws IllegalArgumentException if an angle is out of its range
   */
  public HeadPose {
    requireWithin("yaw", yaw, 90);
    requireWithin("pitch", pitch, 180);
    requireWithin("roll", roll, 180);
  }

  private static void requireWithin(String name, double angle, double most) {
    if (!(Math.abs(angle) <= most)) {
      throw new IllegalArgumentException(
          "A " + name + " must be in -" + most + " to " + most + " degrees, not " + angle);
    }
  }
}
