package org.streamchat.generation.control;

import org.streamchat.conversation.control.Exchanges;

/** Keeps nothing. */
final class NoExchanges extends Exchanges {
  @Override
  public boolean areKept() {
    return false;
  }
}
