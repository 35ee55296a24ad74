package org.streamchat.limits.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.streamchat.identity.control.Caller;
import org.streamchat.limits.entity.RateLimit;

/** What the present request has to do with limits: its caller's groups, and what it is told. */
@ApplicationScoped
public class CallerLimits {
  private static final String ATTRIBUTE = "org.streamchat.limits.told";

  private final Caller caller;
  private final HttpServletRequest request;

  protected CallerLimits() {
    this(null, null);
  }

  @Inject
  public CallerLimits(Caller caller, HttpServletRequest request) {
    this.caller = caller;
    this.request = request;
  }

  Set<String> groups() {
    return caller.groups();
  }

  /** Has the response tell of a limit. */
  void tell(RateLimit limit) {
    List<RateLimit> told = new ArrayList<>(told(request::getAttribute));
    told.add(limit);
    request.setAttribute(ATTRIBUTE, List.copyOf(told));
  }

  /**
   * What the response to a request is to tell of.
   *
   * @param attributes of the request, by name
   */
  public static List<RateLimit> told(Function<String, Object> attributes) {
    return attributes.apply(ATTRIBUTE) instanceof List<?> told
        ? told.stream().map(RateLimit.class::cast).toList()
        : List.of();
  }
}
