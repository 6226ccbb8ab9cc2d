// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.djl.internal.io.HtmlText;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes a page as one HTML file that holds its pictures, light and dark, asks nothing of anybody
 * (its policy forbids the browser to), and needs no script.
 */
final class HtmlFormat {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <title>Training report</title>
      <style>
        :root { color-scheme: light dark; --back: #fff; --text: #333; --line: #e3e3e3; --mind: #fff4e0; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #1b1d21; --text: #dadada; --line: #3a3d44; --mind: #3d3013; }
        }
        body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 58rem; margin: 0 auto; padding: 1.5rem; }
        h2 { margin-top: 2.2rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        p { overflow-wrap: anywhere; }
        ul.mind { padding: .8rem 1rem .8rem 2rem; background: var(--mind); border-radius: .4rem; }
        img { max-width: 100%; height: auto; }
        .scroll { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left;
          vertical-align: top; overflow-wrap: anywhere; }
        .numbers th:not(:first-child), .numbers td:not(:first-child) { padding-left: .8rem; text-align: right; }
        @media print { h2 { break-after: avoid; } tr, img { break-inside: avoid; } }
      </style>
      </head>
      <body><main>
      <h1>Training report</h1>
      """;

  private final StringBuilder page = new StringBuilder(HEAD);
  private final Map<String, ReportPictures.Pair> pictures;

  private HtmlFormat(Map<String, ReportPictures.Pair> pictures) {
    this.pictures = pictures;
  }

  /**
   * Writes a page.
   *
   * @param pictures all pictures that the page shows, by name
   * @throws IOException if one is missing
   */
  static String write(List<ReportPage.Part> parts, Map<String, ReportPictures.Pair> pictures)
      throws IOException {
    HtmlFormat format = new HtmlFormat(pictures);
    for (ReportPage.Part part : parts) {
      format.add(part);
    }
    return format.page.append("</main></body></html>\n").toString();
  }

  private void add(ReportPage.Part part) throws IOException {
    if (part instanceof ReportPage.Heading heading) {
      page.append("<h2>").append(HtmlText.escape(heading.title())).append("</h2>\n");
    } else if (part instanceof ReportPage.Text text) {
      String bold =
          text.bold().isEmpty() ? "" : "<strong>" + HtmlText.escape(text.bold()) + "</strong>";
      page.append("<p>").append(bold).append(HtmlText.escape(text.plain())).append("</p>\n");
    } else if (part instanceof ReportPage.Warnings warnings) {
      page.append("<ul class=\"mind\">");
      warnings
          .sentences()
          .forEach(line -> page.append("<li>").append(HtmlText.escape(line)).append("</li>"));
      page.append("</ul>\n");
    } else if (part instanceof ReportPage.Picture picture) {
      addPicture(picture);
    } else if (part instanceof ReportPage.Table table) {
      page.append("<div class=\"scroll\"><table")
          .append(table.numbers() ? " class=\"numbers\">" : ">");
      addRow("th", table.header());
      table.rows().forEach(row -> addRow("td", row));
      page.append("</table></div>\n");
    }
  }

  private void addPicture(ReportPage.Picture picture) throws IOException {
    ReportPictures.Pair pair = pictures.get(picture.name());
    if (pair == null) {
      throw new IOException("the report has no picture " + picture.name());
    }
    page.append("<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"")
        .append(data(pair.dark()))
        .append("\"><img src=\"")
        .append(data(pair.light()))
        .append("\" alt=\"")
        .append(HtmlText.escape(picture.description()))
        .append("\"></picture>\n");
  }

  private void addRow(String tag, List<String> cells) {
    page.append("<tr>");
    for (String cell : cells) {
      page.append('<').append(tag).append('>').append(HtmlText.escape(cell));
      page.append("</").append(tag).append('>');
    }
    page.append("</tr>\n");
  }

  private static String data(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
