package org.streamchat.generation.control;

import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;

/** Counts nothing. */
final class NoAccounts extends Accounts {
  @Override
  void ended(Running running, Outcome outcome) {}
}
