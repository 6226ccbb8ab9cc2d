/**
 * An emotion detector as a bean of Spring Boot 3.5 and 4, with settings, health, metrics, JSON and
 * problem details.
 *
 * <p>Start at {@link io.github.emotion4j.spring.EmotionProperties}, the settings.
 */
@NullMarked
package io.github.emotion4j.spring;

import org.jspecify.annotations.NullMarked;
