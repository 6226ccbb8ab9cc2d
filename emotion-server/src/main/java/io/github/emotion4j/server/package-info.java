/** A service with the REST API of DeepFace, and a page to try it. */
@NullMarked
package io.github.emotion4j.server;

import org.jspecify.annotations.NullMarked;
