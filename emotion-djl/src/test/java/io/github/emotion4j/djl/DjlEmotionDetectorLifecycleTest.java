// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads, memory, and the end of a detector's life. */
@Timeout(60)
class DjlEmotionDetectorLifecycleTest {

  private static final int THREADS = 8;
  private static final int ANALYSES = 100;

  /** A picture of 400x400 has 469 KiB: a quarter of what a hundred would leave. */
  private static final long GROWTH_KIB = 12 * 1024;

  static Stream<Arguments> methods() {
    return Stream.of(
        method("path", detector -> detector.analyze(Path.of("missing.png"))),
        method("image", detector -> detector.analyze(TestFaces.face(1))),
        method("bytes", detector -> detector.analyze(new byte[1])),
        method("stream", detector -> detector.analyze(new ByteArrayInputStream(new byte[1]))),
        method("address", detector -> detector.analyze(URI.create("data:,"))),
        method("source", detector -> detector.analyze(ImageSource.of(TestFaces.face(1)))),
        method("batch", detector -> detector.analyzeAll(List.of())),
        method("warmUp", EmotionDetector::warmUp),
        method("diagnose", EmotionDetector::diagnose));
  }

  private static Arguments method(String name, Consumer<EmotionDetector> call) {
    return Arguments.of(name, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("methods")
  void aClosedDetectorRefusesEveryCall(String name, Consumer<EmotionDetector> call) {
    EmotionDetector detector = EmotionDetector.create();
    detector.close();

    assertThatThrownBy(() -> call.accept(detector))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void closingTwiceIsHarmless() {
    EmotionDetector detector = EmotionDetector.create();
    detector.analyze(TestFaces.face(1));
    detector.close();

    assertThatCode(detector::close).doesNotThrowAnyException();
  }

  /** Counts how often it is closed. */
  private static final class Counting implements FaceDetector {

    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public List<DetectedFace> detect(BufferedImage image) {
      return FaceDetector.wholeImage().detect(image);
    }

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void theFaceDetectorIsClosedWithItOnce() {
    Counting faces = new Counting();
    EmotionDetector detector = DjlEmotionDetector.builder().faceDetector(faces).build();

    detector.close();
    detector.close();

    assertThat(faces.closed).hasValue(1);
  }

  @Test
  void theModelIsClosedWithIt() {
    EmotionModel model = EmotionModel.embedded();
    EmotionDetector detector = DjlEmotionDetector.builder().model(model).build();

    detector.close();

    assertThatThrownBy(model::newPredictor)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aBuilderMakesOneDetector() {
    DjlEmotionDetector.Builder builder =
        DjlEmotionDetector.builder()
            .model(EmotionModel.embedded())
            .faceDetector(FaceDetector.wholeImage());
    try (EmotionDetector detector = builder.build()) {
      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("begin another");
      assertThat(detector.analyze(TestFaces.face(1))).hasSize(1);
    }
  }

  @Test
  void aModelBelongsToOneDetector() {
    EmotionModel model = EmotionModel.embedded();
    Counting faces = new Counting();
    DjlEmotionDetector.Builder second =
        DjlEmotionDetector.builder().model(model).faceDetector(faces);
    try (EmotionDetector first =
        DjlEmotionDetector.builder().model(model).faceDetector(FaceDetector.wholeImage()).build()) {
      assertThatThrownBy(second::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("already belongs to a detector");
      assertThat(first.analyze(TestFaces.face(1))).hasSize(1);
    }
    assertThat(faces.closed).hasValue(1);
  }

  @Test
  void aModelThatIsClosedIsRefusedWhenTheDetectorIsBuilt() {
    EmotionModel model = EmotionModel.embedded();
    model.close();
    DjlEmotionDetector.Builder builder = DjlEmotionDetector.builder().model(model);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The model combined is closed");
  }

  @Test
  void aFaceDetectorThatIsClosedIsNamedWithTheReason() {
    FaceDetector faces = SingleShotFaceDetector.embedded();
    faces.close();
    try (EmotionDetector detector = DjlEmotionDetector.builder().faceDetector(faces).build()) {
      assertThatThrownBy(() -> detector.analyze(TestFaces.face(1)))
          .isInstanceOf(EmotionException.class)
          .hasMessageContainingAll("The face detector embedded failed on", "is closed");
    }
  }

  /** It ended the virtual machine. */
  @Test
  void aModelMayBeClosedWhileADetectorUsesIt() throws Exception {
    BufferedImage face = TestFaces.face(1);
    for (int round = 0; round < 5; round++) {
      EmotionModel model = EmotionModel.embedded();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      CountDownLatch begun = new CountDownLatch(4);
      try (EmotionDetector detector =
          DjlEmotionDetector.builder()
              .model(model)
              .faceDetector(FaceDetector.wholeImage())
              .build()) {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          calls.add(threads.submit(() -> analyzeForEver(detector, face, begun)));
        }
        begun.await();
        model.close();

        for (Future<?> call : calls) {
          assertThatThrownBy(call::get)
              .hasCauseInstanceOf(EmotionException.class)
              .hasRootCauseInstanceOf(IllegalStateException.class)
              .rootCause()
              .hasMessageContaining("The model combined is closed");
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static Object analyzeForEver(
      EmotionDetector detector, BufferedImage face, CountDownLatch begun) {
    while (true) {
      detector.analyze(face);
      begun.countDown();
    }
  }

  @Test
  void theModelIsClosedEvenIfTheFaceDetectorFailsTo() {
    EmotionModel model = EmotionModel.embedded();
    FaceDetector failing =
        new FaceDetector() {
          @Override
          public List<DetectedFace> detect(BufferedImage image) {
            return List.of();
          }

          @Override
          public String name() {
            return "failing";
          }

          @Override
          public void close() {
            throw new IllegalStateException("stuck");
          }
        };
    EmotionDetector detector =
        DjlEmotionDetector.builder().model(model).faceDetector(failing).build();

    assertThatThrownBy(detector::close).hasMessage("stuck");
    assertThatThrownBy(model::newPredictor).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingWaitsForACallInFlight() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FaceDetector slow =
        TestFaces.detector(
            image -> {
              started.countDown();
              awaitUninterrupted(release);
              return FaceDetector.wholeImage().detect(image);
            });
    EmotionDetector detector = DjlEmotionDetector.builder().faceDetector(slow).build();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<List<EmotionResult>> call = threads.submit(() -> detector.analyze(TestFaces.face(1)));
      started.await();
      Future<?> closing = threads.submit(detector::close);

      assertThatThrownBy(() -> closing.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      release.countDown();

      assertThat(call.get()).hasSize(1);
      closing.get();
      assertThatThrownBy(detector::diagnose).isInstanceOf(IllegalStateException.class);
    } finally {
      release.countDown();
      threads.shutdown();
    }
  }

  @Test
  void closingFromWithinAFaceDetectorFailsInsteadOfWaitingForItself() {
    AtomicReference<EmotionDetector> own = new AtomicReference<>();
    FaceDetector closing =
        TestFaces.detector(
            image -> {
              own.get().close();
              return List.of();
            });
    ImageSource face = ImageSource.of(TestFaces.face(1));
    try (EmotionDetector detector = DjlEmotionDetector.builder().faceDetector(closing).build()) {
      own.set(detector);

      assertThatThrownBy(() -> detector.analyze(face))
          .isInstanceOf(EmotionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .rootCause()
          .hasMessageContaining("from within a call");
      assertThat(detector.analyzeAll(List.of(face, face)))
          .allSatisfy(
              outcome ->
                  assertThatThrownBy(outcome::orElseThrow)
                      .rootCause()
                      .hasMessageContaining("from within a call"));
    }
  }

  @Test
  void aFaceDetectorMayAskTheDetectorThatUsesIt() {
    AtomicReference<EmotionDetector> own = new AtomicReference<>();
    FaceDetector asking =
        TestFaces.detector(
            image ->
                image.getWidth() == 60
                    ? FaceDetector.wholeImage().detect(image)
                    : own
                        .get()
                        .analyzeAll(
                            Collections.nCopies(2, ImageSource.of(TestFaces.noise(60, 60, 1))))
                        .stream()
                        .flatMap(outcome -> outcome.orElseThrow().stream())
                        .map(result -> TestFaces.at(0, 0, 40))
                        .toList());
    ImageSource face = ImageSource.of(TestFaces.face(1));
    try (EmotionDetector detector = DjlEmotionDetector.builder().faceDetector(asking).build()) {
      own.set(detector);

      assertThat(detector.analyzeAll(List.of(face, face, face)))
          .allSatisfy(outcome -> assertThat(outcome.orElseThrow()).hasSize(2));
    }
  }

  @Test
  void howeverManyThreadsCallItItsWorkIsDoneByAFewOfItsOwn() throws Exception {
    Set<Thread> searching = ConcurrentHashMap.newKeySet();
    FaceDetector noting =
        TestFaces.detector(
            image -> {
              searching.add(Thread.currentThread());
              return FaceDetector.wholeImage().detect(image);
            });
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (EmotionDetector detector =
        DjlEmotionDetector.builder().faceDetector(noting).predictors(1).build()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 4 * THREADS; i++) {
        calls.add(threads.submit(() -> detector.analyze(TestFaces.face(1))));
        calls.add(
            threads.submit(() -> detector.analyzeAll(List.of(ImageSource.of(TestFaces.face(1))))));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(searching).hasSizeBetween(1, Runtime.getRuntime().availableProcessors());
  }

  static Stream<Arguments> readers() {
    return Stream.of(
        reader("alone", (detector, source) -> detector.analyze(source).size()),
        reader(
            "in a batch",
            (detector, source) ->
                detector.analyzeAll(List.of(source)).get(0).orElseThrow().size()));
  }

  private static Arguments reader(
      String name, ToIntBiFunction<EmotionDetector, ImageSource> analyze) {
    return Arguments.of(name, analyze);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readers")
  void aStreamIsReadByTheThreadThatCalls(
      String name, ToIntBiFunction<EmotionDetector, ImageSource> read) throws IOException {
    AtomicReference<Thread> reading = new AtomicReference<>();
    InputStream noting =
        new ByteArrayInputStream(TestFaces.png(TestFaces.face(1))) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            reading.set(Thread.currentThread());
            return super.read(target, offset, length);
          }
        };
    try (EmotionDetector detector =
        DjlEmotionDetector.builder().faceDetector(FaceDetector.wholeImage()).build()) {
      assertThat(read.applyAsInt(detector, ImageSource.of(noting))).isEqualTo(1);
    }

    assertThat(reading).hasValue(Thread.currentThread());
  }

  @Test
  void severalPicturesOfABatchAreSearchedAtOnce() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "skipped: needs 2 processors");
    CyclicBarrier both = new CyclicBarrier(2);
    FaceDetector waiting =
        TestFaces.detector(
            image -> {
              arriveAt(both);
              return FaceDetector.wholeImage().detect(image);
            });
    ImageSource face = ImageSource.of(TestFaces.face(1));
    try (EmotionDetector detector = DjlEmotionDetector.builder().faceDetector(waiting).build()) {
      assertThat(detector.analyzeAll(List.of(face, face)))
          .allSatisfy(outcome -> assertThat(outcome.orElseThrow()).hasSize(1));
    }
  }

  private static void arriveAt(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void threadsThatShareADetectorGetWhatOneThreadGets() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (EmotionDetector detector =
        DjlEmotionDetector.builder()
            .faceDetector(FaceDetector.wholeImage())
            .predictors(3)
            .build()) {
      List<EmotionResult> expected = new ArrayList<>();
      for (int seed = 0; seed < THREADS; seed++) {
        expected.add(detector.analyze(TestFaces.face(seed)).get(0));
      }

      List<Future<List<EmotionResult>>> calls = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        calls.add(
            threads.submit(
                () -> {
                  List<EmotionResult> results = new ArrayList<>();
                  for (int i = 0; i < THREADS; i++) {
                    results.addAll(detector.analyze(TestFaces.face((first + i) % THREADS)));
                  }
                  return results;
                }));
      }

      for (int thread = 0; thread < THREADS; thread++) {
        List<EmotionResult> results = calls.get(thread).get();
        for (int i = 0; i < THREADS; i++) {
          assertClose(results.get(i), expected.get((thread + i) % THREADS));
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void assertClose(EmotionResult actual, EmotionResult expected) {
    for (Emotion emotion : Emotion.values()) {
      assertThat(actual.probability(emotion))
          .isCloseTo(expected.probability(emotion), within(1e-5));
    }
  }

  @Test
  @Timeout(600) // about memory, not time: 600 analyses take long on a busy machine
  void nativeMemoryStaysFlat() throws IOException {
    assumeTrue(
        Files.exists(Path.of("/proc/self/status")), "skipped: needs /proc/self/status (Linux)");
    // Large enough that a picture left in native memory each time would be seen.
    BufferedImage image = TestFaces.noise(400, 400, 1);
    List<Long> growths = new ArrayList<>();
    try (EmotionDetector detector =
        DjlEmotionDetector.builder().faceDetector(FaceDetector.wholeImage()).build()) {
      analyze(detector, image, ANALYSES);
      for (int round = 0; round < 5; round++) {
        long before = residentKib();
        analyze(detector, image, ANALYSES);
        growths.add(residentKib() - before);
      }
    }

    // The Java heap is resident too and grows at times; a leak grows every time.
    assertThat(growths.stream().sorted().toList().get(2)).isLessThan(GROWTH_KIB);
  }

  private static void analyze(EmotionDetector detector, BufferedImage image, int times) {
    for (int i = 0; i < times; i++) {
      detector.analyze(image);
    }
  }

  /** Returns the resident set after a collection, which gives the Java heap's free memory back. */
  private static long residentKib() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
