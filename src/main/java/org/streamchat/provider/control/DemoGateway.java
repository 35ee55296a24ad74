package org.streamchat.provider.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.ModelRequest;

/**
 * Answers without any provider, and says so. It is used only when none is configured. One tick
 * moves all answers on; none has a thread.
 */
public final class DemoGateway implements ModelGateway {
  /** The model's name; a conversation shows it. */
  public static final String MODEL = "demo";

  private static final Logger LOG = System.getLogger(DemoGateway.class.getName());
  private static final int PIECE = 8;
  private static final int CHARACTERS_A_TOKEN = 4;

  private final Set<DemoCall> calls = ConcurrentHashMap.newKeySet();
  private final ScheduledFuture<?> ticking;

  public DemoGateway(ScheduledExecutorService scheduler) {
    this(scheduler, Duration.ofMillis(100));
  }

  /**
   * @param tick between two pieces of a few characters
   */
  DemoGateway(ScheduledExecutorService scheduler, Duration tick) {
    ticking =
        scheduler.scheduleWithFixedDelay(
            this::tick, tick.toMillis(), tick.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public ModelCall stream(ModelRequest request, ModelListener listener) {
    DemoCall call = new DemoCall(request, listener);
    calls.add(call);
    return call;
  }

  @Override
  public void close() {
    ticking.cancel(false);
    calls.clear();
  }

  private void tick() {
    for (DemoCall call : calls) {
      try {
        call.moveOn();
      } catch (RuntimeException broken) {
        calls.remove(call);
        LOG.log(Level.ERROR, "A demo answer was given up: {0}", broken.getClass().getName());
      }
    }
  }

  private final class DemoCall implements ModelCall {
    private final ModelListener listener;
    private final String text;
    private final int end;
    private int at;
    private boolean accepted;
    private volatile boolean cancelled;

    DemoCall(ModelRequest request, ModelListener listener) {
      this.listener = listener;
      this.text = DemoAnswer.remainder(request.turns(), request.prefix());
      this.end =
          request.maxTokens() == null
              ? text.length()
              : after(0, (long) request.maxTokens() * CHARACTERS_A_TOKEN);
    }

    @Override
    public void cancel() {
      cancelled = true;
      calls.remove(this);
    }

    void moveOn() {
      if (cancelled) {
        return;
      }
      if (!accepted) {
        accepted = true;
        listener.accepted();
      } else if (at < end) {
        int from = at;
        at = Math.min(end, after(at, PIECE));
        listener.text(text.substring(from, at));
      } else {
        calls.remove(this);
        listener.finished(end < text.length() ? FinishReason.LENGTH : FinishReason.STOP, null);
      }
    }

    private int after(int from, long characters) {
      long left = text.codePointCount(from, text.length());
      return text.offsetByCodePoints(from, (int) Math.min(left, characters));
    }
  }
}
