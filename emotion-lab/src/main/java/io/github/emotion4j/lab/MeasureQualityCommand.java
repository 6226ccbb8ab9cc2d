// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.lab.detect.Degradation;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.opencv.core.Mat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how well a face's quality tells whether its emotion is read right. */
@Command(
    name = "measure-quality",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the emotion model's accuracy against the faces' quality, on PublicTest's faces as they are"
          + " and blurred, darkened, overexposed, noisy or small."
    })
final class MeasureQualityCommand implements Callable<Integer> {

  private static final int BINS = 10;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "FER2013: a folder, zip or CSV.")
  private Path data = Path.of("");

  @Option(
      names = "--votes",
      required = true,
      paramLabel = "CSV",
      description = "FER+'s votes, whose majority is right.")
  private Path votes = Path.of("");

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "Take every N-th face; default all.")
  private int every;

  MeasureQualityCommand() {}

  /** A reading: how good its face was to see, and whether it was right. */
  private record Reading(double quality, boolean right) {}

  @Override
  public Integer call() {
    if (every < 1) {
      throw new EmotionException("--every must be at least 1, not " + every);
    }
    PrintWriter out = spec.commandLine().getOut();
    Fer2013 faces = FerPlus.load(votes).relabel(Fer2013.load(data).split(Split.PUBLIC_TEST));
    List<Reading> all = new ArrayList<>();
    out.println("                     accuracy  mean quality");
    try (EmotionDetector detector =
        DjlEmotionDetector.builder().faceDetector(FaceDetector.wholeImage()).build()) {
      for (Degradation degradation : Degradation.values()) {
        List<Reading> readings = read(detector, faces, degradation);
        out.println(line(degradation.toString().toLowerCase(Locale.ROOT), readings));
        all.addAll(readings);
      }
    }
    out.println("by quality, " + all.size() + " readings:");
    all.sort(Comparator.comparingDouble(Reading::quality));
    for (int bin = 0; bin < BINS; bin++) {
      List<Reading> part = all.subList(bin * all.size() / BINS, (bin + 1) * all.size() / BINS);
      if (!part.isEmpty()) {
        out.println(
            line(
                String.format(
                    Locale.ROOT,
                    "%.2f to %.2f",
                    part.get(0).quality(),
                    part.get(part.size() - 1).quality()),
                part));
      }
    }
    out.println(
        String.format(
            Locale.ROOT,
            "a right reading has more quality than a wrong one in %.3f of all pairs",
            shareOfPairsInOrder(all)));
    return 0;
  }

  private List<Reading> read(EmotionDetector detector, Fer2013 faces, Degradation degradation) {
    List<LabelledFace> chosen = new ArrayList<>();
    List<ImageSource> pictures = new ArrayList<>();
    for (int i = 0; i < faces.faces().size(); i += every) {
      LabelledFace face = faces.faces().get(i);
      chosen.add(face);
      pictures.add(ImageSource.of(degraded(face, degradation)));
    }
    List<AnalysisOutcome> outcomes = detector.analyzeAll(pictures);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      if (!(outcomes.get(i) instanceof AnalysisOutcome.Faces found)) {
        throw new EmotionException(chosen.get(i).name() + " can't be analyzed");
      }
      EmotionResult result = found.faces().get(0);
      readings.add(
          new Reading(
              result.faceQuality().orElseThrow(),
              result.dominantEmotion() == chosen.get(i).emotion()));
    }
    return readings;
  }

  private static BufferedImage degraded(LabelledFace face, Degradation degradation) {
    int side = LabelledFace.SIDE;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(face.pixels(), 0, target, 0, target.length);
    Mat whole = OpenCv.toBgr(image);
    Mat worse = new Mat();
    try {
      degradation.apply(whole, worse);
      return OpenCv.toImage(worse);
    } finally {
      whole.release();
      worse.release();
    }
  }

  private static String line(String name, List<Reading> readings) {
    return String.format(
        Locale.ROOT,
        "%-20s %8.3f %13.3f",
        name,
        readings.stream().filter(Reading::right).count() / (double) readings.size(),
        readings.stream().mapToDouble(Reading::quality).average().orElse(0));
  }

  /** The area under the ROC curve, of readings that are sorted by quality. */
  private static double shareOfPairsInOrder(List<Reading> sorted) {
    double inOrder = 0;
    long wrong = 0;
    int from = 0;
    while (from < sorted.size()) {
      int to = from;
      long wrongHere = 0;
      while (to < sorted.size() && sorted.get(to).quality() == sorted.get(from).quality()) {
        wrongHere += sorted.get(to).right() ? 0 : 1;
        to++;
      }
      inOrder += (to - from - wrongHere) * (wrong + wrongHere / 2.0);
      wrong += wrongHere;
      from = to;
    }
    return inOrder / Math.max(1, wrong * (sorted.size() - wrong));
  }
}
