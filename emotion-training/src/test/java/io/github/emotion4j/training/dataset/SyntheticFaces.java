// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.Emotion;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;

/** Drawn stand-ins for faces: stripes whose direction tells the emotion, with noise. */
public final class SyntheticFaces {

  private static final int SIDE = LabelledFace.SIDE;

  private SyntheticFaces() {}

  /** Faces of all seven emotions, in the order of their names. */
  public static List<LabelledFace> of(Split split, int ofEach, long seed) {
    List<LabelledFace> faces = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (Emotion emotion : Emotion.values()) {
      for (int i = 0; i < ofEach; i++) {
        String folder = split == Split.TRAINING ? "train" : "test";
        String name = folder + "/" + emotion + "/" + split.label() + "_" + (100 + i) + ".png";
        faces.add(new LabelledFace(name, split, emotion, stripes(emotion.index(), random)));
      }
    }
    faces.sort(Comparator.comparing(LabelledFace::name));
    return faces;
  }

  /** A data set with the splits Training and, unless there are none, PublicTest. */
  public static Fer2013 dataset(int trainingOfEach, int publicTestOfEach) {
    List<LabelledFace> faces = new ArrayList<>(of(Split.TRAINING, trainingOfEach, 1));
    faces.addAll(of(Split.PUBLIC_TEST, publicTestOfEach, 2));
    return Fer2013.of("synthetic", faces);
  }

  private static byte[] stripes(int direction, SplittableRandom random) {
    double angle = Math.PI * direction / Emotion.values().length;
    double phase = random.nextDouble() * 2 * Math.PI;
    byte[] pixels = new byte[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double wave = Math.sin(0.8 * (x * Math.cos(angle) + y * Math.sin(angle)) + phase);
        pixels[y * SIDE + x] = (byte) (128 + 80 * wave + random.nextInt(-30, 31));
      }
    }
    return pixels;
  }

  /** The bytes of a grey picture file. */
  public static byte[] encode(String format, int width, int height, byte[] pixels) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("No encoder for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] png(LabelledFace face) {
    return encode("png", SIDE, SIDE, face.pixels());
  }

  static void write(Path file, byte[] content) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, content);
  }

  static Path writeFolder(Path folder, List<LabelledFace> faces) throws IOException {
    for (LabelledFace face : faces) {
      write(folder.resolve(face.name()), png(face));
    }
    return folder;
  }

  static Path writeZip(Path file, List<LabelledFace> faces) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (LabelledFace face : faces) {
        put(zip, face.name(), png(face));
      }
    }
    return file;
  }

  static Path writeZip(Path file, String name, byte[] content) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, name, content);
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  static Path writeCsv(Path file, List<LabelledFace> faces) throws IOException {
    List<String> lines = new ArrayList<>(List.of("emotion,pixels,Usage"));
    faces.forEach(face -> lines.add(csvLine(face)));
    return Files.write(file, lines);
  }

  static String csvLine(LabelledFace face) {
    String pixels =
        IntStream.range(0, face.pixels().length)
            .mapToObj(i -> Integer.toString(face.pixels()[i] & 0xff))
            .collect(Collectors.joining(" "));
    return CSVFormat.DEFAULT.format(face.emotion().index(), pixels, face.split().label());
  }
}
