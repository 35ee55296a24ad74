package org.streamchat.generation.control;

import java.util.Optional;
import java.util.function.Supplier;
import org.streamchat.generation.control.Footholds.Foothold;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.ModelCall;
import org.streamchat.provider.control.ModelListener;
import org.streamchat.provider.entity.Exchange;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/** One call to the model; what a call that has been given up still says is not heard. */
final class Attempt implements ModelListener {
  private final Run run;
  private final boolean rejoining;
  private final Repeated content;
  private final Repeated reasoning;
  private int contentHeard;
  private int reasoningHeard;
  private final Object asking = new Object();
  private ModelCall call;
  private volatile Footholds footholds;
  private volatile boolean over;
  private boolean unwanted;
  private volatile boolean spoke;

  private Attempt(
      Run run, Footholds footholds, Foothold from, String contentBehind, String reasoningBehind) {
    this.run = run;
    this.footholds = footholds;
    this.rejoining = footholds != null;
    this.contentHeard = from.content();
    this.reasoningHeard = from.reasoning();
    this.content = new Repeated(contentBehind);
    this.reasoning = new Repeated(reasoningBehind);
  }

  /** Is to say what comes behind these texts. */
  static Attempt anew(Run run, String content, String reasoning) {
    return new Attempt(run, null, new Foothold("", content.length(), reasoning.length()), "", "");
  }

  /** Begins at a place within these texts, and says again what they have behind it. */
  static Attempt behind(
      Run run, Footholds known, Foothold place, String content, String reasoning) {
    return new Attempt(
        run,
        known,
        place,
        content.substring(place.content()),
        reasoning.substring(place.reasoning()));
  }

  boolean isRejoining() {
    return rejoining;
  }

  /** Whether anything new has come. */
  boolean hasSpoken() {
    return spoke;
  }

  /** Where the answer can be rejoined; empty when it cannot. */
  Optional<Footholds> footholds() {
    return Optional.ofNullable(footholds);
  }

  /**
   * Asks the provider; what it says may come, and end, before this returns.
   *
   * @return false when there is nothing to ask
   */
  boolean begin(Supplier<Optional<ModelCall>> question) {
    synchronized (asking) {
      Optional<ModelCall> begun = question.get();
      begun.ifPresent(this::begun);
      return begun.isPresent();
    }
  }

  /** What was asked and answered; null when nothing was sent. */
  Exchange exchange() {
    synchronized (asking) {
      return call == null ? null : call.exchange();
    }
  }

  private synchronized void begun(ModelCall begun) {
    call = begun;
    if (unwanted) {
      begun.cancel();
    } else if (over) {
      begun.leave();
    }
  }

  /** Has the provider end it, too. */
  synchronized void giveUp() {
    over = true;
    unwanted = true;
    if (call != null) {
      call.cancel();
    }
  }

  /** The same, but what the provider does by itself is another's to go on with. */
  synchronized void leave() {
    over = true;
    if (call != null) {
      call.leave();
    }
  }

  @Override
  public void accepted() {
    run.accepted();
  }

  @Override
  public void text(String piece) {
    contentHeard += piece.length();
    say(Events.MESSAGE, content.fresh(piece));
  }

  @Override
  public void reasoning(String piece) {
    reasoningHeard += piece.length();
    say(Events.REASONING, reasoning.fresh(piece));
  }

  private void say(String type, String piece) {
    if (over) {
      return;
    }
    if (piece == null) {
      giveUp();
      run.contradicted();
    } else if (!piece.isEmpty()) {
      spoke = true;
      run.say(this, type, piece);
    }
  }

  @Override
  public void position(String position) {
    if (over) {
      return;
    }
    Footholds before = footholds;
    Foothold place = new Foothold(position, contentHeard, reasoningHeard);
    footholds = before == null ? Footholds.at(place) : before.reached(place);
    if (before == null) {
      run.canBeRejoined();
    }
  }

  @Override
  public void finished(FinishReason reason, Usage usage) {
    if (over) {
      return;
    }
    if (content.isThrough() && reasoning.isThrough()) {
      run.finished(reason, usage);
    } else {
      giveUp();
      run.contradicted();
    }
  }

  @Override
  public void failed(ProblemException failure) {
    if (!over) {
      over = true;
      run.failed(this, failure);
    }
  }
}
