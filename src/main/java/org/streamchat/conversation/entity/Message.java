package org.streamchat.conversation.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.streamchat.platform.entity.StoredTime;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/**
 * One stored turn of a session. Messages form a tree by {@link #parentId}. While one is running its
 * content is what had been finished before; how it ends is one conditional update ({@code
 * Conversations.finish}), not a change of this object.
 */
@Entity
@Table(name = "message")
public class Message {
  @Id private String id;

  @Column(name = "session_id")
  private String sessionId;

  @Column(name = "parent_id")
  private String parentId;

  @Enumerated(EnumType.STRING)
  private Author author;

  @Enumerated(EnumType.STRING)
  private MessageStatus status;

  @Column(name = "generation_id")
  private String generationId;

  @Enumerated(EnumType.STRING)
  @Column(name = "finish_reason")
  private FinishReason finishReason;

  private String provider;
  private String model;

  @Column(name = "prompt_tokens")
  private Long promptTokens;

  @Column(name = "completion_tokens")
  private Long completionTokens;

  @Column(name = "response_time_ms")
  private Long responseTimeMs;

  @Enumerated(EnumType.STRING)
  private Problem problem;

  @Column(name = "problem_detail")
  private String problemDetail;

  @Column(name = "created_at")
  private String createdAt;

  private String content;
  private String reasoning;

  @Column(name = "in_context")
  private boolean inContext;

  protected Message() {}

  private Message(String id, String sessionId, String parentId, Author author, Instant now) {
    this.id = id;
    this.sessionId = sessionId;
    this.parentId = parentId;
    this.author = author;
    this.createdAt = StoredTime.of(now);
    this.inContext = true;
  }

  /**
   * What the user has said.
   *
   * @param parentId null for the first of a branch
   */
  public static Message asked(
      String id, String sessionId, String parentId, String content, Instant now) {
    Message message = new Message(id, sessionId, parentId, Author.USER, now);
    message.status = MessageStatus.COMPLETE;
    message.content = content;
    return message;
  }

  /** A message of a file. */
  public static Message imported(
      String id, String sessionId, String parentId, ImportedMessage file) {
    Message message = new Message(id, sessionId, parentId, file.author(), file.createdAt());
    message.content = file.content();
    message.reasoning = file.reasoning();
    message.status = file.status();
    message.finishReason = file.finishReason();
    message.provider = file.provider();
    message.model = file.model();
    message.responseTimeMs = file.responseTimeMs();
    if (file.usage() != null) {
      message.promptTokens = file.usage().promptTokens();
      message.completionTokens = file.usage().completionTokens();
    }
    return message;
  }

  /** The place for the answer that {@code generation} is about to make. */
  public static Message answering(Message asked, Generation generation) {
    Message message =
        new Message(
            generation.messageId(),
            asked.sessionId,
            asked.id,
            Author.ASSISTANT,
            generation.startedAt());
    message.content = "";
    message.makeRunning(generation);
    return message;
  }

  /** Goes on with an answer that had ended early: its text stays, how it had ended is forgotten. */
  public void reopen(Generation generation) {
    if (!continuable()) {
      throw new IllegalStateException("there is nothing to continue");
    }
    makeRunning(generation);
  }

  private void makeRunning(Generation generation) {
    status = MessageStatus.RUNNING;
    generationId = generation.id();
    provider = generation.provider();
    model = generation.model();
    finishReason = null;
    promptTokens = null;
    completionTokens = null;
    responseTimeMs = null;
    problem = null;
    problemDetail = null;
  }

  /** Whether the answer was made here and ended before it was whole. */
  public boolean continuable() {
    return author == Author.ASSISTANT
        && generationId != null
        && switch (status) {
          case STOPPED, FAILED, INTERRUPTED -> true;
          case COMPLETE -> finishReason == FinishReason.LENGTH;
          case RUNNING -> false;
        };
  }

  public String id() {
    return id;
  }

  public String sessionId() {
    return sessionId;
  }

  public String parentId() {
    return parentId;
  }

  public Author author() {
    return author;
  }

  public MessageStatus status() {
    return status;
  }

  /** The newest generation that worked on it; null for what a user has said. */
  public String generationId() {
    return generationId;
  }

  public FinishReason finishReason() {
    return finishReason;
  }

  public String provider() {
    return provider;
  }

  public String model() {
    return model;
  }

  /** Null when the provider did not say. */
  public Usage usage() {
    return promptTokens == null || completionTokens == null
        ? null
        : new Usage(promptTokens, completionTokens);
  }

  public Long responseTimeMs() {
    return responseTimeMs;
  }

  public Problem problem() {
    return problem;
  }

  public String problemDetail() {
    return problemDetail;
  }

  public Instant createdAt() {
    return StoredTime.instant(createdAt);
  }

  public String content() {
    return content;
  }

  /** Empty when there is none. */
  public String reasoning() {
    return reasoning == null ? "" : reasoning;
  }

  /** Whether later prompts include it. */
  public boolean inContext() {
    return inContext;
  }
}
