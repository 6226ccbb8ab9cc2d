// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import io.github.emotion4j.djl.internal.io.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * The files of a folder and of those below it, in the order of the file system; hidden ones are
 * passed over. A folder that is a link to one on its own way is not entered again.
 */
class FolderPictures implements PictureListing.Source {

  private final PictureListing listing;
  private final Path folder;
  private final int depth;
  private final FileAction action;
  private final Optional<FolderPictures> parent;
  private final Optional<String> whenEmpty;
  private final long namedBefore;
  private final Optional<Path> realPath;
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> files;

  /** What is done with a file. */
  @FunctionalInterface
  interface FileAction {
    void accept(Path file) throws IOException;
  }

  /**
   * Opens a folder.
   *
   * @param listing is told what is found
   * @param folder the folder
   * @param depth how many folders deep, 1 for its own files
   * @param action what is done with each file
   * @param whenEmpty what is wrong where no picture is found
   * @throws IOException if it can't be opened
   */
  FolderPictures(
      PictureListing listing, Path folder, int depth, FileAction action, String whenEmpty)
      throws IOException {
    this(listing, folder, depth, action, Optional.empty(), Optional.of(whenEmpty));
  }

  @SuppressWarnings("StreamResourceLeak") // closed with this
  private FolderPictures(
      PictureListing listing,
      Path folder,
      int depth,
      FileAction action,
      Optional<FolderPictures> parent,
      Optional<String> whenEmpty)
      throws IOException {
    this.listing = listing;
    this.folder = folder;
    this.depth = depth;
    this.action = action;
    this.parent = parent;
    this.whenEmpty = whenEmpty;
    this.namedBefore = listing.named();
    this.realPath =
        listing.options().followLinks() ? Optional.of(folder.toRealPath()) : Optional.empty();
    this.stream = Files.newDirectoryStream(folder);
    this.files = stream.iterator();
  }

  @Override
  public boolean step() throws IOException {
    if (!files.hasNext()) {
      if (listing.named() == namedBefore) {
        whenEmpty.ifPresent(reason -> listing.fail(name(), reason));
      }
      return false;
    }
    Path file = folder.resolve(files.next().getFileName());
    if (file.getFileName().toString().startsWith(".") || isLinkToPassOver(file)) {
      return true;
    }
    if (Files.isDirectory(file)) {
      if (depth > 1 && !isOnTheWay(file)) {
        enter(file);
      }
    } else if (Files.isRegularFile(file)) {
      action.accept(file);
    }
    return true;
  }

  private boolean isLinkToPassOver(Path file) {
    return !listing.options().followLinks() && Files.isSymbolicLink(file);
  }

  private boolean isOnTheWay(Path file) throws IOException {
    if (realPath.isEmpty() || !Files.isSymbolicLink(file)) {
      return false;
    }
    Path real = file.toRealPath();
    for (Optional<FolderPictures> way = Optional.of(this);
        way.isPresent();
        way = way.get().parent) {
      if (way.get().realPath.equals(Optional.of(real))) {
        return true;
      }
    }
    return false;
  }

  private void enter(Path below) {
    try {
      listing.open(
          new FolderPictures(
              listing, below, depth - 1, action, Optional.of(this), Optional.empty()));
    } catch (IOException e) {
      listing.fail(below.toString(), "the folder can't be read: " + FileFailure.describe(e));
    }
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
