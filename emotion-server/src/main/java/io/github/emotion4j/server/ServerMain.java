// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The service: {@code java -jar emotion-server.jar --server.port=8080}. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ServerProperties.class)
public class ServerMain {

  /** Makes the application; Spring calls this. */
  public ServerMain() {}

  /**
   * Runs the service.
   *
   * @param arguments settings, for example {@code --server.port=8080}
   */
  public static void main(String[] arguments) {
    // DJL downloads nothing and reports nothing: a program is ours to decide for.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    SpringApplication.run(ServerMain.class, arguments);
  }
}
