// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster of a master and two workers, which are processes of this machine. Their
 * class path is Spark's: what is ours reaches the executors by {@code spark.jars}, as in a real
 * cluster.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {

  private static final int PICTURES = 1000;

  @TempDir private static Path folder;
  private static final List<Process> WORKERS = new ArrayList<>();
  private static Process master;
  private static SparkSession spark;
  private static Path photos;

  /** Tells which JVM a row is worked on by, and how many detectors that has opened. */
  static final class Where implements UDF0<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public String call() {
      return ProcessHandle.current().pid() + " " + ExecutorDetector.opened();
    }
  }

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("spark"));
    List<String> ours = new ArrayList<>();
    List<String> sparks = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (entry.isEmpty()) {
        continue; // the current folder, by a separator at the end
      }
      if (Files.isDirectory(path)) {
        ours.add(jar(path, folder.resolve("ours-" + ours.size() + ".jar")));
      } else if (isOurs(entry)) {
        ours.add(entry);
      } else if (Files.exists(path)) {
        sparks.add(path.toUri().toString());
      }
    }
    Files.writeString(home.resolve("RELEASE"), "for a test");
    writeClassPath(Files.createDirectories(home.resolve("jars")).resolve("class-path.jar"), sparks);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "spark://127.0.0.1:" + port;
    master =
        daemon(home, "master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", 0);
    for (int i = 0; i < 2; i++) {
      WORKERS.add(
          daemon(
              home,
              "worker.Worker",
              "--host",
              "127.0.0.1",
              "--webui-port",
              0,
              "--cores",
              1,
              "--memory",
              "2g",
              "--work-dir",
              folder.resolve("worker-" + i),
              url));
    }
    photos = TestPictures.write(folder.resolve("photos"), PICTURES - 1);
    Files.writeString(photos.resolve("torn.png"), "torn");
    spark =
        SparkSession.builder()
            .master(url)
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", "700m")
            .config("spark.executor.cores", 1)
            .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
            .config("spark.scheduler.minRegisteredResourcesRatio", 1)
            .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
            .config("spark.jars", String.join(",", ours))
            .config("spark.emotion4j.faceDetector", "whole")
            .getOrCreate();
    Emotions.register(spark);
    spark
        .udf()
        .register("place", functions.udf(new Where(), DataTypes.StringType).asNondeterministic());
  }

  /** Writes a jar that holds nothing but the class path, as one of Spark's installation. */
  private static void writeClassPath(Path jar, List<String> entries) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", entries));
    try (OutputStream stream = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(stream, manifest)) {
      out.finish();
    }
  }

  private static boolean isOurs(String jar) {
    return Stream.of(
            "emotion-",
            "/ai/djl/",
            "/api-0.",
            "/pytorch-",
            "/opencv",
            "twelvemonkeys",
            "/imageio-",
            "/jna-",
            "/jackson-datatype-jdk8",
            "/httpclient5",
            "/httpcore5",
            "/commons-pool2",
            "/jspecify")
        .anyMatch(jar::contains);
  }

  private static String jar(Path classes, Path jar) throws IOException {
    try (OutputStream stream = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(stream);
        Stream<Path> files = Files.walk(classes)) {
      out.setLevel(0);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar.toString();
  }

  private static Process daemon(Path home, String program, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", home + "/jars/*"));
    command.add("org.apache.spark.deploy." + program);
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("DJL_CACHE_DIR", folder.resolve("djl").toString());
    return builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(program + ".log").toFile()))
        .start();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (spark != null) {
      spark.stop();
    }
    List<Process> daemons = new ArrayList<>(WORKERS);
    daemons.add(master);
    for (Process daemon : daemons) {
      if (daemon != null) {
        daemon.descendants().forEach(ProcessHandle::destroyForcibly);
        daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Dataset<Row> pictures() {
    return spark.read().format("binaryFile").load(photos.toString());
  }

  @Test
  @Order(1)
  void aThousandPartitionsOpenNoMoreDetectorsThanThereAreExecutors() {
    List<Row> rows =
        pictures()
            .repartition(PICTURES)
            .selectExpr("path", "emotions(content) AS e")
            .selectExpr("path", "e.error.code AS code", "size(e.faces) AS faces", "place() AS at")
            .collectAsList();

    assertThat(rows.stream().map(row -> row.getString(0)).distinct()).hasSize(PICTURES);
    assertThat(rows.stream().filter(row -> !row.isNullAt(1)))
        .extracting(row -> row.getString(1))
        .containsExactly("invalid_image");
    assertThat(rows.stream().map(row -> row.<String>getAs("at")).collect(Collectors.toSet()))
        .hasSizeLessThanOrEqualTo(2)
        .allMatch(place -> place.endsWith(" 1"))
        .noneMatch(place -> place.startsWith(ProcessHandle.current().pid() + " "));
  }

  @Test
  @Order(2)
  void killingAWorkerLosesNothing() throws Exception {
    String out = folder.resolve("out").toString();
    CompletableFuture<Void> job =
        CompletableFuture.runAsync(
            () ->
                Emotions.analyze(
                        spark
                            .read()
                            .format("binaryFile")
                            .option("pathGlobFilter", "00[01]*.png")
                            .load(photos.toString())
                            .repartition(40)
                            .select("path", "content"),
                        "content",
                        "e")
                    .write()
                    .parquet(out));
    Path written = Path.of(out, "_temporary");
    while (!job.isDone() && partsIn(written) < 5) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Process worker = WORKERS.get(0);
    List<ProcessHandle> executors = worker.descendants().toList();
    worker.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
    assertThat(job.isDone()).as("killed too late").isFalse();

    job.get(120, TimeUnit.SECONDS);

    List<String> paths =
        spark.read().parquet(out).select("path").as(Encoders.STRING()).collectAsList();
    assertThat(paths).hasSize(200).doesNotHaveDuplicates();
    assertThat(executors).isNotEmpty();
  }

  private static long partsIn(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (UncheckedIOException e) {
      return 0; // a part was just moved
    }
  }
}
