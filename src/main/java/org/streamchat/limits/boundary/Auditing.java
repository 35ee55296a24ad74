package org.streamchat.limits.boundary;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.streamchat.identity.control.Caller;
import org.streamchat.limits.control.AuditTrail;
import org.streamchat.limits.entity.AuditEntry;

/**
 * Records every call that changes something, and every call of administrators'. How the answer to a
 * question ended is recorded by who makes it, when it does.
 */
@Provider
public class Auditing implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String BEGUN = "org.streamchat.limits.audit";
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Context private ResourceInfo resource;
  @Inject private Caller caller;
  @Inject private AuditTrail trail;

  /** What is known before the call; some containers respond on threads that know no more. */
  private record Begun(String actor, String action, String subject) {}

  @Override
  public void filter(ContainerRequestContext request) {
    String path = path(resource.getResourceClass()) + path(resource.getResourceMethod());
    if (!READING.contains(request.getMethod()) || path.startsWith("/admin")) {
      request.setProperty(
          BEGUN,
          new Begun(
              caller.id(),
              first(AuditEntry.MAX_ACTION, request.getMethod() + " " + path),
              subject(request)));
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(BEGUN) instanceof Begun begun) {
      request.removeProperty(BEGUN);
      trail.record(
          new AuditEntry(
              Instant.now(),
              begun.actor(),
              begun.action(),
              begun.subject(),
              Integer.toString(response.getStatus()),
              null));
    }
  }

  private static String path(AnnotatedElement element) {
    Path path = element.getAnnotation(Path.class);
    return path == null ? "" : "/" + path.value().replaceAll("^/+|/+$", "");
  }

  /** The ids in the path; what cannot be one is what anyone may have written. */
  private static String subject(ContainerRequestContext request) {
    String ids =
        request.getUriInfo().getPathParameters().values().stream()
            .flatMap(List::stream)
            .filter(id -> ID.matcher(id).matches())
            .collect(Collectors.joining(" "));
    return ids.isEmpty() ? null : first(AuditEntry.MAX_SUBJECT, ids);
  }

  private static String first(int characters, String text) {
    return text.length() <= characters ? text : text.substring(0, characters);
  }
}
