package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageDecoderFuzzTest {
  private static final int CASES_A_FILE = 400;
  private static final Map<String, byte[]> FILES = files();

  private final ImageDecoder decoder =
      ImageDecoder.builder().maxPixels(100_000).maxBytes(100_000).build();

  private static Map<String, byte[]> files() {
    BufferedImage rgb = Pictures.noise(24, 16, BufferedImage.TYPE_INT_RGB, 1);
    BufferedImage argb = Pictures.noise(24, 16, BufferedImage.TYPE_INT_ARGB, 2);
    BufferedImage indexed = Pictures.noise(24, 16, BufferedImage.TYPE_BYTE_INDEXED, 3);
    BufferedImage grey = Pictures.noise(24, 16, BufferedImage.TYPE_BYTE_GRAY, 4);
    byte[] jpeg = Pictures.encode(rgb, "jpeg");
    Map<String, byte[]> files = new TreeMap<>();
    files.put("baseline JPEG with EXIF", Pictures.withExif(jpeg, Pictures.orientation(6)));
    files.put("progressive JPEG", Pictures.progressiveJpeg(rgb));
    files.put("grey JPEG", Pictures.encode(grey, "jpeg"));
    files.put("CMYK JPEG", Pictures.cmykJpeg(24, 16, 10, 20, 30, 40));
    files.put("PNG with alpha", Pictures.encode(argb, "png"));
    files.put("indexed PNG", Pictures.encode(indexed, "png"));
    files.put("GIF", Pictures.encode(indexed, "gif"));
    files.put("BMP", Pictures.encode(rgb, "bmp"));
    files.put("indexed BMP", Pictures.encode(indexed, "bmp"));
    files.put("lossless WebP", Pictures.webp(24, 16, 0x123456));
    files.put("lossy WebP", Pictures.lossyWebp(24, 16, 5));
    files.put(
        "animated WebP",
        Pictures.extendedWebp(
            24,
            16,
            Pictures.webpChunk("ANIM", new byte[6]),
            Pictures.webpFrame(24, 16, 0x112233),
            Pictures.webpFrame(24, 16, 0x445566)));
    files.put(
        "extended WebP",
        Pictures.extendedWebp(
            24,
            16,
            Pictures.webpChunk("VP8L", Pictures.losslessStream(24, 16, 0x654321)),
            Pictures.webpChunk("EXIF", Pictures.orientation(3))));
    return files;
  }

  static List<String> names() {
    return List.copyOf(FILES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  @Timeout(30)
  void endsInAPictureOrAnEmotionExceptionWhateverIsWrong(String name) {
    byte[] file = FILES.get(name);
    for (int seed = 0; seed < CASES_A_FILE; seed++) {
      byte[] mutant = mutate(file, new Random(seed * 31L + name.hashCode()));
      try {
        BufferedImage image = decoder.decode(ImageSource.of(mutant));
        assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
      } catch (EmotionException e) {
        // An Error would mean that a size was not checked beforehand.
        assertThat(e.getCause()).as("seed %d", seed).isNotInstanceOf(Error.class);
      } catch (Throwable e) {
        throw new AssertionError("Seed " + seed + " of " + name, e);
      }
    }
  }

  private static byte[] mutate(byte[] file, Random random) {
    byte[] mutant = file.clone();
    int mutations = 1 + random.nextInt(4);
    for (int i = 0; i < mutations && mutant.length > 8; i++) {
      mutant = mutateOnce(mutant, random);
    }
    // With right checksums, most mutants get past the check and reach the reader.
    if (random.nextInt(4) > 0) {
      mendPngChecksums(mutant);
    }
    return mutant;
  }

  private static byte[] mutateOnce(byte[] file, Random random) {
    int at = random.nextInt(file.length);
    switch (random.nextInt(7)) {
      case 0 -> {
        return Arrays.copyOf(file, at);
      }
      case 1 -> {
        for (int flips = 1 + random.nextInt(16); flips > 0; flips--) {
          file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> Arrays.fill(file, at, Math.min(file.length, at + 1 + random.nextInt(64)), (byte) 0);
      case 3 -> {
        List<byte[]> others = List.copyOf(FILES.values());
        byte[] head = others.get(random.nextInt(others.size()));
        return Pictures.join(
            Arrays.copyOf(head, Math.min(head.length, 8 + random.nextInt(64))),
            Arrays.copyOfRange(file, at, file.length));
      }
      case 4 -> {
        int early = random.nextInt(Math.min(64, file.length - 4));
        int[] extremes = {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFF, 0x7FFF0000};
        ByteBuffer.wrap(file).putInt(early, extremes[random.nextInt(extremes.length)]);
      }
      case 5 -> file[random.nextInt(Math.min(64, file.length))] = (byte) random.nextInt();
      default -> {
        int end = Math.min(file.length, at + 1 + random.nextInt(32));
        return Pictures.join(file, Arrays.copyOfRange(file, at, end));
      }
    }
    return file;
  }

  private static void mendPngChecksums(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file);
    if (file.length < 8 || file[1] != 'P' || file[2] != 'N') {
      return;
    }
    int at = 8;
    while (at + 12 <= file.length) {
      int length = buffer.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        return;
      }
      CRC32 crc = new CRC32();
      crc.update(file, at + 4, length + 4);
      buffer.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
  }
}
