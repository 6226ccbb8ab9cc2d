// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.io;

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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  void severalMayRemoveTheSameAbandonedFilesAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 100; i++) {
          temporaryFileOfAge(Duration.ofHours(2));
        }
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<?>> writings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Path own = folder.resolve("figures" + i + ".txt");
          writings.add(
              threads.submit(
                  () -> {
                    together.await();
                    AtomicFile.write(own, stream -> stream.write(bytes("new")));
                    return own;
                  }));
        }
        for (Future<?> writing : writings) {
          writing.get();
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void writesIntoAFolderThatIsALink() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    AtomicFile.write(link.resolve("figures.txt"), stream -> stream.write(bytes("new")));

    assertThat(real.resolve("figures.txt")).hasContent("new");
  }

  @Test
  void replacesTheFileThatALinkLeadsTo() throws IOException {
    Path real = Files.writeString(folder.resolve("real.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("real.txt"));

    AtomicFile.write(link, stream -> stream.write(bytes("new")));

    assertThat(real).hasContent("new");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void refusesLinksThatLeadToEachOther() throws IOException {
    Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Path link = Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

    assertThatThrownBy(() -> AtomicFile.write(link, stream -> stream.write(bytes("new"))))
        .isInstanceOf(IOException.class);
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
