// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.cli.ModelArgument;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.opencv.core.Core;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures the network alone, the whole way of a picture, and the networks that a user would have
 * otherwise, all in one run and engine, and prints one table.
 */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = "Measures speed and memory, next to other networks in the same engine.")
final class BenchmarkCommand implements Callable<Integer> {

  private static final int[] BATCHES = {1, 8, 64};
  private static final int MATRIX = 1536;
  private static final int PICTURES_A_CALLER = 4;

  /** Takes about as long: callers begin together, and the first to end waits for the others. */
  private static final int FACES_A_CALLER = 32;

  /** The face of a picture, a fifth of its height: one that face detectors are sure of. */
  private static final double SHARE = 0.2;

  private static final int SAMPLE = 5;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final String PICTURE = WIDTH + "x" + HEIGHT;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Mixin private DetectorOptions detectors = new DetectorOptions();

  @Option(
      names = "--rounds",
      defaultValue = "9",
      description = "How often each thing is timed (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--slice",
      defaultValue = "200",
      description = "For how many milliseconds of processor time (default: ${DEFAULT-VALUE}).")
  private int slice;

  private final int processors = Runtime.getRuntime().availableProcessors();
  private double peak;

  BenchmarkCommand() {}

  @Override
  public Integer call() throws Exception {
    PyTorch.require();
    OpenCv.load();
    setThreads(1);
    peak = measurePeak();
    print(
        "Machine: %d processors, %s, Java %s; load matters, so compare rows of one run only.",
        processors, System.getProperty("os.arch"), Runtime.version());
    print(
        "Peak of a product of %d x %d matrices by one thread: %.1f G multiply-adds a second of"
            + " processor time.",
        MATRIX, MATRIX, peak);
    print("");
    print(
        "| what | picture | batch | threads | ms each (median) | ms (best) | processor ms (median)"
            + " | G multiply-adds a processor second | of the peak |");
    print("|---|---|---|---|---|---|---|---|---|");
    List<String> bars = new ArrayList<>();
    for (int threads : processors == 1 ? new int[] {1} : new int[] {1, processors}) {
      setThreads(threads);
      Stopwatch.Timing single = networks(threads, bars);
      picture(threads, single, bars);
      batches(threads, bars);
      callers(threads, bars);
    }
    ColdStart start = ColdStart.measure();
    print("");
    print(
        "First result from a cold virtual machine: %.2f s, peak memory %d MiB.",
        start.seconds(), start.peakKib() >> 10);
    print(
        "Peak memory of this run: %d MiB.",
        ProcessMemory.peakKib(ProcessHandle.current().pid()).orElse(0) >> 10);
    print("");
    print("| bar | threads | by medians | by best rounds | by processor time | wanted |");
    print("|---|---|---|---|---|---|");
    bars.forEach(this::print);
    return 0;
  }

  /**
   * Sets how many threads an operation of PyTorch and of OpenCV may use, which PyTorch heeds in
   * this thread and in those that begin afterwards.
   */
  private static void setThreads(int threads) {
    JniUtils.setNumThreads(threads);
    Core.setNumThreads(threads);
  }

  private double measurePeak() throws Exception {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      NDArray left = manager.randomUniform(-1, 1, new Shape(MATRIX, MATRIX));
      NDArray right = manager.randomUniform(-1, 1, new Shape(MATRIX, MATRIX));
      Stopwatch stopwatch = new Stopwatch(rounds, slice);
      stopwatch.add("product", 1, () -> left.matMul(right).close());
      double seconds = timing(stopwatch.run(), "product").cpu() / 1000;
      return Math.pow(MATRIX, 3) / seconds / 1e9;
    }
  }

  /** Times the networks alone, and returns the time of ours for one face. */
  private Stopwatch.Timing networks(int threads, List<String> bars) throws Exception {
    ModelFile file = ModelArgument.read(detectors.model());
    try (Model ours = file.newZooModel(Device.cpu());
        NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      List<Network> networks =
          List.of(
              Network.of(file, ours.getBlock()),
              Network.fresh("network of DeepFace", OtherNetworks.deepFace(), 48, manager),
              Network.fresh("mini_XCEPTION", OtherNetworks.miniXception(), 64, manager));
      Stopwatch stopwatch = new Stopwatch(rounds, slice);
      for (int batch : BATCHES) {
        for (Network network : networks) {
          NDArray faces = manager.randomNormal(network.input(batch));
          stopwatch.add(network.name() + batch, batch, () -> network.run(manager, faces));
        }
      }
      Map<String, Stopwatch.Timing> timings = stopwatch.run();
      for (Network network : networks) {
        for (int batch : BATCHES) {
          row(
              network.name(),
              network.size() + "x" + network.size(),
              batch,
              threads,
              timing(timings, network.name() + batch),
              network.multiplyAdds());
        }
      }
      for (int batch : new int[] {1, 64}) {
        Stopwatch.Timing own = timing(timings, networks.get(0).name() + batch);
        for (Network other : networks.subList(1, networks.size())) {
          bar(
              bars,
              "time of ours by that of " + other.name() + ", batch " + batch,
              threads,
              own,
              timing(timings, other.name() + batch),
              "at most 1");
        }
      }
      return timing(timings, networks.get(0).name() + 1);
    }
  }

  private record Network(String name, Block block, int size, long multiplyAdds) {

    /** Ours, as it is loaded; the work is counted in the network as it was trained. */
    static Network of(ModelFile file, Block loaded) {
      int size = file.card().network().input().size();
      try (Model trained = file.newModel(Device.cpu())) {
        long work = MultiplyAdds.of(trained.getBlock(), input(1, size));
        return new Network("network " + file.card().name(), loaded, size, work);
      }
    }

    static Network fresh(String name, Block block, int size, NDManager manager) {
      block.initialize(manager, DataType.FLOAT32, input(1, size));
      block.freezeParameters(true);
      return new Network(name, block, size, MultiplyAdds.of(block, input(1, size)));
    }

    Shape input(int batch) {
      return input(batch, size);
    }

    private static Shape input(int batch, int size) {
      return new Shape(batch, 1, size, size);
    }

    void run(NDManager manager, NDArray faces) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray copy = faces.duplicate();
        copy.attach(scope);
        ParameterStore parameters = new ParameterStore(scope, false);
        block.forward(parameters, new NDList(copy), false).singletonOrThrow().toFloatArray();
      }
    }
  }

  /** Times a picture against its parts, in turns; {@link PictureBenchmark} times other sizes. */
  private void picture(int threads, Stopwatch.Timing network, List<String> bars) throws Exception {
    ImageDecoder decoder = ImageDecoder.builder().build();
    BufferedImage picture = SamplePictures.picture(WIDTH, HEIGHT, 1, SHARE, SAMPLE);
    byte[] file = SamplePictures.encode(picture, "jpeg");
    try (FaceDetector faces = detectors.openFaceDetector();
        EmotionDetector detector = newDetector(shared(faces))) {
      int found = detector.analyze(file).size();
      if (found != 1) {
        throw new IOException("Found " + found + " faces in the sample of " + PICTURE);
      }
      Stopwatch stopwatch = new Stopwatch(rounds, slice);
      stopwatch.add("decode alone, JPEG", 1, () -> decoder.decode(ImageSource.of(file)));
      stopwatch.add("find faces alone", 1, () -> faces.detect(picture));
      stopwatch.add("analyze, JPEG, one face", 1, () -> detector.analyze(file));
      Map<String, Stopwatch.Timing> timings = stopwatch.run();
      timings.forEach((what, timing) -> row(what, PICTURE, 1, threads, timing, 0));
      bar(
          bars,
          "analyze of 640x480 by decoding and both networks",
          threads,
          timing(timings, "analyze, JPEG, one face"),
          timing(timings, "decode alone, JPEG")
              .plus(timing(timings, "find faces alone"))
              .plus(network),
          "at most 1.3");
    }
  }

  /** A JPEG with a face. */
  private static byte[] samplePicture() throws IOException {
    return SamplePictures.encode(SamplePictures.picture(WIDTH, HEIGHT, 1, SHARE, SAMPLE), "jpeg");
  }

  /** Leaves closing to the owner. */
  private static FaceDetector shared(FaceDetector detector) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        return detector.detect(image);
      }

      @Override
      public String name() {
        return detector.name();
      }

      @Override
      public int maxInputSide() {
        return detector.maxInputSide();
      }
    };
  }

  private EmotionDetector newDetector(FaceDetector faces) {
    return DjlEmotionDetector.builder()
        .model(ModelArgument.open(detectors.model()))
        .faceDetector(faces)
        .build();
  }

  /** Times batches of faces that are cut out and of pictures that are not. */
  private void batches(int threads, List<String> bars) throws Exception {
    List<BufferedImage> samples = SamplePictures.faces();
    List<ImageSource> crops = new ArrayList<>();
    for (int i = 0; i < BATCHES[BATCHES.length - 1]; i++) {
      crops.add(ImageSource.of(samples.get(i % samples.size())));
    }
    byte[] file = samplePicture();
    List<ImageSource> pictures =
        Collections.nCopies(PICTURES_A_CALLER * processors, ImageSource.of(file));
    try (EmotionDetector detector = newDetector(FaceDetector.wholeImage());
        EmotionDetector searching = newDetector(detectors.openFaceDetector())) {
      Stopwatch stopwatch = new Stopwatch(rounds, slice);
      stopwatch.add("single", crops.size(), () -> crops.forEach(detector::analyze));
      stopwatch.add("singlePicture", pictures.size(), () -> pictures.forEach(searching::analyze));
      stopwatch.add("allPictures", pictures.size(), () -> searching.analyzeAll(pictures));
      for (int batch : BATCHES) {
        stopwatch.add("all" + batch, batch, () -> detector.analyzeAll(crops.subList(0, batch)));
      }
      Map<String, Stopwatch.Timing> timings = stopwatch.run();
      row("analyze, 64 calls, decoded", "48x48", 1, threads, timing(timings, "single"), 0);
      for (int batch : BATCHES) {
        row("analyzeAll, decoded", "48x48", batch, threads, timing(timings, "all" + batch), 0);
      }
      row(
          "analyzeAll, JPEG, one face",
          PICTURE,
          pictures.size(),
          threads,
          timing(timings, "allPictures"),
          0);
      bar(
          bars,
          "rate of analyzeAll of " + pictures.size() + " by that of as many calls, 640x480",
          threads,
          timing(timings, "singlePicture"),
          timing(timings, "allPictures"),
          "none");
      bar(
          bars,
          "rate of analyzeAll of 64 by that of 64 calls",
          threads,
          timing(timings, "single"),
          timing(timings, "all64"),
          "at least 3");
    }
  }

  /** Times several threads that share a detector. */
  private void callers(int operation, List<String> bars) throws Exception {
    byte[] file = samplePicture();
    byte[] crop = SamplePictures.encode(SamplePictures.faces().get(0), "png");
    ExecutorService threads = Executors.newFixedThreadPool(2 * processors);
    try (EmotionDetector detector = newDetector(detectors.openFaceDetector());
        EmotionDetector whole = newDetector(FaceDetector.wholeImage())) {
      Stopwatch stopwatch = new Stopwatch(rounds, slice);
      for (int callers : new int[] {1, 2, 2 * processors}) {
        stopwatch.add(
            "picture" + callers,
            callers * PICTURES_A_CALLER,
            () -> call(threads, callers, PICTURES_A_CALLER, detector, file));
        stopwatch.add(
            "face" + callers,
            callers * FACES_A_CALLER,
            () -> call(threads, callers, FACES_A_CALLER, whole, crop));
      }
      Map<String, Stopwatch.Timing> timings = stopwatch.run();
      for (String what : List.of("picture", "face")) {
        String shown = what.equals("face") ? "48x48" : PICTURE;
        for (int callers : new int[] {1, 2, 2 * processors}) {
          row(
              "analyze by " + callers + (callers == 1 ? " caller" : " callers"),
              shown,
              1,
              operation,
              timing(timings, what + callers),
              0);
        }
        bar(
            bars,
            "rate of 2 callers by that of 1, " + shown,
            operation,
            timing(timings, what + 1),
            timing(timings, what + 2),
            operation == 1 ? "at least 1.8" : "none: one uses all");
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void call(
      ExecutorService threads, int callers, int times, EmotionDetector detector, byte[] file)
      throws Exception {
    Callable<Integer> analyses =
        () -> {
          int faces = 0;
          for (int i = 0; i < times; i++) {
            faces += detector.analyze(file).size();
          }
          return faces;
        };
    for (var call : threads.invokeAll(Collections.nCopies(callers, analyses))) {
      call.get();
    }
  }

  private static Stopwatch.Timing timing(Map<String, Stopwatch.Timing> timings, String name) {
    Stopwatch.Timing timing = timings.get(name);
    if (timing == null) {
      throw new IllegalStateException("Nothing was timed as " + name);
    }
    return timing;
  }

  private void row(
      String what, String picture, int batch, int threads, Stopwatch.Timing timing, long work) {
    double rate = work / timing.cpu() / 1e6;
    print(
        "| %s | %s | %d | %d | %.3f | %.3f | %.3f | %s | %s |",
        what,
        picture,
        batch,
        threads,
        timing.median(),
        timing.best(),
        timing.cpu(),
        work == 0 ? "" : format("%.1f", rate),
        work == 0 ? "" : format("%.0f %%", 100 * rate / peak));
  }

  private static void bar(
      List<String> bars,
      String what,
      int threads,
      Stopwatch.Timing timing,
      Stopwatch.Timing other,
      String wanted) {
    bars.add(
        format(
            "| %s | %d | %.2f | %.2f | %.2f | %s |",
            what,
            threads,
            timing.median() / other.median(),
            timing.best() / other.best(),
            timing.cpu() / other.cpu(),
            wanted));
  }

  private void print(String format, Object... arguments) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(arguments.length == 0 ? format : format(format, arguments));
    out.flush();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
