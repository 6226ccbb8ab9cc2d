// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who the faces of a data set show, where the names of their files tell: {@code happy/anna_01.jpg}
 * and {@code sad/Anna-2.jpg} show anna, {@code Abba_Eban_0001.jpg} abba_eban. Numbers, emotions and
 * what cameras and data sets call their files ({@code IMG_0001.jpg}, {@code Training_10.jpg}) tell
 * nobody. Immutable.
 */
public final class People {

  private static final Set<String> NOBODY =
      Set.of(
          "img",
          "image",
          "dsc",
          "dscn",
          "dscf",
          "pxl",
          "photo",
          "picture",
          "pic",
          "face",
          "crop",
          "frame",
          "screenshot",
          "screen",
          "shot",
          "selfie",
          "webcam",
          "scan",
          "file",
          "copy",
          "training",
          "train",
          "test",
          "validation",
          "val",
          "publictest",
          "privatetest",
          "whatsapp",
          "edited",
          "large");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern NUMBER_AT_END = Pattern.compile("\\p{N}+$");
  private static final Pattern TWO_LETTERS = Pattern.compile("\\p{L}.*\\p{L}");
  private static final Pattern LINE_OF_A_TABLE = Pattern.compile(".* line \\d+");

  private final Map<LabelledFace, String> people;

  private People(Map<LabelledFace, String> people) {
    this.people = people;
  }

  /**
   * Looks who faces show.
   *
   * @param faces of a data set
   * @return the people; none where the names of fewer than half of the faces tell somebody
   */
  public static People of(List<LabelledFace> faces) {
    Map<LabelledFace, String> people = new LinkedHashMap<>();
    faces.forEach(face -> person(face.name()).ifPresent(person -> people.put(face, person)));
    return new People(2 * people.size() < faces.size() ? Map.of() : people);
  }

  /**
   * Returns who a face shows.
   *
   * @param face one of the data set
   * @return a name in lower case, if it is told
   */
  public Optional<String> of(LabelledFace face) {
    return Optional.ofNullable(people.get(face));
  }

  /**
   * Returns everybody.
   *
   * @return their names; empty where the files do not tell
   */
  public Set<String> names() {
    return Set.copyOf(people.values());
  }

  private static Optional<String> person(String path) {
    if (LINE_OF_A_TABLE.matcher(path).matches()) {
      return Optional.empty();
    }
    String file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    int dot = file.lastIndexOf('.');
    List<String> words = new ArrayList<>();
    for (String part : SEPARATORS.split(dot < 0 ? file : file.substring(0, dot), -1)) {
      String word = NUMBER_AT_END.matcher(part).replaceFirst("");
      if (!word.isEmpty() && !NOBODY.contains(word) && !EmotionNames.isName(word)) {
        words.add(word);
      }
    }
    String person = String.join("_", words);
    return TWO_LETTERS.matcher(person).find() ? Optional.of(person) : Optional.empty();
  }
}
