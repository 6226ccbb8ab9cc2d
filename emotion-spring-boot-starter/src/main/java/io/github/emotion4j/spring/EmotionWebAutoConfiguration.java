// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;

/**
 * For applications of the web: exceptions of this SDK become problem details, and uploads may be as
 * large as the detector allows, where nothing else is set. They are held in memory: no picture is
 * written to disk.
 */
@AutoConfiguration(
    after = EmotionAutoConfiguration.class,
    beforeName = {
      "org.springframework.boot.autoconfigure.web.servlet.MultipartAutoConfiguration", // Boot 3
      "org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration" // Boot 4
    })
@ConditionalOnWebApplication
@ConditionalOnClass(ProblemDetail.class)
public final class EmotionWebAutoConfiguration {

  /** Makes the configuration; Spring calls this. */
  public EmotionWebAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  EmotionProblems emotionProblems() {
    return new EmotionProblems();
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass({Servlet.class, MultipartConfigElement.class})
  static class Uploads {

    private static final String SETTINGS = "spring.servlet.multipart.";

    /** For the boundaries and the other fields beside one picture. */
    private static final DataSize BESIDE = DataSize.ofMegabytes(1);

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = SETTINGS + "enabled", matchIfMissing = true)
    MultipartConfigElement multipartConfigElement(
        EmotionProperties properties, Environment environment) {
      long file = size(environment, "max-file-size", properties.limits().maxBytes().toBytes());
      long request = size(environment, "max-request-size", file + BESIDE.toBytes());
      long threshold = size(environment, "file-size-threshold", file);
      return new MultipartConfigElement(
          environment.getProperty(SETTINGS + "location", ""),
          file,
          request,
          (int) Math.min(threshold, Integer.MAX_VALUE));
    }

    private static long size(Environment environment, String name, long otherwise) {
      return environment
          .getProperty(SETTINGS + name, DataSize.class, DataSize.ofBytes(otherwise))
          .toBytes();
    }
  }
}
