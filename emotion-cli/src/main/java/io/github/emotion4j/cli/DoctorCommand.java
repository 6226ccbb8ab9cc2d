// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.djl.internal.engine.DeviceNames;
import io.github.emotion4j.djl.internal.engine.GpuSearch;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what networks run on here, and what was looked for, for oneself and for bug reports. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Prints what networks run on here: engine, native libraries, devices, memory, and what a"
            + " GPU needs and where that was looked for.")
final class DoctorCommand implements Callable<Integer> {

  private static final double MEGABYTE = 1 << 20;

  /** What changes which libraries are loaded; of the environment, but Java's own with a dot. */
  private static final List<String> VARIABLES =
      List.of(
          "PYTORCH_LIBRARY_PATH",
          "PYTORCH_VERSION",
          "PYTORCH_FLAVOR",
          "DJL_CACHE_DIR",
          "CUDA_VISIBLE_DEVICES",
          "LD_LIBRARY_PATH",
          "CUDA_PATH",
          "OMP_NUM_THREADS",
          "jna.library.path",
          "ai.djl.offline",
          PyTorch.ALLOW_DOWNLOAD);

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  DoctorCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    line(out, "system", system());
    line(out, "processor", processor());
    line(out, "memory", memory());
    line(out, "cache", Utils.getCacheDir().toString());
    for (String name : VARIABLES) {
      String value = name.contains(".") ? System.getProperty(name) : System.getenv(name);
      if (value != null) {
        line(out, name, value);
      }
    }
    try {
      printEngine(out);
      return 0;
    } catch (EmotionException e) {
      line(out, "engine", Main.oneLine(e));
      return 1;
    }
  }

  private static void printEngine(PrintWriter out) {
    String natives = PyTorch.nativeLibrary();
    GpuSearch search = GpuSearch.ofThisMachine();
    line(out, "engine", "PyTorch " + PyTorch.version() + ", DJL " + Engine.getDjlVersion());
    line(out, "native library", natives);
    line(out, "flavor", PyTorch.flavor());
    for (int gpu = 0; gpu < search.gpus(); gpu++) {
      Device device = Device.gpu(gpu);
      MemoryUsage memory = CudaUtils.getGpuMemory(device);
      line(
          out,
          "device",
          DeviceNames.describe(device)
              + String.format(
                  Locale.ROOT,
                  ", %.0f of %.0f MB used",
                  memory.getUsed() / MEGABYTE,
                  memory.getMax() / MEGABYTE));
    }
    line(out, "device", DeviceNames.describe(Device.cpu()));
    line(out, "auto", search.choice());
    search.driverFiles().forEach(file -> line(out, "driver", found(file)));
    line(
        out,
        "CUDA libraries",
        GpuSearch.hasCuda(Path.of(natives))
            ? "in the native library"
            : "not in the native library");
    line(out, "CUDA runtime", search.cudaRuntime().orElse("not loaded"));
    search.runtimeFolders().forEach(folder -> line(out, "looked for it in", found(folder)));
    search.runtimes().forEach(file -> line(out, "there is", file.toString()));
  }

  private static String found(Path file) {
    return file + (Files.exists(file) ? "" : " (not there)");
  }

  private static String system() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch")
        + ", Java "
        + Runtime.version();
  }

  private static String processor() {
    return Runtime.getRuntime().availableProcessors() + " processors";
  }

  private static String memory() {
    String heap =
        String.format(
            Locale.ROOT, "%.0f MB for Java's heap", Runtime.getRuntime().maxMemory() / MEGABYTE);
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? String.format(
            Locale.ROOT,
            "%.0f MB, %.0f MB free, %s",
            machine.getTotalMemorySize() / MEGABYTE,
            machine.getFreeMemorySize() / MEGABYTE,
            heap)
        : heap;
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(String.format(Locale.ROOT, "%-22s %s", name, value));
  }
}
