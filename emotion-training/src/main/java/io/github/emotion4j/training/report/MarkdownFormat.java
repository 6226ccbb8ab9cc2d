// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a page in GitHub's Markdown, which shows the pictures beside it. */
final class MarkdownFormat {

  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>|&#~]");
  private static final Pattern LINE_BREAKS = Pattern.compile("\\R+");

  private final StringBuilder page = new StringBuilder("# Training report\n");

  private MarkdownFormat() {}

  static String write(List<ReportPage.Part> parts) {
    MarkdownFormat format = new MarkdownFormat();
    parts.forEach(format::add);
    return format.page.toString();
  }

  private void add(ReportPage.Part part) {
    page.append('\n');
    if (part instanceof ReportPage.Heading heading) {
      line("## " + heading.title());
    } else if (part instanceof ReportPage.Text text) {
      String bold = text.bold().isEmpty() ? "" : "**" + escape(text.bold()) + "**";
      line(bold + escape(text.plain()));
    } else if (part instanceof ReportPage.Warnings warnings) {
      warnings.sentences().forEach(sentence -> line("> - **Mind:** " + escape(sentence)));
    } else if (part instanceof ReportPage.Picture picture) {
      line("![" + picture.description() + "](" + picture.name() + ")");
    } else if (part instanceof ReportPage.Table table) {
      row(table.header());
      line(
          "|:--"
              + String.join(
                  "",
                  Collections.nCopies(table.header().size() - 1, table.numbers() ? "|--:" : "|:--"))
              + "|");
      table.rows().forEach(this::row);
    }
  }

  private void row(List<String> cells) {
    List<String> escaped = new ArrayList<>();
    cells.forEach(cell -> escaped.add(escape(cell)));
    line("| " + String.join(" | ", escaped) + " |");
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  /** Values come from outside, and a path or pattern must not break the table or become HTML. */
  private static String escape(String value) {
    String oneLine = LINE_BREAKS.matcher(value).replaceAll(" ");
    return SPECIAL.matcher(oneLine).replaceAll("\\\\$0");
  }
}
