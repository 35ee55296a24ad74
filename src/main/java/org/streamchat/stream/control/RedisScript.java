package org.streamchat.stream.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script that Redis carries out as one step.
 *
 * @param sha what Redis knows it by once it has seen it
 * @param keys how many of its arguments are keys; they come first
 */
record RedisScript(String text, String sha, int keys) {
  static RedisScript load(String name, int keys) {
    try (InputStream in =
        RedisScript.class.getResourceAsStream("/org/streamchat/stream/" + name + ".lua")) {
      byte[] text = in.readAllBytes();
      String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
      return new RedisScript(new String(text, StandardCharsets.UTF_8), sha, keys);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
