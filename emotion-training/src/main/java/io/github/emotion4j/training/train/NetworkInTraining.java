package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What changes while a network is trained on one device, and what its checkpoints hold.
 *
 * @param network the network
 * @param average the average of its weights
 * @param optimizer the optimizer with its state
 * @param device where the network lies
 * @param manager of the network
 */
record NetworkInTraining(
    Block network, Block average, ResumableOptimizer optimizer, Device device, NDManager manager) {

  /**
   * Goes on from the checkpoint of a folder.
   *
   * @param resume whether that is wanted; if not, there must be none
   * @return where it stood, or nothing without a checkpoint
   * @throws TrainingException if there is one that is not wanted, or that does not fit
   */
  Optional<Checkpoint.State> restore(Path directory, boolean resume) {
    if (!Checkpoint.existsIn(directory)) {
      return Optional.empty();
    }
    if (!resume) {
      throw new TrainingException(
          directory
              + " holds a checkpoint: choose another output directory, delete it, or resume it");
    }
    try (NDManager scratch = manager.newSubManager()) {
      Checkpoint checkpoint = Checkpoint.read(directory, scratch);
      NDList states = optimizer.saveStates(scratch, network.getParameters(), device);
      Checkpoint.requireShapes(directory, checkpoint.network(), Checkpoint.parameters(network));
      Checkpoint.requireShapes(directory, checkpoint.average(), Checkpoint.parameters(average));
      Checkpoint.requireShapes(directory, checkpoint.optimizer(), states);
      Checkpoint.copyInto(checkpoint.network(), network);
      Checkpoint.copyInto(checkpoint.average(), average);
      optimizer.restoreStates(
          checkpoint.optimizer(), network.getParameters(), new Device[] {device});
      return Optional.of(checkpoint.state());
    }
  }

  /** Writes the checkpoint of a folder. */
  void save(Path directory, Checkpoint.State state) throws IOException {
    try (NDManager scratch = manager.newSubManager()) {
      new Checkpoint(
              state,
              Checkpoint.parameters(network),
              Checkpoint.parameters(average),
              optimizer.saveStates(scratch, network.getParameters(), device))
          .write(directory);
    }
  }
}
