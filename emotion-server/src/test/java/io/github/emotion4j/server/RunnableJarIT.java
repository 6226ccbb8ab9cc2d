// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar target/emotion-server.jar}: the natives lie in jars within the jar. */
@Timeout(300)
final class RunnableJarIT {

  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

  @TempDir private Path folder;

  private static final class Program implements AutoCloseable {

    private final Process process;
    private final int port;

    private Program(Process process, int port) {
      this.process = process;
      this.port = port;
    }

    static Program start(Path folder) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx512m",
              "-Djava.io.tmpdir=" + folder,
              "-jar",
              Path.of("target", "emotion-server.jar").toString(),
              "--server.port=0");
      builder.environment().put("DJL_CACHE_DIR", folder.resolve("djl").toString());
      Process process = builder.redirectErrorStream(true).start();
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      StringBuilder said = new StringBuilder();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.append(line).append('\n');
        Matcher port = PORT.matcher(line);
        if (port.find()) {
          Thread rest = new Thread(() -> output.lines().forEach(unused -> {}));
          rest.setDaemon(true);
          rest.start();
          return new Program(process, Integer.parseInt(port.group(1)));
        }
      }
      throw new AssertionError("It did not start: " + said);
    }

    /** Sends a picture on a connection of its own, and returns the whole answer. */
    String analyze(byte[] picture) throws IOException {
      try (Socket socket = new Socket("localhost", port)) {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(request(picture));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    private static byte[] request(byte[] picture) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(
          String.join(
                  "\r\n",
                  "POST /analyze HTTP/1.1",
                  "Host: localhost",
                  "Connection: close",
                  "Content-Type: image/png",
                  "Content-Length: " + picture.length,
                  "",
                  "")
              .getBytes(StandardCharsets.US_ASCII));
      request.writeBytes(picture);
      return request.toByteArray();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void itAnswersSoonAfterItsStart() throws Exception {
    for (String start : List.of("cold", "warm")) { // the natives are unpacked once
      long begin = System.nanoTime();
      try (Program program = Program.start(folder)) {
        Duration started = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(program.analyze(RunningServer.sample("happy.png")))
            .startsWith("HTTP/1.1 200")
            .contains("\"dominant_emotion\":\"happy\"");
        Duration answered = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf(
            "%s start: listening after %d ms, first answer after %d ms%n",
            start, started.toMillis(), answered.toMillis());
      }
    }
  }

  @Test
  void aStopUnderLoadLosesNoRequestThatItTook() throws Exception {
    byte[] picture = RunningServer.sample("sheet.png");
    ExecutorService clients = Executors.newFixedThreadPool(16);
    try (Program program = Program.start(folder)) {
      program.analyze(picture);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(clients.submit(() -> program.analyze(picture)));
      }
      Thread.sleep(150); // all are sent, and few answered
      long unanswered = answers.stream().filter(answer -> !answer.isDone()).count();
      program.process.destroy(); // SIGTERM

      for (Future<String> answer : answers) {
        assertThat(answer.get()).startsWith("HTTP/1.1 200").endsWith("}");
      }
      assertThat(unanswered).isGreaterThan(4);
      assertThat(program.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void noPictureIsLeftOnDisk() throws Exception {
    byte[] picture = RunningServer.sample("sheet.png");
    try (Program program = Program.start(folder)) {
      program.analyze(picture);
    }
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.toFile().length()))
          .doesNotContain((long) picture.length);
    }
  }
}
