// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code emotion4j.*} of how an application starts; any other is one of {@link
 * EmotionProperties}. They are bound to be checked and described: Spring asks for either before
 * there are beans.
 *
 * @param warmUp whether the whole pipeline is run once, when the application has started and before
 *     it is ready for requests
 * @param preload whether native libraries are loaded while Spring still looks for beans, where
 *     there are several processors
 */
@ConfigurationProperties("emotion4j")
record StartProperties(
    @DefaultValue("true") boolean warmUp, @DefaultValue("true") boolean preload) {}
