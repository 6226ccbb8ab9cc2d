// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.training.dataset.Sampler;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The faces of one epoch: shuffled and augmented by seed and epoch alone, so that an epoch that is
 * run again is the same, whatever ran before it.
 *
 * <p>A record's data is a float tensor of shape (1, size, size), or (features), its label a float
 * tensor of shape (7 a head): a probability for each emotion. While the network works on a batch
 * the next is prepared by other threads and sent to the device, so that the thread that trains
 * never waits for it there; one at most lies ahead.
 */
final class EpochFaces extends RandomAccessDataset implements AutoCloseable {

  private final FaceRows rows;
  private final float[][] targets;
  private final int batchSize;
  private final long seed;
  private final ExecutorService prefetcher =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "emotion4j-prefetch");
            thread.setDaemon(true);
            return thread;
          });
  private int epoch;
  private int firstBatch;

  /** The next batch of the epoch that runs. */
  private Optional<CompletableFuture<Batch>> ahead = Optional.empty();

  EpochFaces(
      List<LabelledFace> faces,
      float[][] targets,
      Augmentation augmentation,
      ModelCard.Input input,
      int size,
      int batchSize,
      long seed) {
    this(new AugmentedFaces(faces, augmentation, input, size, seed), targets, batchSize, seed);
  }

  private EpochFaces(FaceRows rows, float[][] targets, int batchSize, long seed) {
    super(new DjlBuilder().setSampling(batchSize, false));
    this.rows = rows;
    this.targets = targets;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /** The same faces in the same order, but shown as features, a row a face. */
  EpochFaces as(float[][] features) {
    return new EpochFaces(new FaceRows.Features(features), targets, batchSize, seed);
  }

  /** Chooses the epoch, from 1, whose order and changes come next. */
  EpochFaces epoch(int chosen) {
    return from(chosen, 0);
  }

  /** Chooses the epoch, and leaves out batches that were learned from before. */
  EpochFaces from(int chosen, int batch) {
    epoch = chosen;
    firstBatch = batch;
    return this;
  }

  int batches() {
    // A last batch of a few faces would disturb the batch statistics: it is left out, and the
    // shuffling leaves out others each epoch.
    return Math.max(1, targets.length / batchSize);
  }

  @Override
  public Record get(NDManager manager, long index) {
    int face = Math.toIntExact(index);
    float[] values = values(epoch, new int[] {face});
    return new Record(
        new NDList(manager.create(values, rows.shape())),
        new NDList(manager.create(targets[face])));
  }

  @Override
  protected long availableSize() {
    return targets.length;
  }

  @Override
  public void prepare(@Nullable Progress progress) {}

  /** Begins the epoch that is chosen; one that had begun, and was broken off, ends. */
  @Override
  public Iterable<Batch> getData(
      NDManager manager, Sampler ignored, @Nullable ExecutorService executor) {
    return () -> new PrefetchingIterator(manager, shuffledIndices());
  }

  private int[] shuffledIndices() {
    List<Integer> indices = new ArrayList<>(IntStream.range(0, targets.length).boxed().toList());
    Collections.shuffle(indices, new Random(mix(seed, epoch, -1)));
    return indices.stream().mapToInt(Integer::intValue).toArray();
  }

  private float[] values(int chosenEpoch, int[] indices) {
    int width = Math.toIntExact(rows.shape().size());
    float[] values = new float[indices.length * width];
    IntStream.range(0, indices.length)
        .parallel()
        .forEach(i -> rows.put(chosenEpoch, indices[i], values, i * width));
    return values;
  }

  static long mix(long seed, int epoch, int index) {
    return (seed * 31 + epoch) * 1_000_003L + index;
  }

  /** Frees what is held, also a batch that was sent ahead and that nobody will take. */
  @Override
  public void close() {
    prefetcher.shutdownNow();
    awaitPrefetcher();
    ahead.ifPresent(EpochFaces::release);
    ahead = Optional.empty();
    rows.close();
  }

  /** Frees a batch that nobody will take; one that was not begun, or failed, holds nothing. */
  private static void release(CompletableFuture<Batch> unwanted) {
    if (unwanted.isDone() && !unwanted.isCompletedExceptionally()) {
      unwanted.join().close();
    }
  }

  /** A batch that nobody will take is still made, with what is to be closed. */
  private void awaitPrefetcher() {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = prefetcher.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class PrefetchingIterator implements Iterator<Batch> {

    private final NDManager manager;
    private final int[] order;
    private final int epochOfOrder = epoch;
    private int next = firstBatch;

    PrefetchingIterator(NDManager manager, int[] order) {
      this.manager = manager;
      this.order = order;
      // Of an epoch that was broken off; once it is there.
      ahead.ifPresent(left -> prefetcher.execute(() -> release(left)));
      prepareNext();
    }

    private void prepareNext() {
      if (!hasNext()) {
        ahead = Optional.empty();
        return;
      }
      int batch = next;
      int from = batch * batchSize;
      int[] indices = Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
      ahead = Optional.of(CompletableFuture.supplyAsync(() -> send(batch, indices), prefetcher));
    }

    /** Prepares a batch on the manager's device. */
    private Batch send(int batch, int[] indices) {
      float[] values = values(epochOfOrder, indices);
      float[] labels = labels(indices);
      int count = indices.length;
      NDManager batchManager = manager.newSubManager();
      try {
        return new Batch(
            batchManager,
            new NDList(
                batchManager.create(
                    FloatBuffer.wrap(values), new Shape(count).addAll(rows.shape()))),
            new NDList(batchManager.create(labels, new Shape(count, targets[0].length))),
            count,
            Batchifier.STACK,
            Batchifier.STACK,
            batch + 1,
            batches());
      } catch (RuntimeException e) { // such as: the device's memory is full
        batchManager.close();
        throw e;
      }
    }

    private float[] labels(int[] indices) {
      int width = targets[0].length;
      float[] labels = new float[indices.length * width];
      for (int i = 0; i < indices.length; i++) {
        System.arraycopy(targets[indices[i]], 0, labels, i * width, width);
      }
      return labels;
    }

    @Override
    public boolean hasNext() {
      return next < batches();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The epoch has " + batches() + " batches");
      }
      Batch ready = await(ahead.orElseThrow());
      next++;
      prepareNext();
      return ready;
    }

    private Batch await(CompletableFuture<Batch> batch) {
      try {
        return batch.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause; // such as DJL's, that the device's memory is full
        }
        throw e;
      }
    }
  }

  private static final class DjlBuilder extends BaseBuilder<DjlBuilder> {
    @Override
    protected DjlBuilder self() {
      return this;
    }
  }
}
