// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.djl.json.EmotionJackson3Module;
import io.github.emotion4j.djl.json.EmotionJsonModule;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JacksonModule;

/**
 * Makes one {@link EmotionDetector}, which is warmed up when the application has started and closed
 * with its context, unless there is a bean of that type; and what shows it to the actuator and to
 * Jackson. Every bean {@link AnalysisObserver} is told what the detector does.
 */
@AutoConfiguration
@EnableConfigurationProperties({EmotionProperties.class, StartProperties.class})
public final class EmotionAutoConfiguration {

  /** Makes the configuration; Spring calls this. */
  public EmotionAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  EmotionDetector emotionDetector(
      EmotionProperties properties, ObjectProvider<AnalysisObserver> observers) {
    return DetectorFactory.make(properties, Observers.all(observers.orderedStream().toList()));
  }

  /** The application is ready for requests when its runners have ended. */
  @Bean
  @ConditionalOnProperty(name = "emotion4j.warm-up", matchIfMissing = true)
  ApplicationRunner emotionWarmUp(EmotionDetector detector) {
    return arguments -> detector.warmUp();
  }

  /** Boot 3 registers modules that are beans. */
  @Bean
  @ConditionalOnMissingBean
  EmotionJsonModule emotionJsonModule() {
    return new EmotionJsonModule();
  }

  /** Boot 4 does too, and finds it as a service unless told otherwise. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(JacksonModule.class)
  static class Jackson3 {

    @Bean
    @ConditionalOnMissingBean
    EmotionJackson3Module emotionJackson3Module() {
      return new EmotionJackson3Module();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterBinder.class)
  static class Metrics {

    @Bean
    @ConditionalOnMissingBean
    EmotionMetrics emotionMetrics() {
      return new EmotionMetrics();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(InfoContributor.class)
  @ConditionalOnProperty(name = "management.info.emotion4j.enabled", matchIfMissing = true)
  static class DetectorInfo {

    @Bean
    InfoContributor emotionInfo(EmotionDetector detector) {
      return info -> info.withDetail("emotion4j", PublicDiagnosis.of(detector.diagnose()));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(org.springframework.boot.actuate.health.HealthIndicator.class)
  @ConditionalOnProperty(name = "management.health.emotion4j.enabled", matchIfMissing = true)
  static class Boot3Health {

    @Bean("emotion4jHealthIndicator")
    org.springframework.boot.actuate.health.HealthIndicator health(EmotionDetector detector) {
      return () -> {
        try {
          return org.springframework.boot.actuate.health.Health.up()
              .withDetails(PublicDiagnosis.of(detector.diagnose()))
              .build();
        } catch (RuntimeException e) { // closed, or its engine is broken
          return org.springframework.boot.actuate.health.Health.down(e).build();
        }
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(org.springframework.boot.health.contributor.HealthIndicator.class)
  @ConditionalOnProperty(name = "management.health.emotion4j.enabled", matchIfMissing = true)
  static class Boot4Health {

    @Bean("emotion4jHealthIndicator")
    org.springframework.boot.health.contributor.HealthIndicator health(EmotionDetector detector) {
      return () -> {
        try {
          return org.springframework.boot.health.contributor.Health.up()
              .withDetails(PublicDiagnosis.of(detector.diagnose()))
              .build();
        } catch (RuntimeException e) { // closed, or its engine is broken
          return org.springframework.boot.health.contributor.Health.down(e).build();
        }
      };
    }
  }
}
