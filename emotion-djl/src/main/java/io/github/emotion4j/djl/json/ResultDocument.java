// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import io.github.emotion4j.Affect;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.HeadPose;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.Point;
import io.github.emotion4j.Provenance;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one description of our JSON, in objects (maps), lists, numbers and texts that belong to no
 * JSON library. What a reader does not know it skips, so fields can be added, one line each; none
 * is changed.
 */
final class ResultDocument {

  private static final int PERCENT = 2;

  private ResultDocument() {}

  static Map<String, @Nullable Object> write(EmotionResult result) {
    Map<String, @Nullable Object> emotions = new LinkedHashMap<>();
    result
        .probabilities()
        .forEach((emotion, probability) -> emotions.put(emotion.label(), percentage(probability)));
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("emotion", emotions);
    document.put("dominant_emotion", result.dominantEmotion().label());
    document.put("region", write(result.region()));
    document.put("face_confidence", decimal(result.faceConfidence()));
    result.headPose().ifPresent(pose -> document.put("head_pose", write(pose)));
    result.faceQuality().ifPresent(quality -> document.put("face_quality", decimal(quality)));
    if (!result.otherLabels().isEmpty()) {
      Map<String, @Nullable Object> labels = new LinkedHashMap<>();
      result.otherLabels().forEach((label, share) -> labels.put(label, percentage(share)));
      document.put("other_labels", labels);
    }
    result
        .affect()
        .ifPresent(
            affect -> {
              document.put("valence", decimal(affect.valence()));
              document.put("arousal", decimal(affect.arousal()));
            });
    result.provenance().ifPresent(from -> document.put("provenance", write(from)));
    return document;
  }

  private static Map<String, @Nullable Object> write(Provenance provenance) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("emotion4j", provenance.version());
    document.put("engine", provenance.engine());
    document.put("model", provenance.model());
    document.put("model_sha256", provenance.modelSha256());
    document.put("face_detector", provenance.faceDetector());
    document.put("preprocessing", provenance.preprocessing());
    return document;
  }

  private static Provenance readProvenance(Map<?, ?> document) {
    return new Provenance(
        text(document, "emotion4j"),
        text(document, "engine"),
        text(document, "model"),
        text(document, "model_sha256"),
        text(document, "face_detector"),
        text(document, "preprocessing"));
  }

  private static String text(Map<?, ?> document, String name) {
    if (document.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a provenance needs a text \"" + name + "\"");
  }

  static EmotionResult readResult(@Nullable Object document) {
    Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      if (!(field(field(document, "emotion"), emotion.label()) instanceof Number percentage)) {
        throw new IllegalArgumentException(
            "a result needs a percentage \"" + emotion.label() + "\"");
      }
      probabilities.put(emotion, share(percentage));
    }
    if (!(field(document, "region") instanceof Map<?, ?> region)) {
      throw new IllegalArgumentException("a result needs a face region \"region\"");
    }
    EmotionResult result =
        EmotionResult.of(
            readRegion(region), number(field(document, "face_confidence")), probabilities);
    if (field(document, "head_pose") instanceof Map<?, ?> pose) {
      result = result.withHeadPose(readPose(pose));
    }
    if (field(document, "face_quality") instanceof Number quality) {
      result = result.withFaceQuality(quality.doubleValue());
    }
    if (field(document, "other_labels") instanceof Map<?, ?> labels) {
      Map<String, Double> others = new LinkedHashMap<>();
      labels.forEach((label, share) -> others.put(label.toString(), share(share)));
      result = result.withOtherLabels(others);
    }
    if (field(document, "valence") instanceof Number valence
        && field(document, "arousal") instanceof Number arousal) {
      result = result.withAffect(new Affect(valence.doubleValue(), arousal.doubleValue()));
    }
    return field(document, "provenance") instanceof Map<?, ?> provenance
        ? result.withProvenance(readProvenance(provenance))
        : result;
  }

  /** Of a percentage; what is no number is not a number, which the values refuse. */
  private static double share(@Nullable Object percentage) {
    return percentage instanceof Number number
        ? new BigDecimal(number.toString()).scaleByPowerOfTen(-PERCENT).doubleValue()
        : Double.NaN;
  }

  private static Map<String, @Nullable Object> write(HeadPose pose) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("yaw", decimal(pose.yaw()));
    document.put("pitch", decimal(pose.pitch()));
    document.put("roll", decimal(pose.roll()));
    return document;
  }

  private static HeadPose readPose(Map<?, ?> pose) {
    return new HeadPose(
        number(pose.get("yaw")), number(pose.get("pitch")), number(pose.get("roll")));
  }

  static Map<String, @Nullable Object> write(FaceRegion region) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("x", region.x());
    document.put("y", region.y());
    document.put("w", region.width());
    document.put("h", region.height());
    document.put("left_eye", point(region.eyes().map(Eyes::left)));
    document.put("right_eye", point(region.eyes().map(Eyes::right)));
    region
        .landmarks()
        .ifPresent(
            landmarks -> {
              document.put("nose", point(Optional.of(landmarks.nose())));
              document.put("mouth_left", point(Optional.of(landmarks.mouthLeft())));
              document.put("mouth_right", point(Optional.of(landmarks.mouthRight())));
            });
    return document;
  }

  static FaceRegion readRegion(@Nullable Object document) {
    int x = whole(document, "x");
    int y = whole(document, "y");
    int width = whole(document, "w");
    int height = whole(document, "h");
    if (!(field(document, "left_eye") instanceof List<?> left
        && field(document, "right_eye") instanceof List<?> right)) {
      return FaceRegion.of(x, y, width, height);
    }
    Eyes eyes = new Eyes(readPoint(left), readPoint(right));
    return field(document, "nose") instanceof List<?> nose
            && field(document, "mouth_left") instanceof List<?> mouthLeft
            && field(document, "mouth_right") instanceof List<?> mouthRight
        ? FaceRegion.of(
            x,
            y,
            width,
            height,
            new FaceLandmarks(
                eyes.left(),
                eyes.right(),
                readPoint(nose),
                readPoint(mouthLeft),
                readPoint(mouthRight)))
        : FaceRegion.of(x, y, width, height, eyes);
  }

  static Map<String, @Nullable Object> write(AnalysisOutcome outcome) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("image", name(outcome.image()));
    if (outcome instanceof AnalysisOutcome.Faces found) {
      document.put("faces", found.faces().stream().map(ResultDocument::write).toList());
    } else if (outcome instanceof AnalysisOutcome.Failure failure) {
      document.put("error", write(failure.cause()));
    }
    return document;
  }

  static AnalysisOutcome readOutcome(@Nullable Object document) {
    if (!(field(document, "image") instanceof String name)) {
      throw new IllegalArgumentException("an outcome needs a text \"image\"");
    }
    if (field(document, "faces") instanceof List<?> faces) {
      List<EmotionResult> results = new ArrayList<>();
      faces.forEach(face -> results.add(readResult(face)));
      return new AnalysisOutcome.Faces(source(name), results);
    }
    if (field(document, "error") instanceof Map<?, ?> error) {
      return new AnalysisOutcome.Failure(source(name), readException(error));
    }
    throw new IllegalArgumentException("an outcome needs a list \"faces\" or an object \"error\"");
  }

  static Map<String, @Nullable Object> write(EmotionException exception) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("code", exception.code());
    document.put("message", String.valueOf(exception.getMessage()));
    return document;
  }

  static EmotionException readException(@Nullable Object document) {
    if (field(document, "code") instanceof String code
        && field(document, "message") instanceof String message) {
      return FailureCode.exception(code, message);
    }
    throw new IllegalArgumentException("an error needs the texts \"code\" and \"message\"");
  }

  /** Shifts the decimal point, which changes no digit, so that what is read is what was written. */
  private static BigDecimal percentage(double probability) {
    return fraction(decimal(probability).scaleByPowerOfTen(PERCENT));
  }

  private static BigDecimal decimal(double value) {
    return fraction(new BigDecimal(Double.toString(value)));
  }

  /** With at least one decimal, for readers that take 10 and 10.0 for different types. */
  private static BigDecimal fraction(BigDecimal value) {
    return value.scale() < 1 ? value.setScale(1) : value;
  }

  private static @Nullable Object point(Optional<Point> point) {
    return point.map(p -> List.of(decimal(p.x()), decimal(p.y()))).orElse(null);
  }

  private static Point readPoint(List<?> document) {
    return new Point(
        number(document.isEmpty() ? null : document.get(0)),
        number(document.size() < 2 ? null : document.get(1)));
  }

  private static @Nullable Object field(@Nullable Object document, String name) {
    return document instanceof Map<?, ?> fields ? fields.get(name) : null;
  }

  private static int whole(@Nullable Object document, String name) {
    if (field(document, name) instanceof Integer value) {
      return value;
    }
    throw new IllegalArgumentException("a face region needs a whole number \"" + name + "\"");
  }

  /** What is no number is not a number, which the values refuse by name. */
  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** The whole address, of which a description may show the beginning; pictures within excepted. */
  private static String name(ImageSource image) {
    return image instanceof ImageSource.OfUri address
            && !"data".equalsIgnoreCase(address.uri().getScheme())
        ? address.uri().toString()
        : image.describe();
  }

  /** An address or a file of that name, whichever it can be; it describes itself as written. */
  private static ImageSource source(String name) {
    if (name.contains("://") || name.startsWith("file:")) {
      try {
        return ImageSource.of(URI.create(name));
      } catch (IllegalArgumentException e) {
        return ImageSource.of(Path.of(name)); // no address after all
      }
    }
    return ImageSource.of(Path.of(name));
  }
}
