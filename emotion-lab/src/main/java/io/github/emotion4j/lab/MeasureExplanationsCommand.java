// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmbeddedModels;
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
        "Prints insertion and deletion scores of the default model's maps on PublicTest's faces, by"
            + " occlusion and by gradients, beside orders by chance, and the time of a map.")
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
    List<BufferedImage> pictures =
        IntStream.range(0, count)
            .mapToObj(i -> picture(all.get((int) ((long) i * all.size() / count))))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    EmotionModel model = EmotionModel.embedded();
    try (EmotionDetector detector =
            DjlEmotionDetector.builder()
                .model(model)
                .faceDetector(FaceDetector.wholeImage())
                .build();
        EmotionExplainer occlusion = new EmotionExplainer(model);
        EmotionExplainer gradients =
            EmotionExplainer.byGradients(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL))) {
      List<Emotion> emotions =
          pictures.stream()
              .map(picture -> detector.analyze(picture).get(0).dominantEmotion())
              .toList();
      measure("occlusion", occlusion, pictures, emotions, out);
      measure("gradients", gradients, pictures, emotions, out);
      out.println("order by chance: " + chance(occlusion, pictures, emotions));
    }
    return 0;
  }

  private static void measure(
      String name,
      EmotionExplainer explainer,
      List<BufferedImage> pictures,
      List<Emotion> emotions,
      PrintWriter out) {
    List<Faithfulness> scores = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      long begin = System.nanoTime();
      FaceExplanation why = explainer.explain(pictures.get(i), WHOLE, emotions.get(i));
      seconds.add((System.nanoTime() - begin) / 1e9);
      scores.add(explainer.score(pictures.get(i), WHOLE, why));
    }
    Collections.sort(seconds);
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %s; %.3f s a map (median), %.3f (best)",
            name,
            describe(scores),
            seconds.get(seconds.size() / 2),
            seconds.get(0)));
  }

  private static String chance(
      EmotionExplainer explainer, List<BufferedImage> pictures, List<Emotion> emotions) {
    Random random = new Random(1);
    List<Faithfulness> scores = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      List<Integer> order =
          new ArrayList<>(
              IntStream.range(0, EmotionExplainer.CELLS * EmotionExplainer.CELLS).boxed().toList());
      Collections.shuffle(order, random);
      scores.add(explainer.score(pictures.get(i), WHOLE, emotions.get(i), order));
    }
    return describe(scores);
  }

  private static String describe(List<Faithfulness> scores) {
    return String.format(
        Locale.ROOT,
        "%d faces, insertion %.3f, deletion %.3f",
        scores.size(),
        scores.stream().mapToDouble(Faithfulness::insertion).average().orElseThrow(),
        scores.stream().mapToDouble(Faithfulness::deletion).average().orElseThrow());
  }

  private static BufferedImage picture(LabelledFace face) {
    BufferedImage image =
        new BufferedImage(LabelledFace.SIDE, LabelledFace.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(face.pixels(), 0, target, 0, target.length);
    return image;
  }
}
