// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import java.util.List;
import java.util.Locale;

/** Says why a native library could not be loaded, and what helps, where the failure shows it. */
public final class LoadingFailure {

  /** What a system says, any of it, and what helps then; the first that fits counts. */
  private record Remedy(List<String> signs, String text) {}

  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy(
              List.of("already loaded in another class"),
              "A Java process loads it for one class loader only: put emotion4j with DJL where all"
                  + " its applications find it, such as a container's shared folder, or run them in"
                  + " processes of their own; after a redeployment, restart the process"),
          new Remedy(
              List.of("no space left", "not enough space", "disk quota"),
              "The disk is full: free 500 MB there, or choose another folder with %s"),
          new Remedy(
              List.of(
                  "read-only file system",
                  "permission denied",
                  "accessdenied",
                  "access is denied",
                  "operation not permitted",
                  "failed to map segment"),
              "Its folder can't be written, or nothing in it may be run (noexec): choose another with"
                  + " %s"),
          new Remedy(
              List.of("offline mode"),
              "A library for this PyTorch is neither on the class path nor in DJL's folder, and may"
                  + " not be fetched: take the versions of emotion-bom, leave PYTORCH_FLAVOR"
                  + " unset, or start Java once with"
                  + " -Dai.djl.offline=false -Demotion4j.allowNativeDownload=true"),
          new Remedy(
              List.of("glibc", "libc.musl", "ld-linux", "libc.so.6", "__libc"),
              "It needs a newer glibc than this system has (musl, as in Alpine images, is none): use"
                  + " an image such as Debian's"),
          new Remedy(
              List.of("dependent libraries"),
              "On Windows it needs Microsoft's Visual C++ redistributable"),
          new Remedy(
              List.of("unknownhost", "connectexception", "timed out", "publish.djl.ai"),
              "The download failed: check the connection, or add the native library as a dependency"),
          new Remedy(
              List.of("noclassdeffound", "classnotfound", "nosuchmethod", "nosuchfield"),
              "Classes are missing or of another version: use the versions that emotion-bom names,"
                  + " and leave out none of emotion-djl's dependencies"));

  private LoadingFailure() {}

  /**
   * Describes a failure.
   *
   * @param thrown what was thrown
   * @param folder how to choose another folder for the library, for example {@code "DJL_CACHE_DIR"}
   * @return the last cause, and a sentence on what helps where that is known
   */
  public static String describe(Throwable thrown, String folder) {
    StringBuilder all = new StringBuilder();
    Throwable root = thrown;
    for (Throwable next = thrown; next != null; next = next.getCause()) {
      root = next;
      all.append(next).append(' ');
    }
    String text = all.toString().toLowerCase(Locale.ROOT);
    String remedy =
        REMEDIES.stream()
            .filter(known -> known.signs.stream().anyMatch(text::contains))
            .findFirst()
            .map(known -> ". " + String.format(Locale.ROOT, known.text, folder))
            .orElse("");
    String reason = root.toString();
    return reason.endsWith(".") && !remedy.isEmpty()
        ? reason.substring(0, reason.length() - 1) + remedy
        : reason + remedy;
  }
}
