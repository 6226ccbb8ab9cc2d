// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches by https from a server whose certificate is for the host {@code picture.example}. */
@Timeout(60)
final class SecureFetchTest {

  private static final byte[] CONTENT = {1, 2, 3};
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static HttpsServer server;
  private static SSLContext trusting;
  private static SSLContext before;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=picture.example",
                "-ext",
                "san=dns:picture.example",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).as("keytool").isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(file)) {
      keys.load(stream, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    before = SSLContext.getDefault();

    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trusting));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stopServer() {
    SSLContext.setDefault(before);
    server.stop(0);
  }

  private static byte[] fetch(SSLContext context, String host) throws Exception {
    SSLContext.setDefault(context); // the one that the JVM's settings name
    InetAddress[] loopback = {InetAddress.getLoopbackAddress()};
    return new ImageFetcher(
            new ImageFetcher.Limits(100, Duration.ofSeconds(20), false, false, false),
            name -> loopback,
            address -> true)
        .fetch(URI.create("https://" + host + ":" + server.getAddress().getPort() + "/a.png"));
  }

  @Test
  void fetchesByHttps() throws Exception {
    assertThat(fetch(trusting, "picture.example")).isEqualTo(CONTENT);
  }

  @Test
  void refusesACertificateOfAnotherHost() {
    assertThatThrownBy(() -> fetch(trusting, "other.example"))
        .isInstanceOf(RefusedImageException.class)
        .hasMessageContaining("other.example");
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() {
    assertThatThrownBy(() -> fetch(before, "picture.example"))
        .isInstanceOf(RefusedImageException.class)
        .hasMessageContaining("certificat");
  }
}
