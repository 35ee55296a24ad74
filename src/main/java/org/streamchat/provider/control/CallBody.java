package org.streamchat.provider.control;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** The body of one exchange of a call; that of an earlier one is not heard. */
final class CallBody implements UpstreamBody.Taker {
  private final UpstreamCall call;
  private final int exchange;
  private final Consumer<ByteBuffer> bytes;
  private final Runnable end;

  CallBody(UpstreamCall call, int exchange, Consumer<ByteBuffer> bytes, Runnable end) {
    this.call = call;
    this.exchange = exchange;
    this.bytes = bytes;
    this.end = end;
  }

  @Override
  public boolean begins(Flow.Subscription subscription) {
    return call.begins(exchange, subscription);
  }

  @Override
  public void bytes(List<ByteBuffer> buffers) {
    call.inTurn(exchange, () -> buffers.forEach(bytes));
  }

  @Override
  public void ends() {
    call.inTurn(exchange, end);
  }

  @Override
  public void breaks() {
    call.breaks(exchange);
  }
}
