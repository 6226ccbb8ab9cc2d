// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Rewrites the SDK's messages for whoever is on the command line: where they name a setting of a
 * builder that has an option, such as {@code ImageDecoder.Builder.maxPixels}, they name the option.
 */
final class OptionNames {

  private OptionNames() {}

  /**
   * Rewrites a message.
   *
   * @param message what the SDK says
   * @param command whose options are known
   * @return the same with options
   */
  static String in(String message, CommandSpec command) {
    String text = message;
    for (OptionSpec option : command.options()) {
      String name = option.longestName();
      if (!name.startsWith("--")) {
        continue;
      }
      String setting = camelCase(name.substring(2));
      // A setting of one word is a word like others, unless it begins the message or has its class.
      String pattern =
          setting.equals(setting.toLowerCase(Locale.ROOT))
              ? "(^|[A-Z]\\w*\\.Builder\\.)" + setting + "(?= must\\b| can't\\b| to\\b)"
              : "([A-Z]\\w*\\.Builder\\.)?\\b" + setting + "s?\\b(\\(true\\))?";
      text = Pattern.compile(pattern).matcher(text).replaceAll(Matcher.quoteReplacement(name));
    }
    return text;
  }

  private static String camelCase(String name) {
    return Pattern.compile("-([a-z])")
        .matcher(name)
        .replaceAll(part -> part.group(1).toUpperCase(Locale.ROOT));
  }
}
