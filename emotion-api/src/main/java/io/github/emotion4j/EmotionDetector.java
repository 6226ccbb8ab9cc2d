// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the faces in pictures and reads their emotions.
 *
 * <pre>{@code
 * try (EmotionDetector detector = EmotionDetector.create()) {
 *   for (EmotionResult face : detector.analyze(Path.of("team.jpg"))) {
 *     System.out.println(face.dominantEmotion() + " at " + face.region());
 *   }
 * }
 * }</pre>
 *
 * <p>A detector is expensive to make and safe to share between threads: make one, use it
 * everywhere, close it at the end. It holds native memory, which the garbage collector does not
 * free. After {@link #close()} every call throws {@link IllegalStateException}.
 */
public interface EmotionDetector extends AutoCloseable {

  /**
   * Makes a detector with the implementation on the class path and its embedded model. Nothing is
   * downloaded. The implementation is looked for where this interface was loaded from, and then
   * where the calling thread loads its classes from.
   *
   * @return a new detector; close it
   * @throws MissingDependencyException if no implementation, or no native library for this machine,
   *     is on the class path, or it can't be loaded; the message names the artifact to add
   * @throws ModelException if the embedded model can't be loaded
   */
  static EmotionDetector create() {
    return EmotionDetectorProviders.create();
  }

  /**
   * Analyzes one picture.
   *
   * @param image the picture
   * @return its faces, surest first; empty if there are none
   * @throws InvalidImageException if the picture can't be read
   * @throws NoFaceException if there is no face and the detector was told to require one
   * @throws ImageUnavailableException if the picture can't be fetched just now
   * @throws DetectorBusyException if the detector stays busy with other calls for too long
   * @throws AnalysisInterruptedException if the calling thread is interrupted while it waits for
   *     the picture or for its turn or its faces are classified; its flag stays set
   * @throws EmotionException if anything else fails
   */
  List<EmotionResult> analyze(ImageSource image);

  /**
   * Analyzes a picture file.
   *
   * @param path a JPEG, PNG, WebP, BMP or GIF file
   * @return as {@link #analyze(ImageSource)}
   */
  default List<EmotionResult> analyze(Path path) {
    return analyze(ImageSource.of(path));
  }

  /**
   * Analyzes a decoded picture.
   *
   * @param image the picture, upright; not changed
   * @return as {@link #analyze(ImageSource)}
   */
  default List<EmotionResult> analyze(BufferedImage image) {
    return analyze(ImageSource.of(image));
  }

  /**
   * Analyzes an encoded picture in memory.
   *
   * @param bytes the content of a picture file
   * @return as {@link #analyze(ImageSource)}
   */
  default List<EmotionResult> analyze(byte[] bytes) {
    return analyze(ImageSource.of(bytes));
  }

  /**
   * Analyzes an encoded picture from a stream, which is read to its end and not closed.
   *
   * @param stream the content of a picture file
   * @return as {@link #analyze(ImageSource)}
   */
  default List<EmotionResult> analyze(InputStream stream) {
    return analyze(ImageSource.of(stream));
  }

  /**
   * Analyzes a picture at an address: {@code file:}, {@code data:} with base64, or {@code https:}
   * within the implementation's limits of size and time.
   *
   * @param uri the address
   * @return as {@link #analyze(ImageSource)}
   */
  default List<EmotionResult> analyze(URI uri) {
    return analyze(ImageSource.of(uri));
  }

  /**
   * Analyzes many pictures, several at a time where the machine has several processors; their faces
   * go through the network together, and pictures at addresses of the web are fetched several at a
   * time. A picture that fails does not affect the others.
   *
   * @param images the pictures
   * @return one outcome a picture, in the same order
   * @throws AnalysisInterruptedException if the calling thread is interrupted while several
   *     pictures are searched; its flag stays set
   */
  List<AnalysisOutcome> analyzeAll(List<ImageSource> images);

  /**
   * Analyzes any number of pictures, such as all of a disk, in bounded memory: of the stream, no
   * more pictures are taken than a few dozen a processor before their outcomes are asked for, and
   * they are analyzed in groups by {@link #analyzeAll(List)}, a few groups at a time.
   *
   * <pre>{@code
   * try (Stream<Path> files = Files.list(folder);
   *     Stream<AnalysisOutcome> outcomes = detector.analyzeAll(files.map(ImageSource::of))) {
   *   outcomes.forEach(this::store);
   * }
   * }</pre>
   *
   * <p>The given stream is read by the thread that reads the returned one, and is read to its end
   * even where a picture fails. Where it throws, what was taken before is analyzed first.
   *
   * <p>Reading the returned stream throws {@link AnalysisInterruptedException} if the reading
   * thread is interrupted while it waits, its flag stays set; and what {@link #analyzeAll(List)}
   * throws. Either cancels the rest.
   *
   * @param images the pictures
   * @return one outcome a picture: in the order of the pictures, or where their stream is {@link
   *     Stream#unordered() unordered}, group by group as they are known. Closing it interrupts what
   *     is being analyzed, begins nothing more, and closes the given stream.
   */
  default Stream<AnalysisOutcome> analyzeAll(Stream<? extends ImageSource> images) {
    return OutcomeStream.of(this, images);
  }

  /**
   * Runs the whole pipeline once on a blank picture, so that the first real call is as fast as the
   * later ones.
   */
  void warmUp();

  /**
   * Tells what this detector runs on.
   *
   * @return engine, device, model and folders
   */
  Diagnosis diagnose();

  /** Frees all native memory, once calls in flight have ended. Closing twice is harmless. */
  @Override
  void close();
}
