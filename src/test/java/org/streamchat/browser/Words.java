package org.streamchat.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page's own words in one language, as its sources have them; tests name them in English. */
final class Words {
  private static final Pattern LINE =
      Pattern.compile("\\s*\"?([\\w-]*)\"?: (?:\"((?:[^\"\\\\]|\\\\.)*)\",?|\\{)");
  private static final Path SOURCES = Path.of("src", "main", "frontend", "src", "i18n");

  static final Words ENGLISH = new Words(Map.of());
  static final Words CHINESE = new Words(translations("zh"));

  private final Map<String, String> translations;

  private Words(Map<String, String> translations) {
    this.translations = translations;
  }

  /** The same in this language; what the page has no such words for stays as it is. */
  String of(String english) {
    return translations.getOrDefault(english, english);
  }

  /** Sentences that this language has words of its own for, so that nobody should meet them. */
  List<String> foreign() {
    return translations.keySet().stream()
        .filter(english -> english.contains(" ") && !of(english).equals(english))
        .toList();
  }

  private static Map<String, String> translations(String language) {
    Map<String, String> english = read("en");
    Map<String, String> other = read(language);
    Map<String, String> translations = new HashMap<>();
    english.forEach((name, words) -> translations.put(words, other.get(name)));
    if (english.size() < 100 || !english.keySet().equals(other.keySet())) {
      throw new AssertionError("the words of " + language + " are not read rightly");
    }
    return translations;
  }

  /** Plain words by the names that lead to them; those with places to fill are left out. */
  private static Map<String, String> read(String language) {
    Map<String, String> words = new LinkedHashMap<>();
    Deque<String> within = new ArrayDeque<>();
    try {
      for (String line : Files.readAllLines(SOURCES.resolve(language + ".ts"))) {
        Matcher named = LINE.matcher(line);
        if (line.strip().equals("},")) {
          within.pop();
        } else if (named.matches() && named.group(2) == null) {
          within.push(named.group(1) + ".");
        } else if (named.matches()) {
          words.put(String.join("", within) + named.group(1), named.group(2));
        }
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
