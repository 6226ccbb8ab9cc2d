// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a port of its own, and a client of it. */
final class RunningServer implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private RunningServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static RunningServer with(String... settings) {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--server.port=0");
    if (arguments.stream().noneMatch(setting -> setting.contains("requests-per-second"))) {
      arguments.add("--emotion4j.server.requests-per-second=0");
    }
    return new RunningServer(
        SpringApplication.run(ServerMain.class, arguments.toArray(String[]::new)));
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  URI address(String path) {
    return URI.create("http://localhost:" + port() + path);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(address(path)));
  }

  HttpResponse<String> post(String path, String contentType, byte[] body) {
    return send(post(path, contentType).POST(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> postJson(String path, Object body) {
    try {
      return post(path, "application/json", JSON.writeValueAsBytes(body));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  HttpRequest.Builder post(String path, String contentType) {
    return HttpRequest.newBuilder(address(path)).header("Content-Type", contentType);
  }

  /** Sends text as it is, and reads the answer until the server closes the connection. */
  String sendRaw(String text) throws IOException {
    try (Socket socket = new Socket("localhost", port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("No JSON: " + response.body(), e);
    }
  }

  /** A sample of this project, for example happy.png; sheet.png has seven faces. */
  static byte[] sample(String name) {
    try {
      return Files.readAllBytes(Path.of("../emotion-cli/src/main/resources/samples", name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String dataUri(String name) {
    return "data:image/png;base64," + base64(name);
  }

  static String base64(String name) {
    return Base64.getEncoder().encodeToString(sample(name));
  }

  /** The body of an upload, with the boundary "limit". */
  static byte[] upload(List<byte[]> files, String... fields) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] file : files) {
      body.writeBytes(head("name=\"img\"; filename=\"a.png\"", "Content-Type: image/png"));
      body.writeBytes(file);
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    for (int i = 0; i < fields.length; i += 2) {
      body.writeBytes(head("name=\"" + fields[i] + "\"", "Content-Type: text/plain"));
      body.writeBytes((fields[i + 1] + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes("--limit--\r\n".getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  private static byte[] head(String disposition, String type) {
    return String.join(
            "\r\n", "--limit", "Content-Disposition: form-data; " + disposition, type, "", "")
        .getBytes(StandardCharsets.US_ASCII);
  }

  static final String UPLOAD = "multipart/form-data; boundary=limit";

  @Override
  public void close() {
    context.close();
  }
}
