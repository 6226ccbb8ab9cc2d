// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.training.report.EpochFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  private static final EpochFigures.Computation COMPUTATION =
      new EpochFigures.Computation(1.5, 0.1, 99, "cpu, a processor", "FLOAT32");

  private static final Checkpoint.State STATE =
      new Checkpoint.State(
          Map.of("epochs", "3"),
          "84 faces",
          2,
          14,
          List.of(
              new EpochFigures(
                  1,
                  0.05,
                  new EpochFigures.Training(1.9, 0.2),
                  new EpochFigures.Validation(1.8, 1 / 3.0, 0.2),
                  COMPUTATION),
              new EpochFigures(
                  2,
                  0.03,
                  new EpochFigures.Training(1.5, 0.4),
                  new EpochFigures.Validation(1.6, 0.5, 0.4),
                  COMPUTATION)),
          List.of(new Checkpoint.Restart(1, 7)),
          new Checkpoint.EpochSoFar(3, new BatchFigures.Sums(1 / 3.0, 5, 36), 2.5, 0.1));

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  @TempDir Path directory;

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private NDList tensors(float... values) {
    return new NDList(
        manager.create(values), manager.create(values).mul(2).reshape(new Shape(1, -1)));
  }

  private void write() throws IOException {
    new Checkpoint(STATE, tensors(1, 2), tensors(3, 4), tensors(5, 6))
        .write(directory, Optional.empty());
  }

  private Path file() {
    return directory.resolve(Checkpoint.FILE);
  }

  /** The content with one entry replaced, or left out if the content is empty. */
  private void replace(String entry, byte[] content) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file().toFile())) {
      for (ZipEntry each : zip.stream().toList()) {
        try (var in = zip.getInputStream(each)) {
          entries.put(each.getName(), in.readAllBytes());
        }
      }
    }
    assertThat(entries).containsKey(entry);
    entries.remove(entry);
    if (content.length > 0) {
      entries.put(entry, content);
    }
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file()))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
  }

  private void assertRefused() {
    assertThatThrownBy(() -> Checkpoint.read(directory, manager))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("begin anew");
  }

  @Test
  void stateIsReadAsWritten() throws IOException {
    write();

    assertThat(Checkpoint.read(directory, manager).state()).isEqualTo(STATE);
  }

  @Test
  void tensorsAreReadAsWritten() throws IOException {
    write();

    Checkpoint read = Checkpoint.read(directory, manager);

    assertThat(read.network().get(0).toFloatArray()).containsExactly(1, 2);
    assertThat(read.network().get(1).toFloatArray()).containsExactly(2, 4);
    assertThat(read.network().get(1).getShape()).isEqualTo(new Shape(1, 2));
    assertThat(read.average().get(0).toFloatArray()).containsExactly(3, 4);
    assertThat(read.optimizer().get(0).toFloatArray()).containsExactly(5, 6);
  }

  @Test
  void existsOnceWritten() throws IOException {
    assertThat(Checkpoint.existsIn(directory)).isFalse();

    write();

    assertThat(Checkpoint.existsIn(directory)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.json", "network.ndlist", "average.ndlist", "optimizer.ndlist"})
  void namesTheFileThatLacksAnEntry(String entry) throws IOException {
    write();
    replace(entry, new byte[0]);

    assertThatThrownBy(() -> Checkpoint.read(directory, manager))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("has no " + entry);
  }

  @ParameterizedTest
  @CsvSource({
    "state.json, {",
    "state.json, []",
    "state.json, null",
    "state.json, '{\"settings\": {}, \"surprise\": 1}'",
    "state.json, '{}'",
    "state.json, '{\"settings\": {}, \"dataSet\": \"x\", \"epoch\": 1, \"step\": 1}'",
    "network.ndlist, x",
    "network.ndlist, no tensors at all",
    "optimizer.ndlist, '12345678{ and so on'",
  })
  void namesTheFileWhoseEntryIsDamaged(String entry, String content) throws IOException {
    write();
    replace(entry, content.getBytes(StandardCharsets.UTF_8));

    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 200, 400})
  void namesTheFileThatIsTruncated(int length) throws IOException {
    write();
    Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), length));

    assertRefused();
  }

  @Test
  void namesTheFileWhoseTensorsAreTruncated() throws IOException {
    write();
    byte[] encoded = tensors(1, 2).encode();
    replace("network.ndlist", Arrays.copyOf(encoded, encoded.length - 3));

    assertRefused();
  }

  @Test
  void refusesTensorsOfOtherShapes() {
    assertThatThrownBy(() -> Checkpoint.requireShapes(directory, tensors(1, 2), tensors(1, 2, 3)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(file().toString());
  }

  @Test
  void refusesFewerTensors() {
    NDList fewer = new NDList(tensors(1, 2).get(0));

    assertThatThrownBy(() -> Checkpoint.requireShapes(directory, fewer, tensors(1, 2)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(file().toString());
  }

  @Test
  void failureWhileWritingLeavesTheOldCheckpoint() throws IOException {
    write();
    byte[] before = Files.readAllBytes(file());
    NDList broken = tensors(9, 9);
    broken.forEach(NDArray::close);
    Checkpoint next = new Checkpoint(STATE, tensors(7, 8), tensors(7, 8), broken);

    assertThatThrownBy(() -> next.write(directory, Optional.empty()))
        .isInstanceOf(IllegalStateException.class);

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file()));
    assertThat(Checkpoint.read(directory, manager).state()).isEqualTo(STATE);
  }

  @Test
  void failureOfTheDiskIsReported() throws IOException {
    Files.createDirectories(file().resolve("in the way"));

    assertThatThrownBy(this::write).isInstanceOf(IOException.class);
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file()));
  }
}
