// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void chooseAFile() {
    file = folder.resolve("figures.txt");
  }

  @Test
  void writesTheContent() throws IOException {
    AtomicFile.write(file, stream -> stream.write(bytes("new")));

    assertThat(file).hasContent("new");
  }

  @Test
  void replacesAnOlderFile() throws IOException {
    Files.writeString(file, "something older and longer");

    AtomicFile.write(file, stream -> stream.write(bytes("new")));

    assertThat(file).hasContent("new");
  }

  @Test
  void makesMissingFolders() throws IOException {
    Path deep = folder.resolve("a").resolve("b").resolve("figures.txt");

    AtomicFile.write(deep, stream -> stream.write(bytes("new")));

    assertThat(deep).hasContent("new");
  }

  @Test
  void leavesNoTemporaryFile() throws IOException {
    AtomicFile.write(file, stream -> stream.write(bytes("new")));

    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void removesTheTemporaryFileOfAProcessThatWasKilledLongAgo() throws IOException {
    Path abandoned = temporaryFileOfAge(Duration.ofHours(2));

    AtomicFile.write(file, stream -> stream.write(bytes("new")));

    assertThat(abandoned).doesNotExist();
  }

  @Test
  void keepsTheTemporaryFileThatAnotherProcessIsWriting() throws IOException {
    Path used = temporaryFileOfAge(Duration.ofMinutes(1));

    AtomicFile.write(file, stream -> stream.write(bytes("new")));

    assertThat(used).exists();
  }

  private Path temporaryFileOfAge(Duration age) throws IOException {
    Path temporary =
        Files.writeString(folder.resolve(".other.txt." + UUID.randomUUID() + ".tmp"), "half");
    Files.setLastModifiedTime(temporary, FileTime.from(Instant.now().minus(age)));
    return temporary;
  }

  @Test
  void contentMayCloseTheStream() throws IOException {
    AtomicFile.write(
        file,
        stream -> {
          stream.write(bytes("new"));
          stream.close();
        });

    assertThat(file).hasContent("new");
  }

  @Test
  void olderFileIsThereWhileTheNewOneIsWritten() throws IOException {
    Files.writeString(file, "old");

    AtomicFile.write(
        file,
        stream -> {
          stream.write(bytes("new"));
          stream.flush();
          assertThat(file).hasContent("old");
        });
  }

  @Test
  void failureKeepsTheOlderFile() throws IOException {
    Files.writeString(file, "old");

    assertThatThrownBy(() -> AtomicFile.write(file, AtomicFileTest::failHalfway))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
  }

  @Test
  void failureLeavesNothingBehind() {
    assertThatThrownBy(() -> AtomicFile.write(file, AtomicFileTest::failHalfway))
        .isInstanceOf(IOException.class);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void uncheckedFailureLeavesNothingBehind() {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    stream -> {
                      throw new IllegalStateException("no figures");
                    }))
        .hasMessage("no figures");

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAFolderThatIsNotEmpty() throws IOException {
    Files.createDirectories(file.resolve("inside"));

    assertThatThrownBy(() -> AtomicFile.write(file, stream -> stream.write(bytes("new"))))
        .isInstanceOf(IOException.class);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void refusesTheRoot() {
    assertThatThrownBy(() -> AtomicFile.write(folder.getRoot(), stream -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("root");
  }

  private static void failHalfway(OutputStream stream) throws IOException {
    stream.write(bytes("half"));
    throw new IOException("disk full");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
