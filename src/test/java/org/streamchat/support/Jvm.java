package org.streamchat.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another JVM's memory holds. */
public final class Jvm {
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private Jvm() {}

  /** Bytes of the heap that are in use after a full collection. */
  public static long liveBytes(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (InputStream output = process.getInputStream()) {
      return number(TOTAL, new String(output.readAllBytes(), StandardCharsets.ISO_8859_1));
    }
  }

  /** Bytes of memory that the process has. */
  public static long residentBytes(long pid) throws IOException {
    return 1024
        * number(RESIDENT, Files.readString(Path.of("/proc", Long.toString(pid), "status")));
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return Long.parseLong(matcher.group(1));
  }
}
