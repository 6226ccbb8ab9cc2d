// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import ai.djl.pytorch.jni.JniUtils;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.cli.Main;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opencv.core.Core;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times a JPEG with one face, whole and by its parts, with the embedded models.
 *
 * <pre>java -cp emotion-lab.jar org.openjdk.jmh.Main PictureBenchmark -p size=640x480
 * </pre>
 *
 * <p>What is compared in turns, because others use the machine, is in {@link BenchmarkCommand}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PictureBenchmark {

  /** The face of a picture, a fifth of its height: one that face detectors are sure of. */
  private static final double SHARE = 0.2;

  private static final int SAMPLE = 5;

  /** Width and height in pixels: 12 megapixels are what telephones take. */
  @Param({"640x480", "1920x1080", "4000x3000"})
  public String size = "";

  /** How many threads an operation of PyTorch and of OpenCV may use. */
  @Param("1")
  public int threads;

  // Set up before anything is timed.
  private ImageDecoder decoder;
  private FaceDetector faces;
  private EmotionDetector detector;
  private EmotionDetector classifier;
  private BufferedImage picture;
  private byte[] file;
  private BufferedImage face;

  /** Called by JMH. */
  public PictureBenchmark() {}

  /**
   * Loads the networks and makes the picture.
   *
   * @throws IOException if the jar lacks the sample faces, or no face is found in the picture
   */
  @Setup
  public void open() throws IOException {
    Main.stayOffline();
    decoder = ImageDecoder.builder().build();
    faces = SingleShotFaceDetector.embedded();
    detector = EmotionDetector.create();
    classifier = DjlEmotionDetector.builder().faceDetector(FaceDetector.wholeImage()).build();
    JniUtils.setNumThreads(threads);
    Core.setNumThreads(threads);
    String[] sides = size.split("x", 2);
    picture =
        SamplePictures.picture(
            Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), 1, SHARE, SAMPLE);
    file = SamplePictures.encode(picture, "jpeg");
    face = SamplePictures.faces().get(0);
    if (analyze().size() != 1) {
      throw new IOException("There is not one face in the sample of " + size);
    }
  }

  /** Closes the networks. */
  @TearDown
  public void close() {
    faces.close();
    detector.close();
    classifier.close();
  }

  /**
   * Reads the pixels of the file.
   *
   * @return the picture
   */
  @Benchmark
  public BufferedImage decode() {
    return decoder.decode(ImageSource.of(file));
  }

  /**
   * Finds the faces of the decoded picture.
   *
   * @return the face
   */
  @Benchmark
  public List<DetectedFace> detect() {
    return faces.detect(picture);
  }

  /**
   * Reads the emotions of a decoded face of 48x48, whatever the size of the picture.
   *
   * @return its result
   */
  @Benchmark
  public List<EmotionResult> classify() {
    return classifier.analyze(face);
  }

  /**
   * Does all, from the bytes of the file to the result.
   *
   * @return the result of its face
   */
  @Benchmark
  public List<EmotionResult> analyze() {
    return detector.analyze(file);
  }
}
