package org.streamchat.platform.boundary;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/** What is a user's own is not kept by caches. A stream sets its own header. */
@Provider
public class ApiHeaders implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MediaType type = response.getMediaType();
    if (type != null
        && MediaType.APPLICATION_JSON_TYPE.isCompatible(type)
        && !type.getParameters().isEmpty()) {
      // One server lets a parameter of its own slip out with answers that come later.
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
    }
    boolean stream = type != null && MediaType.SERVER_SENT_EVENTS_TYPE.isCompatible(type);
    if (!stream
        && response.hasEntity()
        && !response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }
}
