// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.training.report.EpochFigures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training after a step, in one zip file: enough to go on as if it had never
 * stopped. The network's tensors hold the running statistics of its norms too.
 *
 * @param state numbers and figures
 * @param network all parameters, in the block's order
 * @param average all parameters of the weight average, in the block's order
 * @param optimizer the optimizer's state
 */
record Checkpoint(State state, NDList network, NDList average, NDList optimizer) {

  static final String FILE = "checkpoint.zip";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();
  private static final String STATE = "state.json";
  private static final String NETWORK = "network.ndlist";
  private static final String AVERAGE = "average.ndlist";
  private static final String OPTIMIZER = "optimizer.ndlist";
  private static final String BACKBONE = "backbone.pt";

  /**
   * Numbers and figures.
   *
   * @param settings the settings of the training, by name
   * @param dataSet a fingerprint of the faces trained on
   * @param epoch epochs done
   * @param step optimizer steps done
   * @param history figures of the epochs done
   * @param restarts where the learning rate has begun anew, in order
   * @param soFar what is done of the next epoch
   */
  record State(
      Map<String, String> settings,
      String dataSet,
      int epoch,
      int step,
      List<EpochFigures> history,
      List<Restart> restarts,
      EpochSoFar soFar) {

    State {
      history = List.copyOf(history);
      restarts = List.copyOf(restarts);
    }

    /** The state of a training that begins. */
    static State beginning(Map<String, String> settings, String dataSet) {
      return new State(settings, dataSet, 0, 0, List.of(), List.of(), EpochSoFar.NOTHING);
    }

    State withRestarts(List<Restart> all) {
      return new State(settings, dataSet, epoch, step, history, all, soFar);
    }

    /** The last restart, or the beginning. */
    Restart restart() {
      return restarts.isEmpty() ? new Restart(0, 0) : restarts.get(restarts.size() - 1);
    }

    /** Whether the last epochs, counted since the last restart, brought no new best; 0: never. */
    boolean isStuck(int patience) {
      int best = EpochFigures.best(history).map(EpochFigures::epoch).orElse(0);
      return patience > 0
          && !history.isEmpty()
          && epoch - Math.max(best, restart().epoch()) >= patience;
    }
  }

  /** A beginning of the learning rate: epochs and steps done before. */
  record Restart(int epoch, int step) {}

  /**
   * What is done of an epoch.
   *
   * @param batches steps
   * @param sums their figures
   * @param seconds the time they took
   * @param dataSeconds the part of it that was spent waiting for data
   */
  record EpochSoFar(int batches, BatchFigures.Sums sums, double seconds, double dataSeconds) {

    static final EpochSoFar NOTHING = new EpochSoFar(0, BatchFigures.Sums.ZERO, 0, 0);
  }

  /**
   * Writes the checkpoint of a folder.
   *
   * @param backbone the network's TorchScript module, with the buffers that are no parameters
   */
  void write(Path directory, Optional<byte[]> backbone) throws IOException {
    AtomicFile.write(
        directory.resolve(FILE),
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.setLevel(Deflater.NO_COMPRESSION); // of weights it takes long and saves little
          put(zip, STATE, JSON.writeValueAsBytes(state));
          put(zip, NETWORK, network.encode());
          put(zip, AVERAGE, average.encode());
          put(zip, OPTIMIZER, optimizer.encode());
          if (backbone.isPresent()) {
            put(zip, BACKBONE, backbone.get());
          }
          zip.finish();
        });
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  /** All parameters of a network, running statistics included, in the block's order. */
  static NDList parameters(Block block) {
    NDList list = new NDList();
    block.getParameters().values().forEach(parameter -> list.add(parameter.getArray()));
    return list;
  }

  /** Copies what {@link #parameters} gave into a network of the same kind. */
  static void copyInto(NDList values, Block block) {
    List<Parameter> parameters = block.getParameters().values();
    for (int i = 0; i < values.size(); i++) {
      ModelFile.copyValues(values.get(i), parameters.get(i).getArray());
    }
  }

  static boolean existsIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /**
   * Reads the settings that the checkpoint of a folder was made with.
   *
   * @return by name; empty if there is no checkpoint
   * @throws TrainingException if it is damaged
   */
  static Map<String, String> settingsIn(Path directory) {
    return existsIn(directory) ? readState(directory).settings() : Map.of();
  }

  /**
   * Reads the numbers and figures of a folder's checkpoint alone.
   *
   * @throws TrainingException if it is damaged
   */
  static State readState(Path directory) {
    Path file = directory.resolve(FILE);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return state(zip);
    } catch (IOException | RuntimeException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static State state(ZipFile zip) throws IOException {
    return requireNonNull(JSON.readValue(bytes(zip, STATE), State.class), STATE + " is null");
  }

  /**
   * Reads the checkpoint of a folder.
   *
   * @throws TrainingException if it is damaged
   */
  static Checkpoint read(Path directory, NDManager manager) {
    Path file = directory.resolve(FILE);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new Checkpoint(
          state(zip),
          decode(zip, NETWORK, manager),
          decode(zip, AVERAGE, manager),
          decode(zip, OPTIMIZER, manager));
    } catch (IOException | RuntimeException e) {
      // DJL reports tensors that can't be decoded with whatever exception they lead to.
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads the TorchScript module of a folder's checkpoint, if it has one.
   *
   * @throws TrainingException if it is damaged
   */
  static Optional<byte[]> readBackbone(Path directory) {
    Path file = directory.resolve(FILE);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.getEntry(BACKBONE) == null ? Optional.empty() : Optional.of(bytes(zip, BACKBONE));
    } catch (IOException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Checks that tensors of a folder's checkpoint fit.
   *
   * @throws TrainingException if they are not as many or not of the shapes that are needed
   */
  static void requireShapes(Path directory, NDList saved, NDList wanted) {
    if (!Arrays.equals(saved.getShapes(), wanted.getShapes())) {
      throw damaged(
          directory.resolve(FILE),
          "its tensors of " + saved.size() + " parameters do not fit the network",
          null);
    }
  }

  private static TrainingException damaged(Path file, String why, @Nullable Exception cause) {
    String message =
        "The checkpoint "
            + file
            + " can't be used ("
            + why
            + "); put a copy of it there, or delete it to begin anew";
    return cause == null ? new TrainingException(message) : new TrainingException(message, cause);
  }

  private static NDList decode(ZipFile zip, String name, NDManager manager) throws IOException {
    return NDList.decode(manager, new ByteArrayInputStream(bytes(zip, name)));
  }

  private static byte[] bytes(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException(zip.getName() + " has no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
