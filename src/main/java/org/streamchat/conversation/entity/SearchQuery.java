package org.streamchat.conversation.entity;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * What a user looks for: all of the terms, in any order, in one title or one message. Every
 * character of it stands for itself.
 */
public record SearchQuery(List<String> terms) {
  /** UTF-16 units of the whole query. */
  public static final int MAX_LENGTH = 200;

  private static final int MAX_TERMS = 10;
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  /**
   * What a full-text index of words holds as one word, of scripts that have spaces between them.
   */
  private static final Pattern WORD =
      Pattern.compile("[\\p{IsLatin}\\p{IsGreek}\\p{IsCyrillic}\\d_]+");

  private static final int SHORTEST_WORD = 3;
  private static final int LONGEST_WORD = 84;

  /** What a full-text index of pairs of characters can find. */
  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{M}\\d_]{2,}");

  private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M}\\d_]+");

  public SearchQuery {
    terms = List.copyOf(terms);
  }

  /**
   * @return null when there is nothing to look for
   * @throws ProblemException INVALID_REQUEST
   */
  public static SearchQuery of(String text) {
    if (text == null) {
      return null;
    }
    if (text.length() > MAX_LENGTH || !Texts.storable(text)) {
      throw new ProblemException(
              Problem.INVALID_REQUEST, "q takes at most " + MAX_LENGTH + " characters")
          .with("member", "q");
    }
    List<String> terms =
        Arrays.stream(SPACE.split(text))
            .filter(term -> !term.isEmpty())
            .distinct()
            .limit(MAX_TERMS)
            .toList();
    return terms.isEmpty() ? null : new SearchQuery(terms);
  }

  /** The terms as patterns of LIKE with {@code !} as its escape. */
  public List<String> patterns() {
    return terms.stream().map(term -> "%" + term.replaceAll("([!%_])", "!$1") + "%").toList();
  }

  /**
   * What a full-text index can say of it, as a boolean expression: no message that is left out of
   * its result fits the query, except those with a word that only ends with a term.
   *
   * @param pairs whether the index is one of pairs of characters, else one of words
   * @return empty when such an index is of no help
   */
  public String expression(boolean pairs) {
    return terms.stream()
        .flatMap(term -> LETTERS.matcher(term).results().map(MatchResult::group))
        .filter(run -> (pairs ? RUN : WORD).matcher(run).matches())
        .filter(run -> pairs || (run.length() >= SHORTEST_WORD && run.length() <= LONGEST_WORD))
        .map(run -> "+" + run + "*")
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
