package org.streamchat.limits.boundary;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.stream.Collectors;
import org.streamchat.limits.control.CallerLimits;
import org.streamchat.limits.entity.RateLimit;

/** Tells callers of the limits that their request was counted against. */
@Provider
public class RateLimitHeaders implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    List<RateLimit> told = CallerLimits.told(request::getProperty);
    if (!told.isEmpty()) {
      response
          .getHeaders()
          .putSingle(
              "RateLimit-Policy",
              told.stream().map(RateLimit::asPolicy).collect(Collectors.joining(", ")));
      response
          .getHeaders()
          .putSingle(
              "RateLimit", told.stream().map(RateLimit::asLimit).collect(Collectors.joining(", ")));
    }
  }
}
