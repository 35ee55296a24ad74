package org.streamchat.support;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the unscripted model says: as many tokens as the question wishes, always the same ones. */
final class Tokens {
  private static final Pattern COUNT = Pattern.compile("tokens=(\\d+)");
  private static final int USUAL = 40;
  private static final String[] WORDS = {
    "stream",
    "of ",
    "tokens, ",
    "中文",
    "文字。",
    "naïve ",
    "🙂",
    "👩‍🚀 ",
    "`code` ",
    "\n\n",
    "\"quoted\" ",
    "back\\slash ",
    "end. "
  };

  private Tokens() {}

  static List<String> of(String message) {
    List<String> tokens = new ArrayList<>(List.of("# Answer\n\n"));
    for (int i = 1; i < number(COUNT, message, USUAL); i++) {
      tokens.add(i + " " + WORDS[i % WORDS.length]);
    }
    return tokens;
  }

  /** What of the tokens comes behind the prefix: everything, when they do not begin with it. */
  static List<String> behind(String prefix, List<String> tokens) {
    if (!String.join("", tokens).startsWith(prefix)) {
      return tokens;
    }
    List<String> rest = new ArrayList<>();
    int skip = prefix.length();
    for (String token : tokens) {
      if (skip < token.length()) {
        rest.add(token.substring(skip));
      }
      skip = Math.max(0, skip - token.length());
    }
    return rest;
  }

  static int number(Pattern pattern, String message, int fallback) {
    Matcher matcher = pattern.matcher(message);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : fallback;
  }
}
