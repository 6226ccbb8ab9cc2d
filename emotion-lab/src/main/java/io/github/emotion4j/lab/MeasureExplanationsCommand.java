// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.explain.EmotionExplainer;
import io.github.emotion4j.djl.explain.FaceExplanation;
import io.github.emotion4j.djl.explain.Faithfulness;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how faithful the maps of explanations are, and what they take. */
@Command(
    name = "measure-explanations",
    mixinStandardHelpOptions = true,
    description =
        "Prints insertion and deletion scores of the default model's maps on PublicTest's faces,"
            + " beside orders by chance, and the time of a map.")
final class MeasureExplanationsCommand implements Callable<Integer> {

  private static final FaceRegion WHOLE = FaceRegion.of(0, 0, LabelledFace.SIDE, LabelledFace.SIDE);

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "FER2013: a folder, zip or CSV.")
  private Path data = Path.of("");

  @Option(names = "--faces", defaultValue = "200", description = "How many; default 200.")
  private int count;

  MeasureExplanationsCommand() {}

  @Override
  public Integer call() {
    List<LabelledFace> all = Fer2013.load(data).split(Split.PUBLIC_TEST).faces();
    if (count < 1 || count > all.size()) {
      throw new EmotionException("--faces must be in 1 to " + all.size() + ", not " + count);
    }
    PrintWriter out = spec.commandLine().getOut();
    Random random = new Random(1);
    double[] sums = new double[4];
    List<Double> seconds = new ArrayList<>();
    EmotionModel model = EmotionModel.embedded();
    try (EmotionDetector detector =
            DjlEmotionDetector.builder()
                .model(model)
                .faceDetector(FaceDetector.wholeImage())
                .build();
        EmotionExplainer explainer = new EmotionExplainer(model)) {
      for (int i = 0; i < count; i++) {
        BufferedImage picture = picture(all.get((int) ((long) i * all.size() / count)));
        Emotion emotion = detector.analyze(picture).get(0).dominantEmotion();
        long begin = System.nanoTime();
        FaceExplanation why = explainer.explain(picture, WHOLE, emotion);
        seconds.add((System.nanoTime() - begin) / 1e9);
        Faithfulness score = explainer.score(picture, WHOLE, why);
        List<Integer> order =
            new ArrayList<>(
                IntStream.range(0, EmotionExplainer.CELLS * EmotionExplainer.CELLS)
                    .boxed()
                    .toList());
        Collections.shuffle(order, random);
        Faithfulness chance = explainer.score(picture, WHOLE, emotion, order);
        sums[0] += score.insertion();
        sums[1] += score.deletion();
        sums[2] += chance.insertion();
        sums[3] += chance.deletion();
      }
    }
    Collections.sort(seconds);
    out.println(
        String.format(
            Locale.ROOT,
            "%d faces: insertion %.3f (chance %.3f), deletion %.3f (chance %.3f);"
                + " %.3f s a map (median), %.3f (best)",
            count,
            sums[0] / count,
            sums[2] / count,
            sums[1] / count,
            sums[3] / count,
            seconds.get(seconds.size() / 2),
            seconds.get(0)));
    return 0;
  }

  private static BufferedImage picture(LabelledFace face) {
    BufferedImage image =
        new BufferedImage(LabelledFace.SIDE, LabelledFace.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(face.pixels(), 0, target, 0, target.length);
    return image;
  }
}
