package org.streamchat.provider.control;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Lets the network go on as fast as the bytes are taken. */
final class UpstreamBody implements BodySubscriber<Void> {
  /** What becomes of the body. */
  interface Taker {
    /** False when the body is not wanted any more. */
    boolean begins(Flow.Subscription subscription);

    void bytes(List<ByteBuffer> bytes);

    void ends();

    void breaks();
  }

  private final Taker taker;
  private Flow.Subscription subscription;

  UpstreamBody(Taker taker) {
    this.taker = taker;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (taker.begins(subscription)) {
      subscription.request(1);
    } else {
      subscription.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    taker.bytes(buffers);
    subscription.request(1);
  }

  @Override
  public void onError(Throwable cause) {
    taker.breaks();
  }

  @Override
  public void onComplete() {
    taker.ends();
  }
}
