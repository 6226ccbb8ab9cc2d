/** Results as JSON, in the shape that users of DeepFace know. */
@NullMarked
package io.github.emotion4j.djl.json;

import org.jspecify.annotations.NullMarked;
