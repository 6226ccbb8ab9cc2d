// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.ImageSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureListingTest {

  private static final int MOST_BYTES = 1000;
  private static final PictureListing.Options ALL =
      new PictureListing.Options(true, Integer.MAX_VALUE, true, true, MOST_BYTES);

  @TempDir private Path folder;

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static List<Picture> list(
      PictureListing.Options options, Predicate<String> wanted, Object... arguments)
      throws IOException {
    List<Picture> pictures = new ArrayList<>();
    try (PictureListing listing =
        new PictureListing(
            Arrays.stream(arguments).map(Object::toString).toList(), options, wanted)) {
      listing.forEachRemaining(pictures::add);
    }
    return pictures;
  }

  private List<String> names(PictureListing.Options options, Object... arguments)
      throws IOException {
    return list(options, name -> true, arguments).stream()
        .map(picture -> Picture.name(picture.source()).replace(folder + "/", ""))
        .sorted()
        .toList();
  }

  private static String text(Picture picture) {
    return new String(((ImageSource.OfBytes) picture.source()).bytes(), UTF_8);
  }

  private static String failure(Picture picture) {
    return picture.failure().orElseThrow().getMessage();
  }

  @Test
  void listsAFolderWithAllBelowItButNothingHidden() throws IOException {
    file("a.jpg", "");
    file("b/c/d.PNG", "");
    file("b/notes.txt", "");
    file("b/.hidden.jpg", "");
    file(".cache/e.jpg", "");

    assertThat(names(ALL, folder)).containsExactly("a.jpg", "b/c/d.PNG");
  }

  @Test
  void listsNoDeeperThanAsked() throws IOException {
    file("a.jpg", "");
    file("b/c.jpg", "");
    file("b/d/e.jpg", "");

    assertThat(names(new PictureListing.Options(true, 1, true, true, 0), folder))
        .containsExactly("a.jpg");
    assertThat(names(new PictureListing.Options(true, 2, true, true, 0), folder))
        .containsExactly("a.jpg", "b/c.jpg");
  }

  @Test
  void followsLinksOrNotAndNeverInACircle() throws IOException {
    file("real/a.jpg", "");
    Files.createSymbolicLink(folder.resolve("b.jpg"), folder.resolve("real/a.jpg"));
    Files.createSymbolicLink(folder.resolve("other"), folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("real/up"), folder);

    assertThat(names(ALL, folder)).containsExactly("b.jpg", "other/a.jpg", "real/a.jpg");
    assertThat(names(new PictureListing.Options(false, 99, true, true, 0), folder))
        .containsExactly("real/a.jpg");
  }

  @Test
  void listsWhatMatchesAPattern() throws IOException {
    file("a.jpg", "");
    file("b.png", "");
    file("c/d.jpg", "");

    assertThat(names(ALL, folder + "/*.jpg")).containsExactly("a.jpg");
    assertThat(names(ALL, folder + "/**.jpg")).containsExactly("a.jpg", "c/d.jpg");
  }

  @Test
  void aFileThatListsPicturesIsReadLineByLine() throws IOException {
    Path list = file("list.txt", "x.jpg\n\nhttps://example.org/y.jpg\nz*.jpg\n");

    assertThat(names(ALL, list)).containsExactly("https://example.org/y.jpg", "x.jpg", "z*.jpg");
  }

  @Test
  void pictureThatIsNotWantedIsNotReadFromItsArchive() throws IOException {
    Path zip = zip("a.zip", Map.of("1.jpg", "one", "2.jpg", "two"));

    List<Picture> pictures = list(ALL, name -> name.endsWith("2.jpg"), zip);

    assertThat(pictures).extracting(PictureListingTest::text).containsExactly("two");
  }

  @Test
  void readsTheZipArchivesOfAFolderInPlace() throws IOException {
    zip("b/a.zip", Map.of("x/1.jpg", "one", "x/notes.txt", "", "__MACOSX/1.jpg", "no"));

    List<Picture> pictures = list(ALL, name -> true, folder);

    assertThat(pictures).hasSize(1);
    assertThat(Picture.name(pictures.get(0).source())).isEqualTo(folder + "/b/a.zip!/x/1.jpg");
    assertThat(text(pictures.get(0))).isEqualTo("one");
  }

  @Test
  void aPictureInAnArchiveThatIsTooLargeIsAFailureAndTheNextIsRead() throws IOException {
    Path tar =
        tar("a.tar", entry("large.jpg", "x".repeat(MOST_BYTES + 1)), entry("good.jpg", "good"));

    List<Picture> pictures = list(ALL, name -> true, tar);

    assertThat(failure(pictures.get(0))).contains("large.jpg", "more than 1000 bytes");
    assertThat(text(pictures.get(1))).isEqualTo("good");
  }

  @Test
  void readsTarArchivesWithLongNamesOfBothKindsInPlace() throws IOException {
    String deep = "d/".repeat(80);
    byte[] gnu = join(header("././@LongLink", 'L', deep.length() + 5), block(deep + "1.jpg"));
    String record = "path=" + deep + "2.jpg\n";
    record = record.length() + 4 + " " + record;
    byte[] pax = join(header("pax", 'x', record.length()), block(record));
    Path tar =
        tar(
            "a.tgz",
            join(gnu, entry("short", "one")),
            entry("folder/notes.txt", "passed over"),
            join(pax, entry("short", "two")),
            entry("3.jpg", "three"));

    List<Picture> pictures = list(ALL, name -> true, tar);

    assertThat(pictures)
        .extracting(picture -> Picture.name(picture.source()))
        .containsExactly(tar + "!/" + deep + "1.jpg", tar + "!/" + deep + "2.jpg", tar + "!/3.jpg");
    assertThat(pictures)
        .extracting(PictureListingTest::text)
        .containsExactly("one", "two", "three");
  }

  @Test
  void aTornTarGivesItsPicturesAndOneFailure() throws IOException {
    byte[] whole = join(entry("1.jpg", "one"), entry("2.jpg", "two"));
    Path tar = Files.write(folder.resolve("a.tar"), Arrays.copyOf(whole, 1024 + 512 + 2));

    List<Picture> pictures = list(ALL, name -> true, tar);

    assertThat(text(pictures.get(0))).isEqualTo("one");
    assertThat(failure(pictures.get(1))).contains("2.jpg", "ends within an entry");
  }

  @Test
  void whatIsNoArchiveIsOneFailure() throws IOException {
    Path zip = file("a.zip", "no zip");
    Path tar = file("b.tar", "no tar".repeat(200));

    assertThat(list(ALL, name -> true, zip, tar))
        .extracting(PictureListingTest::failure)
        .satisfiesExactly(
            failure -> assertThat(failure).contains("a.zip", "no archive"),
            failure -> assertThat(failure).contains("b.tar", "no entry of a tar archive"));
  }

  @Test
  void aFolderWithoutPicturesAndAPatternWithoutFilesAreFailures() throws IOException {
    file("notes.txt", "");

    assertThat(list(ALL, name -> true, folder, folder + "/*.jpg"))
        .extracting(PictureListingTest::failure)
        .satisfiesExactly(
            failure -> assertThat(failure).contains("no files of these names", "*.jpg"),
            failure -> assertThat(failure).contains("no file matches the pattern"));
  }

  private Path zip(String name, Map<String, String> entries) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(UTF_8));
      }
    }
    return file;
  }

  private Path tar(String name, byte[]... parts) throws IOException {
    Path file = folder.resolve(name);
    OutputStream stream = Files.newOutputStream(file);
    try (OutputStream tar = name.endsWith("tgz") ? new GZIPOutputStream(stream) : stream) {
      for (byte[] part : parts) {
        tar.write(part);
      }
      tar.write(new byte[1024]);
    }
    return file;
  }

  private static byte[] entry(String name, String content) {
    return join(header(name, '0', content.length()), block(content));
  }

  private static byte[] header(String name, char type, int size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, String.format("%011o", size));
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = (byte) type;
    put(header, 257, "ustar");
    int sum = 0;
    for (byte b : header) {
      sum += b;
    }
    put(header, 148, String.format("%06o", sum));
    header[154] = 0;
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] block(String content) {
    byte[] bytes = content.getBytes(UTF_8);
    return Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
