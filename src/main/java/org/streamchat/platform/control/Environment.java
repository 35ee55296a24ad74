package org.streamchat.platform.control;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of the place where the application runs, with their real types. A property that is
 * absent or blank is not set; one that is set wrongly is a {@link SettingException}, never silently
 * the default.
 */
@Dependent
public class Environment {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)?");
  private static final String DURATION = "a time such as 500ms, 10s, 2m or PT10S";

  private final Function<String, String> source;

  @Inject
  public Environment(Config config) {
    this(name -> config.getOptionalValue(name, String.class).orElse(null));
  }

  /**
   * @param source gives a property's value, null when it is not set
   */
  public Environment(Function<String, String> source) {
    this.source = source;
  }

  public static Environment of(Map<String, String> values) {
    return new Environment(values::get);
  }

  /** The trimmed value. */
  public Optional<String> text(String name) {
    String value;
    try {
      value = source.apply(name);
    } catch (RuntimeException unreadable) {
      // The cause may quote the value, which may be a secret.
      throw new SettingException(name, "a value that can be read (is a ${…} in it unknown?)");
    }
    return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
  }

  public String text(String name, String fallback) {
    return text(name).orElse(fallback);
  }

  /**
   * A value that goes into a header: printable ASCII without spaces. It never becomes part of a
   * message.
   */
  public Optional<String> secret(String name) {
    Optional<String> value = text(name);
    if (value.isPresent() && !value.get().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new SettingException(name, "printable ASCII characters without spaces");
    }
    return value;
  }

  public Optional<Integer> integer(String name, int min, int max) {
    String takes = "a whole number from " + min + " to " + max;
    return text(name)
        .map(
            value -> {
              try {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                  return number;
                }
              } catch (NumberFormatException notANumber) {
                // The same answer as for a number out of range.
              }
              throw new SettingException(name, takes, value);
            });
  }

  public int integer(String name, int fallback, int min, int max) {
    return integer(name, min, max).orElse(fallback);
  }

  public Optional<Double> decimal(String name, double min, double max) {
    String takes = "a number from " + min + " to " + max;
    return text(name)
        .map(
            value -> {
              try {
                double number = Double.parseDouble(value);
                if (number >= min && number <= max) {
                  return number;
                }
              } catch (NumberFormatException notANumber) {
                // The same answer as for a number out of range.
              }
              throw new SettingException(name, takes, value);
            });
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean fallback) {
    return text(name)
        .map(
            value ->
                switch (value.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new SettingException(name, "true or false", value);
                })
        .orElse(fallback);
  }

  /**
   * Written as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, {@code 1d}, {@code PT10S}; a
   * bare number is seconds.
   */
  public Duration duration(String name, Duration fallback, Duration min, Duration max) {
    return text(name)
        .map(
            value -> {
              Duration duration = parse(name, value);
              if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
                throw new SettingException(
                    name, DURATION + ", from " + plain(min) + " to " + plain(max), value);
              }
              return duration;
            })
        .orElse(fallback);
  }

  /**
   * An absolute address with a host and one of the schemes. The value is not shown when it is
   * wrong: addresses may hold passwords.
   */
  public Optional<URI> uri(String name, String... schemes) {
    String takes =
        "an address such as "
            + schemes[0]
            + "://host"
            + (schemes.length > 1 ? " (" + String.join(", ", schemes) + ")" : "");
    return text(name)
        .map(
            value -> {
              try {
                URI uri = new URI(value);
                if (uri.getHost() != null
                    && uri.getScheme() != null
                    && List.of(schemes).contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
                  return uri;
                }
              } catch (URISyntaxException malformed) {
                // The same answer as for an address without host; the cause would quote the value.
              }
              throw new SettingException(name, takes);
            });
  }

  /** One of an enum's constants, written in lower case with dashes. */
  public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
    return text(name).map(value -> constant(name, type, value)).orElse(fallback);
  }

  /** Some of an enum's constants, separated by commas, in the given order. */
  public <E extends Enum<E>> Set<E> choices(String name, Class<E> type, E fallback) {
    Set<E> chosen = new LinkedHashSet<>();
    for (String value : text(name).map(v -> v.split(",", -1)).orElse(new String[0])) {
      chosen.add(constant(name, type, value.strip()));
    }
    return chosen.isEmpty() ? Set.of(fallback) : chosen;
  }

  private static <E extends Enum<E>> E constant(String name, Class<E> type, String value) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> written(constant).equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingException(
                    name,
                    Arrays.stream(type.getEnumConstants())
                        .map(Environment::written)
                        .collect(Collectors.joining(" or ")),
                    value));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Duration parse(String name, String value) {
    Matcher amount = AMOUNT.matcher(value.toLowerCase(Locale.ROOT));
    if (amount.matches()) {
      long number = Long.parseLong(amount.group(1));
      return switch (amount.group(2) == null ? "s" : amount.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        default -> Duration.ofSeconds(number);
      };
    }
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException malformed) {
      throw new SettingException(name, DURATION, value);
    }
  }

  private static String plain(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
