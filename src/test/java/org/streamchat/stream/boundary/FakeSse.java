package org.streamchat.stream.boundary;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import java.lang.reflect.Type;

/** Events without a container. */
final class FakeSse implements Sse {
  /** An event as it was built. */
  record Event(String name, String id, String comment, Object data, long reconnect)
      implements OutboundSseEvent {
    @Override
    public Class<?> getType() {
      return String.class;
    }

    @Override
    public Type getGenericType() {
      return String.class;
    }

    @Override
    public MediaType getMediaType() {
      return MediaType.TEXT_PLAIN_TYPE;
    }

    @Override
    public Object getData() {
      return data;
    }

    @Override
    public String getId() {
      return id;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getComment() {
      return comment;
    }

    @Override
    public long getReconnectDelay() {
      return reconnect;
    }

    @Override
    public boolean isReconnectDelaySet() {
      return reconnect >= 0;
    }

    boolean isComment() {
      return comment != null;
    }
  }

  private static final class Building implements OutboundSseEvent.Builder {
    private String name;
    private String id;
    private String comment;
    private Object data;
    private long reconnect = OutboundSseEvent.RECONNECT_NOT_SET;

    @Override
    public Building id(String id) {
      this.id = id;
      return this;
    }

    @Override
    public Building name(String name) {
      this.name = name;
      return this;
    }

    @Override
    public Building reconnectDelay(long milliseconds) {
      reconnect = milliseconds;
      return this;
    }

    @Override
    public Building mediaType(MediaType type) {
      return this;
    }

    @Override
    public Building comment(String comment) {
      this.comment = comment;
      return this;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Building data(Class type, Object data) {
      this.data = data;
      return this;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Building data(GenericType type, Object data) {
      this.data = data;
      return this;
    }

    @Override
    public Building data(Object data) {
      this.data = data;
      return this;
    }

    @Override
    public OutboundSseEvent build() {
      return new Event(name, id, comment, data, reconnect);
    }
  }

  @Override
  public OutboundSseEvent.Builder newEventBuilder() {
    return new Building();
  }

  @Override
  public SseBroadcaster newBroadcaster() {
    throw new UnsupportedOperationException();
  }
}
