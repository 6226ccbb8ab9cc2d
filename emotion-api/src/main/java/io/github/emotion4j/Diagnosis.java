// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.nio.file.Path;

/**
 * What a detector runs on, for bug reports and health checks.
 *
 * @param engine name and version of the engine, for example {@code "PyTorch 2.7.1"}
 * @param nativeLibrary folder of the engine's native library
 * @param device where the network runs, for example {@code "cpu()"} or {@code "gpu(0)"}
 * @param modelName name of the emotion model
 * @param modelSha256 SHA-256 of its weights in lower-case hexadecimal, or {@code "unknown"} for a
 *     foreign model
 * @param faceDetector name of the face detector
 * @param cacheFolder where native libraries are unpacked
 */
public record Diagnosis(
    String engine,
    String nativeLibrary,
    String device,
    String modelName,
    String modelSha256,
    String faceDetector,
    Path cacheFolder) {}
