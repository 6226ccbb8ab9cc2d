// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import io.github.emotion4j.ImageSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a client asks for.
 *
 * @param pictures the pictures; getting one throws an {@link
 *     io.github.emotion4j.InvalidImageException} where it can't be one
 * @param isList whether the client sent a list, and so expects one
 * @param enforceDetection whether a picture without a face is an error; otherwise it is taken for a
 *     face, as DeepFace does
 * @param isFace whether each picture is taken for a face, and no face is searched
 * @param ignoredActions what else the client asked for, which this service has not
 */
record PictureRequest(
    List<Supplier<ImageSource>> pictures,
    boolean isList,
    boolean enforceDetection,
    boolean isFace,
    List<String> ignoredActions) {}
