// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.internal.io.FileFailure;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pictures that arguments name, one after the other as they are found: what is listed is never
 * held, so that there may be any number. Arguments are files, folders with all below them, patterns
 * that the shell did not expand and web addresses; as {@link Options} say, archives, and files that
 * list others. For one thread.
 */
public final class PictureListing implements Iterator<Picture>, AutoCloseable {

  private static final String STANDARD_INPUT = "-";
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "dib", "gif");
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)([a-z][a-z0-9+.-]+://|data:|file:).*", Pattern.DOTALL);
  private static final Pattern CHART =
      Pattern.compile("(?i)(?<results>.*\\.(jsonl|csv|parquet))\\.png", Pattern.DOTALL);
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  /** What is open, the innermost first: a listing, a folder in it, an archive in that. */
  private final Deque<Source> open = new ArrayDeque<>();

  private final Options options;
  private final Predicate<String> wanted;
  private Optional<Picture> next = Optional.empty();
  private long named;

  /**
   * What is listed.
   *
   * @param followLinks whether symbolic links are followed, each folder once on its way
   * @param depth how many folders deep: 1 for the files in a folder itself
   * @param archives whether zip and tar files are read, whose pictures are called {@code
   *     ARCHIVE!/ENTRY}
   * @param lists whether any other file, and {@code -} for the standard input, lists pictures one a
   *     line
   * @param maxBytes how large a picture in an archive may be
   */
  public record Options(
      boolean followLinks, int depth, boolean archives, boolean lists, int maxBytes) {

    /** Pictures and nothing else, links followed. */
    public static final Options PICTURES = new Options(true, Integer.MAX_VALUE, false, false, 0);
  }

  /** Where pictures are found. */
  interface Source extends Closeable {

    /**
     * Goes one step: finds a picture, opens another source, or passes over what is neither.
     *
     * @return false at its end
     * @throws IOException if it can't be read on; it is closed then, and a failure of its name
     */
    boolean step() throws IOException;

    /** Returns what it is called in a failure. */
    String name();
  }

  /**
   * Prepares a listing; reads nothing.
   *
   * @param arguments what names pictures
   * @param options what is listed
   * @param wanted is asked once for each picture by its name, before it is read; false skips it
   */
  public PictureListing(List<String> arguments, Options options, Predicate<String> wanted) {
    this.options = options;
    this.wanted = wanted;
    open.push(new Arguments(arguments.iterator()));
  }

  /**
   * Finds an argument that can't name a picture.
   *
   * @param arguments what names pictures
   * @return the first that is neither an address, a pattern, the standard input nor there
   */
  public static Optional<String> missing(List<String> arguments) {
    return arguments.stream()
        .filter(
            argument ->
                !argument.equals(STANDARD_INPUT)
                    && !ADDRESS.matcher(argument).matches()
                    && !WILDCARD.matcher(argument).find()
                    && !new File(argument).exists())
        .findFirst();
  }

  /** Returns whether a file's name is that of a picture. */
  static boolean isPictureName(String name) {
    return EXTENSIONS.contains(extension(name));
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether a file is the chart that a batch has drawn beside its results. */
  private static boolean isChart(Path file) {
    Matcher chart = CHART.matcher(file.toString());
    return chart.matches()
        && Files.exists(AnalysisSettings.beside(Path.of(chart.group("results"))));
  }

  private static boolean isArchiveName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".zip") || isTarName(lower);
  }

  private static boolean isTarName(String lower) {
    return lower.endsWith(".tar") || lower.endsWith(".tar.gz") || lower.endsWith(".tgz");
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && !open.isEmpty()) {
      Source innermost = open.element();
      try {
        if (!innermost.step()) {
          open.remove(innermost);
          innermost.close();
        }
      } catch (IOException | DirectoryIteratorException e) {
        open.remove(innermost);
        fail(innermost.name(), "it can't be read: " + FileFailure.describe(e));
        closeAfter(innermost, e);
      }
    }
    return next.isPresent();
  }

  private static void closeAfter(Source source, Exception failure) {
    try {
      source.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public Picture next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Picture picture = next.orElseThrow();
    next = Optional.empty();
    return picture;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Finds a picture, unless it is not wanted. */
  void found(String name, PictureContent content) {
    named++;
    if (wanted.test(name)) {
      next = Optional.of(content.read());
    }
  }

  /** Gives a picture, or why there is none; called only for what is wanted. */
  @FunctionalInterface
  interface PictureContent {
    Picture read();
  }

  private void found(ImageSource source) {
    found(Picture.name(source), () -> Picture.of(source));
  }

  void fail(String name, String reason) {
    found(name, () -> Picture.failed(name, reason));
  }

  long named() {
    return named;
  }

  Options options() {
    return options;
  }

  void open(Source source) {
    open.push(source);
  }

  /** Lists a file of a folder, if it is a picture or an archive. */
  void file(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (isPictureName(name)) {
      if (!isChart(file)) {
        found(ImageSource.of(file));
      }
    } else if (options.archives() && isArchiveName(name)) {
      archive(file);
    }
  }

  private void archive(Path file) throws IOException {
    try {
      open(
          isTarName(file.toString().toLowerCase(Locale.ROOT))
              ? new TarPictures(this, file)
              : new ZipPictures(this, file));
    } catch (IOException e) {
      fail(file.toString(), "it is no archive that can be read: " + FileFailure.describe(e));
    }
  }

  /** Lists what a text names; texts of a list name neither patterns nor further lists. */
  private void named(String text, boolean ofList) throws IOException {
    if (ADDRESS.matcher(text).matches()) {
      address(text);
      return;
    }
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException e) {
      fail(text, "it is no name of a file: " + e.getReason());
      return;
    }
    if (Files.isDirectory(path)) {
      open(
          new FolderPictures(
              this,
              path,
              options.depth(),
              this::file,
              "there are no files of these names in the folder: "
                  + String.join(", ", EXTENSIONS.stream().sorted().map(e -> "*." + e).toList())));
    } else if (!ofList && !Files.exists(path) && WILDCARD.matcher(text).find()) {
      pattern(text);
    } else if (options.archives() && isArchiveName(text)) {
      archive(path);
    } else if (options.lists() && !ofList && Files.isRegularFile(path) && !isPictureName(text)) {
      open(new NameList(text, Files.newInputStream(path)));
    } else {
      found(ImageSource.of(path));
    }
  }

  private void address(String text) {
    if (options.lists() && text.regionMatches(true, 0, "data:", 0, 5)) {
      fail(text.substring(0, Math.min(text.length(), 40)), "in a batch, pictures have names");
      return;
    }
    try {
      found(ImageSource.of(URI.create(text)));
    } catch (IllegalArgumentException e) {
      fail(text, "it is no address: " + e.getMessage());
    }
  }

  private void pattern(String pattern) throws IOException {
    Path base = Path.of("");
    int depth = 0;
    for (String part : pattern.split("/", -1)) {
      if (depth > 0 || WILDCARD.matcher(part).find()) {
        depth++;
      } else {
        base = part.isEmpty() ? Path.of("/") : base.resolve(part);
      }
    }
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (IllegalArgumentException e) {
      fail(pattern, "there is no such file, and it is no pattern: " + e.getMessage());
      return;
    }
    if (!Files.isDirectory(base)) {
      fail(pattern, "no file matches the pattern");
      return;
    }
    open(
        new FolderPictures(
            this,
            base,
            pattern.contains("**") ? Integer.MAX_VALUE : depth,
            file -> {
              if (matcher.matches(file)) {
                if (options.archives() && isArchiveName(file.toString())) {
                  archive(file);
                } else {
                  found(ImageSource.of(file));
                }
              }
            },
            "no file matches the pattern") {
          @Override
          public String name() {
            return pattern;
          }
        });
  }

  private final class Arguments implements Source {

    private final Iterator<String> arguments;

    Arguments(Iterator<String> arguments) {
      this.arguments = arguments;
    }

    @Override
    public boolean step() throws IOException {
      if (!arguments.hasNext()) {
        return false;
      }
      String argument = arguments.next();
      if (options.lists() && argument.equals(STANDARD_INPUT)) {
        open(new NameList("the standard input", System.in));
      } else {
        named(argument, false);
      }
      return true;
    }

    @Override
    public String name() {
      return "the arguments";
    }

    @Override
    public void close() {}
  }

  /** Names of pictures, one a line; empty lines are passed over. */
  private final class NameList implements Source {

    private final String name;
    private final BufferedReader lines;

    NameList(String name, InputStream stream) {
      this.name = name;
      this.lines = new BufferedReader(new InputStreamReader(stream, UTF_8));
    }

    @Override
    public boolean step() throws IOException {
      String line = lines.readLine();
      if (line == null) {
        return false;
      }
      if (!line.isBlank()) {
        named(line, true);
      }
      return true;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
