package org.streamchat.provider.control;

import org.streamchat.provider.entity.ModelRequest;

/** A wire protocol: how a question is put, and how the answer is read. Stateless. */
interface Protocol {
  /** What follows the base address. */
  String path();

  /** The request's body, JSON in UTF-8. */
  byte[] write(ModelRequest request, ProviderSettings defaults, Dialect dialect);

  EventReader reader();

  /** The dialect to try after a refusal, or the same when it is about something else. */
  Dialect after(Dialect dialect, ProviderError refusal);
}
