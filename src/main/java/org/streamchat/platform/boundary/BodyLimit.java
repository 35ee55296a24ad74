package org.streamchat.platform.boundary;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import org.streamchat.platform.control.BodySize;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * No request body is read beyond 256 KiB, or what its call allows by {@link BodySize}, whether it
 * announces its length or not.
 */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyLimit implements ContainerRequestFilter {
  static final int BYTES = 256 * 1024;

  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Method call = resource.getResourceMethod();
    BodySize allowed = call == null ? null : call.getAnnotation(BodySize.class);
    int most = allowed == null ? BYTES : allowed.value();
    if (request.getLength() > most) {
      throw tooLarge(most);
    }
    if (request.hasEntity()) {
      request.setEntityStream(new Limited(request.getEntityStream(), most));
    }
  }

  private static ProblemException tooLarge(int most) {
    return new ProblemException(
        Problem.REQUEST_TOO_LARGE, "The body of this call has at most " + most + " bytes");
  }

  static final class Limited extends FilterInputStream {
    private final int most;
    private long count;

    Limited(InputStream in, int most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
      long skipped = super.skip(wanted);
      count(skipped);
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void count(long more) {
      count += more;
      if (count > most) {
        throw tooLarge(most);
      }
    }
  }
}
