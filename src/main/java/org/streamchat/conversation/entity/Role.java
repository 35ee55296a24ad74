package org.streamchat.conversation.entity;

/** Who the model is to be in a session. */
public sealed interface Role permits BuiltInRole, OwnRole {
  String id();

  /** In whichever of the languages it has suits the text. */
  String promptFor(String text);

  /** The model when neither the question nor the session names one; null for the provider's. */
  String model();

  /** The temperature when the question names none; null for the provider's. */
  Double temperature();
}
