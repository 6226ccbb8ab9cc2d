// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * What a result was made by, so that a figure can be traced and made again.
 *
 * @param version of this SDK
 * @param engine name and version of what ran the emotion network
 * @param model name of the emotion model
 * @param modelSha256 SHA-256 of its weights, or {@code "unknown"} for a model of a zoo
 * @param faceDetector name of the face detector
 * @param preprocessing how the face was cut out and given to the network, in words
 */
public record Provenance(
    String version,
    String engine,
    String model,
    String modelSha256,
    String faceDetector,
    String preprocessing) {}
