// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.EmotionException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a video, upright and with their real times. A thread of its own decodes
 * ahead, a few frames of a file; of a live source it keeps the latest frame and drops those that
 * nobody took in time.
 *
 * <p>{@link #next()} is for one thread at a time; {@link #close()} may be called at any moment from
 * any.
 */
public final class VideoReader implements AutoCloseable {

  private static final int AHEAD = 4;
  private static final long LOOK_MILLIS = 50;
  private static final long CLOSE_MILLIS = 2000;

  /** A frame, the end, or why there are no more. */
  private record Item(Optional<VideoFrame> frame, @Nullable RuntimeException failure) {}

  private final BlockingQueue<Item> queue;
  private final CompletableFuture<VideoInfo> opened = new CompletableFuture<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private final VideoSource source;
  private volatile boolean closed;
  private @Nullable Item end;

  private VideoReader(Builder settings) {
    source = settings.source;
    queue = new ArrayBlockingQueue<>(source.isLive() ? 1 : AHEAD);
    thread = new Thread(() -> read(settings), "emotion4j video");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens a video with the default settings.
   *
   * @param source what to read
   * @return the reader; close it
   * @throws VideoException if it can't be opened
   * @throws io.github.emotion4j.MissingDependencyException if FFmpeg's natives are missing
   */
  public static VideoReader open(VideoSource source) {
    return builder(source).open();
  }

  /**
   * Begins the settings of a reader.
   *
   * @param source what to read
   * @return a builder; nothing more is required
   */
  public static Builder builder(VideoSource source) {
    return new Builder(source);
  }

  /** Opens, decodes and closes: all by one thread, for FFmpeg's objects are not to be shared. */
  private void read(Builder settings) {
    Item last;
    try (VideoDecoder decoder = new VideoDecoder(settings)) {
      opened.complete(decoder.info());
      Optional<VideoFrame> frame = decoder.next();
      while (frame.isPresent() && !closed) {
        hand(new Item(frame, null), source.isLive());
        frame = decoder.next();
      }
      last = new Item(Optional.empty(), null);
    } catch (RuntimeException e) {
      last = new Item(Optional.empty(), e);
    } catch (LinkageError | OutOfMemoryError e) { // of a frame's size, or of a library left out
      last = new Item(Optional.empty(), new VideoException(source.describe() + ": " + e, e));
    }
    if (last.failure != null) {
      opened.completeExceptionally(last.failure); // nothing happens where it was opened
    }
    hand(last, false);
  }

  private void hand(Item item, boolean droppable) {
    try {
      while (!closed && !queue.offer(item, droppable ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (droppable && queue.poll() != null) {
          dropped.incrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Waits until the video is open. */
  private VideoReader opened() {
    try {
      opened.get();
      return this;
    } catch (ExecutionException e) {
      close();
      throw e.getCause() instanceof EmotionException failure
          ? failure
          : new VideoException("The video " + source.describe() + " can't be opened", e.getCause());
    } catch (InterruptedException e) {
      close();
      throw interrupted();
    }
  }

  private AnalysisInterruptedException interrupted() {
    Thread.currentThread().interrupt();
    return new AnalysisInterruptedException("Interrupted while waiting for " + source.describe());
  }

  /**
   * Returns what the video says of itself.
   *
   * @return size, rate and length
   */
  public VideoInfo info() {
    try {
      return opened.join();
    } catch (CompletionException e) {
      throw new VideoException("The video " + source.describe() + " is not open", e);
    }
  }

  /**
   * Returns how many frames of a live source were dropped so far.
   *
   * @return 0 for a file
   */
  public long dropped() {
    return dropped.get();
  }

  /**
   * Waits for the next frame.
   *
   * @return the frame, or empty at the end of the video
   * @throws VideoException if the video can't be read on
   * @throws AnalysisInterruptedException if the calling thread is interrupted; its flag stays set
   * @throws IllegalStateException if this reader is closed
   */
  public Optional<VideoFrame> next() {
    Optional<VideoFrame> frame = nextUnlessClosed();
    if (frame.isEmpty() && closed) {
      throw new IllegalStateException("This VideoReader is closed");
    }
    return frame;
  }

  /** As {@link #next()}, but a closed video has ended. */
  Optional<VideoFrame> nextUnlessClosed() {
    try {
      while (!closed) {
        Item item = end != null ? end : queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (item == null) {
          continue;
        }
        if (item.frame.isEmpty()) {
          end = item;
        }
        if (item.failure != null) {
          throw item.failure;
        }
        return item.frame;
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    return Optional.empty();
  }

  /**
   * Ends the reading. A source that just now keeps FFmpeg waiting is let go by the reading thread
   * as soon as it answers, or after the timeout. Closing twice is harmless.
   */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    queue.clear();
  }

  /** Settings of a {@link VideoReader}. Not safe for use by several threads. */
  public static final class Builder {

    final VideoSource source;
    Duration from = Duration.ZERO;
    Optional<Duration> to = Optional.empty();
    Duration timeout = Duration.ofSeconds(10);
    int every = 1;
    double framesASecond;
    long maxPixels = 64_000_000;

    private Builder(VideoSource source) {
      this.source = Objects.requireNonNull(source, "source");
    }

    /**
     * Begins at a time. Timestamps stay those of the whole video.
     *
     * @param time from its beginning; zero by default; without effect on a live source
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder from(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("from must not be negative, not " + time);
      }
      from = time;
      return this;
    }

    /**
     * Ends at a time.
     *
     * @param time from the video's beginning, positive; by default the end
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder to(Duration time) {
      to = Optional.of(positive("to", time));
      return this;
    }

    /**
     * Takes every n-th frame.
     *
     * @param frames at least 1, which is the default
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public Builder every(int frames) {
      if (frames < 1) {
        throw new IllegalArgumentException("every must be at least 1, not " + frames);
      }
      every = frames;
      return this;
    }

    /**
     * Limits the frames taken in a second.
     *
     * @param rate positive; all by default
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder framesASecond(double rate) {
      if (!(rate > 0 && rate <= 1000)) {
        throw new IllegalArgumentException(
            "framesASecond must be above 0 and at most 1000, not " + rate);
      }
      framesASecond = rate;
      return this;
    }

    /**
     * Sets how large a frame may be.
     *
     * @param pixels at least 1; 64 million by default, as for pictures
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public Builder maxPixels(long pixels) {
      if (pixels < 1 || pixels > Integer.MAX_VALUE / 3) {
        throw new IllegalArgumentException(
            "maxPixels must be in 1 to " + Integer.MAX_VALUE / 3 + ", not " + pixels);
      }
      maxPixels = pixels;
      return this;
    }

    /**
     * Sets how long a live source may stay silent.
     *
     * @param time positive; 10 s by default
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder timeout(Duration time) {
      timeout = positive("timeout", time);
      return this;
    }

    private static Duration positive(String name, Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException(name + " must be positive, not " + time);
      }
      return time;
    }

    /**
     * Opens the video.
     *
     * @return a new reader; close it
     * @throws IllegalArgumentException if it would end before it begins
     * @throws VideoException if it can't be opened
     * @throws io.github.emotion4j.MissingDependencyException if FFmpeg's natives are missing
     */
    public VideoReader open() {
      if (to.isPresent() && to.get().compareTo(from) <= 0) {
        throw new IllegalArgumentException("to must be after from, " + from + ", not " + to.get());
      }
      return new VideoReader(this).opened();
    }
  }
}
