// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.internal.io.FileFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

/** Reads FER2013 in its three forms. Used by one thread. */
final class FaceReader {

  private static final int SIDE = LabelledFace.SIDE;
  private static final char BYTE_ORDER_MARK = 0xfeff;
  private static final int JPEG_START = 0xffd8;
  private static final int JPEG_SCAN = 0xffda;
  private static final int JPEG_END = 0xffd9;

  /**
   * Columns are known by the names in the first line, each there once. Kaggle's own file has spaces
   * before some.
   */
  static final CSVFormat CSV_WITH_HEADER =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setTrim(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  /** Why a face is left out whose label is of another set of emotions. */
  static final String NONE_OF_SEVEN = "its folder is named by none of the seven emotions";

  private final List<LabelledFace> faces = new ArrayList<>();
  private final Rejects rejects;

  FaceReader(boolean skipBad) {
    this.rejects = new Rejects(skipBad);
  }

  List<LabelledFace> faces() {
    return faces;
  }

  List<String> skipped() {
    return rejects.skipped();
  }

  void read(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (!Files.exists(path)) {
      throw new DatasetException("There is no data set " + path);
    }
    try {
      if (name.endsWith(".csv")) {
        readCsv(path);
      } else if (Files.isDirectory(path) || name.endsWith(".zip")) {
        readPictures(path);
      } else {
        throw new DatasetException(
            path + " is no data set: give Kaggle's folder, a zip of it, or fer2013.csv");
      }
    } catch (IOException | UncheckedIOException e) {
      throw new DatasetException(
          "Can't read the data set " + path + ": " + FileFailure.describe(e), e);
    }
  }

  private void readPictures(Path path) throws IOException {
    try (PictureFiles files = PictureFiles.open(path, PictureFiles.CROPS)) {
      for (String name : files.names()) {
        addPicture(files, name);
      }
    }
  }

  private void addPicture(PictureFiles files, String name) {
    try {
      Optional<Emotion> emotion = emotionOf(name);
      if (emotion.isPresent()) {
        Split split = splitOf(name);
        faces.add(new LabelledFace(name, split, emotion.get(), decode(files.read(name))));
      } else {
        rejects.leaveOut(files.place(name), NONE_OF_SEVEN);
      }
    } catch (IOException | IllegalArgumentException | DatasetException | CvException e) {
      rejects.add(files.place(name), e);
    }
  }

  /** The emotion of a picture is the name of its folder; nothing if that is none of the seven. */
  static Optional<Emotion> emotionOf(String name) {
    String[] parts = name.split("/", -1);
    if (parts.length < 2) {
      throw new DatasetException("it is not in a folder named by its emotion");
    }
    return EmotionNames.find(parts[parts.length - 2]);
  }

  private static Split splitOf(String name) {
    return findSplit(name)
        .orElseThrow(
            () ->
                new DatasetException(
                    "its name says no split: expected a prefix such as Training_, or a folder"
                        + " train or test"));
  }

  /** The file name's prefix decides; a folder named train or test above decides for other names. */
  static Optional<Split> findSplit(String name) {
    String[] parts = name.split("/", -1);
    String file = parts[parts.length - 1];
    int underscore = file.indexOf('_');
    Optional<Split> split =
        underscore < 0 ? Optional.empty() : Split.ofLabel(file.substring(0, underscore));
    if (split.isPresent()) {
      return split;
    }
    String folder = parts.length < 3 ? "" : parts[parts.length - 3].toLowerCase(Locale.ROOT);
    return switch (folder) {
      case "", "train", "training" -> Optional.of(Split.TRAINING);
      case "test", "validation", "val", "publictest" -> Optional.of(Split.PUBLIC_TEST);
      case "privatetest" -> Optional.of(Split.PRIVATE_TEST);
      default -> Optional.empty();
    };
  }

  /**
   * Tells whether a JPEG's end marker is missing. OpenCV would paint the rest grey and say nothing.
   */
  private static boolean isTruncatedJpeg(byte[] file) {
    if (file.length < 2 || marker(file, 0) != JPEG_START) {
      return false;
    }
    // Compressed data has no marker inside, so that an end after the last scan's begin is the end.
    for (int i = file.length - 2; i >= 0; i--) {
      if (marker(file, i) == JPEG_END) {
        return false;
      }
      if (marker(file, i) == JPEG_SCAN) {
        return true;
      }
    }
    return true;
  }

  private static int marker(byte[] file, int at) {
    return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
  }

  /** The grey pixels of a picture of 48x48. */
  static byte[] decode(byte[] file) {
    if (isTruncatedJpeg(file)) {
      throw new DatasetException("it is a picture that is cut off");
    }
    MatOfByte encoded = new MatOfByte(file);
    Mat picture =
        encoded.empty() ? new Mat() : Imgcodecs.imdecode(encoded, Imgcodecs.IMREAD_GRAYSCALE);
    try {
      if (picture.empty()) {
        throw new DatasetException("it is no picture");
      }
      if (picture.width() != SIDE || picture.height() != SIDE) {
        throw new DatasetException(
            "it is " + picture.width() + "x" + picture.height() + " instead of 48x48");
      }
      byte[] pixels = new byte[SIDE * SIDE];
      picture.get(0, 0, pixels);
      return pixels;
    } finally {
      encoded.release();
      picture.release();
    }
  }

  /** Opens a text, and passes over the mark by which Excel begins one. */
  static BufferedReader openCsv(Path file) throws IOException {
    BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  private void readCsv(Path file) throws IOException {
    try (BufferedReader reader = openCsv(file);
        CSVParser parser = CSVParser.parse(reader, CSV_WITH_HEADER)) {
      for (String column : List.of("emotion", "pixels", "Usage")) {
        if (!parser.getHeaderMap().containsKey(column)) {
          throw new DatasetException(
              file + " line 1 has no column \"" + column + "\" (expected emotion,pixels,Usage)");
        }
      }
      readRows(file, parser);
    } catch (IllegalArgumentException e) {
      throw new DatasetException(file + " line 1 can't be used: " + e.getMessage(), e);
    }
  }

  private void readRows(Path file, CSVParser parser) {
    try {
      for (CSVRecord row : parser) {
        String line = " line " + parser.getCurrentLineNumber();
        try {
          faces.add(parseRow(file.getFileName() + line, row));
        } catch (IllegalArgumentException | DatasetException e) {
          rejects.add(file + line, e);
        }
      }
    } catch (UncheckedIOException e) {
      // Bytes that are no text, or a quote that is not closed: there is no next row to go on with.
      throw new DatasetException(
          file + " can't be read after line " + parser.getCurrentLineNumber() + ": " + e.getCause(),
          e);
    }
  }

  private static LabelledFace parseRow(String name, CSVRecord row) {
    if (!row.isConsistent()) {
      throw new DatasetException(
          "it has " + row.size() + " fields instead of " + row.getParser().getHeaderNames().size());
    }
    Emotion emotion = Emotion.ofIndex(Integer.parseInt(row.get("emotion").trim()));
    String usage = row.get("Usage").trim();
    Split split =
        Split.ofLabel(usage)
            .orElseThrow(() -> new DatasetException("Usage \"" + usage + "\" is unknown"));
    return new LabelledFace(name, split, emotion, parsePixels(row.get("pixels")));
  }

  private static byte[] parsePixels(String text) {
    StringTokenizer numbers = new StringTokenizer(text);
    int count = numbers.countTokens();
    if (count != SIDE * SIDE) {
      throw new DatasetException("it has " + count + " pixels instead of " + SIDE * SIDE);
    }
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      int value = Integer.parseInt(numbers.nextToken());
      if (value < 0 || value > 255) {
        throw new DatasetException("pixel " + i + " is " + value + ", not 0 to 255");
      }
      pixels[i] = (byte) value;
    }
    return pixels;
  }
}
