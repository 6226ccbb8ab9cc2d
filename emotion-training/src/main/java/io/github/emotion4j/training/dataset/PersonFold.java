// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.djl.classify.ModelFormat;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the people of a data set, so that nobody is trained on and measured: the person of a
 * picture is its file's name without the folder, the ending and a number at the end ({@code
 * Abba_Eban_0001.jpg} is Abba_Eban), and belongs to the part that the SHA-256 of {@code "validation
 * " + person} leaves when divided by the number of parts. Parts of 20 are halves of those of 10.
 *
 * @param part number of the part, from 0
 * @param parts how many parts there are
 */
public record PersonFold(int part, int parts) implements Predicate<String> {

  /** The people whose everyday faces the embedded models were not trained on. */
  public static final PersonFold KEPT_APART = new PersonFold(0, 10);

  private static final Pattern FOLD = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

  /**
   * Makes a part.
   *
   * @param part number of the part, from 0
   * @param parts how many parts there are
   * @throws IllegalArgumentException if there is no such part
   */
  public PersonFold {
    if (part < 0 || part >= parts) {
      throw new IllegalArgumentException("There is no part " + part + " of " + parts);
    }
  }

  /**
   * Reads a part.
   *
   * @param text such as {@code 0/10}, the first of ten
   * @return the part
   * @throws IllegalArgumentException if it is not of that form, or there is no such part
   */
  public static PersonFold parse(String text) {
    Matcher fold = FOLD.matcher(text);
    if (!fold.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no part such as 0/10");
    }
    return new PersonFold(Integer.parseInt(fold.group(1)), Integer.parseInt(fold.group(2)));
  }

  /**
   * Returns who a picture shows.
   *
   * @param name path of the picture
   * @return the name of its file without ending and number
   */
  static String person(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return (dot < 0 ? file : file.substring(0, dot)).replaceFirst("_\\d+$", "");
  }

  /**
   * Tells whether a picture belongs to this part.
   *
   * @param name path of the picture
   * @return whether its person does
   */
  @Override
  public boolean test(String name) {
    String hash =
        ModelFormat.sha256(("validation " + person(name)).getBytes(StandardCharsets.UTF_8));
    return new BigInteger(hash, 16).mod(BigInteger.valueOf(parts)).intValue() == part;
  }

  @Override
  public String toString() {
    return part + "/" + parts;
  }
}
