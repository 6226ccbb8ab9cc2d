// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.EmotionDetector;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures the service: how long it takes to start, and how many pictures it analyzes a second
 * under load, beside {@code analyze} called directly by as many threads as there are connections or
 * processors, whichever are fewer, in turns.
 */
@Command(
    name = "measure-service",
    mixinStandardHelpOptions = true,
    description =
        "Measures the start of emotion-server and what it does under load of wrk, beside analyze"
            + " called directly.",
    footer = "Needs wrk on the PATH (apt-get install wrk) unless --seconds is 0.")
final class MeasureServiceCommand implements Callable<Integer> {

  private static final List<Integer> CONNECTIONS = List.of(1, 8, 64);
  private static final int WARM_UP_SECONDS = 30;
  private static final Duration START = Duration.ofMinutes(2);

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(names = "--server", required = true, description = "emotion-server.jar.")
  private @Nullable Path server;

  @Option(names = "--picture", required = true, description = "A photograph.")
  private @Nullable Path picture;

  @Option(
      names = "--java-option",
      description = "Of the server's virtual machine, several times (default: ${DEFAULT-VALUE}).",
      defaultValue = "-Xmx1g")
  private List<String> javaOptions = List.of();

  @Option(
      names = "--starts",
      description = "How often it is started, at first without unpacked natives (default: 3).")
  private int starts = 3;

  @Option(
      names = "--seconds",
      description = "For each number of connections; 0: no load (default: ${DEFAULT-VALUE}).")
  private int seconds = 60;

  @Option(names = "--port", description = "Of the server (default: ${DEFAULT-VALUE}).")
  private int port = 18_080;

  MeasureServiceCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (server == null || picture == null) {
      throw new IllegalStateException("picocli sets the fields before it calls");
    }
    byte[] photograph = Files.readAllBytes(picture);
    Path folder = Files.createTempDirectory("emotion4j-service");
    PrintWriter out = spec.commandLine().getOut();
    for (int start = 0; start < starts; start++) {
      try (Service service = Service.start(this, folder, photograph)) {
        out.printf(
            Locale.ROOT,
            "%s start: port open after %.2f s, ready after %.2f s, first answer after %.2f s;"
                + " processor time %.2f s, %d MiB%n",
            start == 0 ? "cold" : "warm",
            service.opened,
            service.ready,
            service.answered,
            service.cpuSeconds(),
            service.residentMib());
      }
    }
    boolean good = true;
    if (seconds > 0) {
      try (Service service = Service.start(this, folder, photograph);
          EmotionDetector detector = EmotionDetector.create()) {
        good = load(out, service, detector, folder, photograph);
      }
    }
    return good ? 0 : 1;
  }

  /** The server as a process, from its start to its first answer. */
  private static final class Service implements AutoCloseable {

    private final Process process;
    private final long began = System.nanoTime();
    private final double opened;
    private final double ready;
    private final double answered;

    private Service(Process process, int port, Path log, byte[] photograph)
        throws IOException, InterruptedException {
      this.process = process;
      opened = after(log, () -> isOpen(port));
      HttpClient client = HttpClient.newHttpClient();
      ready =
          after(log, () -> status(client, port, "/actuator/health/readiness", new byte[0]) == 200);
      int status = status(client, port, "/analyze", photograph);
      if (status != 200) {
        throw new IOException("the first answer is " + status + "; see " + log);
      }
      answered = seconds();
    }

    static Service start(MeasureServiceCommand settings, Path folder, byte[] photograph)
        throws IOException, InterruptedException {
      Path log = folder.resolve("server.log");
      List<String> options = new ArrayList<>(settings.javaOptions);
      options.add("-Djava.io.tmpdir=" + folder);
      ProcessBuilder builder =
          JavaProcess.ofJar(
                  options,
                  Objects.requireNonNull(settings.server),
                  "--server.port=" + settings.port,
                  "--emotion4j.server.requests-per-second=0")
              .redirectErrorStream(true);
      builder.environment().put("DJL_CACHE_DIR", folder.resolve("djl").toString());
      Process process = builder.redirectOutput(log.toFile()).start();
      try {
        return new Service(process, settings.port, log, photograph);
      } catch (IOException | InterruptedException | RuntimeException e) {
        process.destroyForcibly();
        throw e;
      }
    }

    private double seconds() {
      return (System.nanoTime() - began) / 1e9;
    }

    private double after(Path log, Callable<Boolean> condition)
        throws IOException, InterruptedException {
      while (!isTrue(condition)) {
        if (!process.isAlive() || seconds() > START.toSeconds()) {
          throw new IOException("the server did not start; see " + log);
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
      return seconds();
    }

    private static boolean isTrue(Callable<Boolean> condition) throws InterruptedException {
      try {
        return condition.call();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        return false; // not yet
      }
    }

    private static boolean isOpen(int port) throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      }
    }

    private static int status(HttpClient client, int port, String path, byte[] body)
        throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
      if (body.length > 0) {
        request
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(body));
      }
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return response.statusCode();
    }

    double cpuSeconds() {
      return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
    }

    long residentMib() {
      return ProcessMemory.residentKib(process.pid()).orElse(0) >> 10;
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Loads the server by each number of connections, with direct calls before and after each. */
  private boolean load(
      PrintWriter out, Service service, EmotionDetector detector, Path folder, byte[] photograph)
      throws IOException, InterruptedException {
    Path script = folder.resolve("post.lua");
    Files.writeString(script, script(String.valueOf(picture)));
    warmUp(detector, photograph);
    wrk(script, 8, WARM_UP_SECONDS);
    boolean good = true;
    for (int connections : CONNECTIONS) {
      int threads = Math.min(connections, Runtime.getRuntime().availableProcessors());
      double before = direct(out, detector, photograph, threads);
      long resident = service.residentMib();
      double cpu = service.cpuSeconds();
      Load load = wrk(script, connections, seconds);
      double milliseconds = 1000 * (service.cpuSeconds() - cpu) / load.requests();
      long residentAfter = service.residentMib();
      double after = direct(out, detector, photograph, threads);
      double ratio = load.rate() / ((before + after) / 2);
      out.printf(
          Locale.ROOT,
          "%d connections: %.2f requests a second, %.0f %% of direct calls; half within %.2f s,"
              + " 99 %% within %.2f s; processor time %.1f ms a request; statuses %s, errors of"
              + " connections %d; resident %d MiB before, %d after%n",
          connections,
          load.rate(),
          100 * ratio,
          load.median(),
          load.p99(),
          milliseconds,
          load.statuses(),
          load.errors(),
          resident,
          residentAfter);
      good &= load.errors() == 0 && load.statuses().keySet().stream().allMatch(GOOD::contains);
    }
    return good;
  }

  private static final List<Integer> GOOD = List.of(200, 429, 503);

  private static void warmUp(EmotionDetector detector, byte[] photograph) {
    for (int i = 0; i < 100; i++) {
      detector.analyze(photograph);
    }
  }

  /** Calls analyze by some threads, for half as long as wrk does. */
  private double direct(PrintWriter out, EmotionDetector detector, byte[] photograph, int count)
      throws InterruptedException {
    AtomicLong pictures = new AtomicLong();
    long begin = System.nanoTime();
    Duration cpu = cpu();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds) / 2;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (System.nanoTime() < end) {
                  detector.analyze(photograph);
                  pictures.incrementAndGet();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double rate = pictures.get() / ((System.nanoTime() - begin) / 1e9);
    out.printf(
        Locale.ROOT,
        "analyze called by %d threads: %.2f pictures a second, processor time %.1f ms a picture%n",
        count,
        rate,
        (double) cpu().minus(cpu).toMillis() / pictures.get());
    return rate;
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /**
   * What wrk tells.
   *
   * @param requests how many were answered
   * @param rate of them a second
   * @param median seconds
   * @param p99 seconds
   * @param errors of connections, and answers that did not come
   * @param statuses how many answers had each
   */
  private record Load(
      long requests,
      double rate,
      double median,
      double p99,
      long errors,
      Map<Integer, Long> statuses) {}

  private Load wrk(Path script, int connections, int time)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "wrk",
            "--threads=1",
            "--connections=" + connections,
            "--duration=" + time + "s",
            "--timeout=60s",
            "--script=" + script,
            "http://127.0.0.1:" + port + "/analyze");
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("wrk can't be run; install it (apt-get install wrk)", e);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    double[] figures = {0, 0, 0, 0, -1};
    Map<Integer, Long> statuses = new TreeMap<>();
    for (String line : output.lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("FIGURES")) {
        for (int i = 0; i < figures.length; i++) {
          figures[i] = Double.parseDouble(words[i + 1]);
        }
      } else if (words[0].equals("STATUS")) {
        statuses.put(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      }
    }
    if (figures[4] < 0) {
      throw new IOException("wrk failed: " + output);
    }
    return new Load(
        (long) figures[0],
        figures[0] / figures[1],
        figures[2],
        figures[3],
        (long) figures[4],
        statuses);
  }

  /** What wrk sends, and how it tells what became of it. */
  private static String script(String picture) {
    return """
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/octet-stream"
        local file = io.open("%s", "rb")
        wrk.body = file:read("*a")
        file:close()
        local threads = {}
        function setup(thread) table.insert(threads, thread) end
        function init(args) statuses = "" ; counts = {} end
        function response(status, headers, body)
          counts[status] = (counts[status] or 0) + 1
          statuses = ""
          for code, count in pairs(counts) do
            statuses = statuses .. "STATUS " .. code .. " " .. count .. "\\n"
          end
        end
        function done(summary, latency, requests)
          for _, thread in ipairs(threads) do io.write(thread:get("statuses")) end
          local errors = summary.errors
          io.write(string.format("FIGURES %%d %%f %%f %%f %%d\\n", summary.requests,
              summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
              errors.connect + errors.read + errors.write + errors.timeout))
        end
        """
        .formatted(picture);
  }
}
