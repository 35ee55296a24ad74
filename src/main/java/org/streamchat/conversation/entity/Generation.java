package org.streamchat.conversation.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.streamchat.platform.entity.StoredTime;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Turn;
import org.streamchat.provider.entity.Usage;

/**
 * The making of one assistant message. Only a new one is written through this object; its owner,
 * its progress and its end are conditional updates ({@code Conversations}), because several nodes
 * may try them at once.
 */
@Entity
@Table(name = "generation")
public class Generation {
  @Id private String id;

  @Column(name = "session_id")
  private String sessionId;

  @Column(name = "message_id")
  private String messageId;

  @Column(name = "user_message_id")
  private String userMessageId;

  private String owner;

  @Column(name = "idempotency_key")
  private String idempotencyKey;

  @Enumerated(EnumType.STRING)
  private MessageStatus status;

  private long epoch;
  private String node;

  @Column(name = "last_seq")
  private long lastSeq;

  @Column(name = "role_id")
  private String role;

  private String provider;
  private String model;
  private Double temperature;

  @Column(name = "max_tokens")
  private Integer maxTokens;

  @Enumerated(EnumType.STRING)
  @Column(name = "finish_reason")
  private FinishReason finishReason;

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

  @Column(name = "started_at")
  private String startedAt;

  @Column(name = "ended_at")
  private String endedAt;

  protected Generation() {}

  private Generation(String id, ChatSession session, String node, Instant now) {
    this.id = id;
    this.sessionId = session.id();
    this.owner = session.owner();
    this.role = session.role();
    this.status = MessageStatus.RUNNING;
    this.epoch = 1;
    this.node = node;
    this.startedAt = StoredTime.of(now);
  }

  /** A generation that answers {@code ask}, owned by {@code node}. */
  public static Generation answering(
      Ask ask,
      ChatSession session,
      String id,
      String userMessageId,
      String messageId,
      String node,
      Instant now) {
    Generation generation = new Generation(id, session, node, now);
    generation.userMessageId = userMessageId;
    generation.messageId = messageId;
    generation.idempotencyKey = ask.idempotencyKey();
    generation.temperature = ask.temperature();
    generation.maxTokens = ask.maxTokens();
    return generation;
  }

  /** A generation that goes on with the message of {@code earlier}, owned by {@code node}. */
  public static Generation continuing(
      Generation earlier, ChatSession session, String id, String node, Instant now) {
    Generation generation = new Generation(id, session, node, now);
    generation.userMessageId = earlier.userMessageId;
    generation.messageId = earlier.messageId;
    generation.temperature = earlier.temperature;
    generation.maxTokens = earlier.maxTokens;
    return generation;
  }

  public Generation by(String chosenProvider, String chosenModel) {
    provider = chosenProvider;
    model = chosenModel;
    return this;
  }

  /** Takes what the role says where the user has said nothing. */
  public Generation inRole(Role chosen) {
    temperature = temperature == null ? chosen.temperature() : temperature;
    return this;
  }

  public boolean belongsTo(String someOwner, String someSession) {
    return owner.equals(someOwner) && sessionId.equals(someSession);
  }

  public Running running(List<Turn> turns, Message message) {
    return new Running(
        id,
        epoch,
        owner,
        sessionId,
        messageId,
        userMessageId,
        provider,
        model,
        temperature,
        maxTokens,
        role,
        turns,
        message.content(),
        message.reasoning(),
        lastSeq,
        startedAt().atOffset(ZoneOffset.UTC));
  }

  public Answer answer(Message message) {
    return new Answer(
        id,
        sessionId,
        messageId,
        userMessageId,
        status,
        lastSeq,
        message.content(),
        message.reasoning(),
        finishReason,
        promptTokens == null || completionTokens == null
            ? null
            : new Usage(promptTokens, completionTokens),
        responseTimeMs,
        problem,
        problemDetail,
        provider,
        model,
        role);
  }

  public String id() {
    return id;
  }

  public String owner() {
    return owner;
  }

  /** Null when the send had none. */
  public String idempotencyKey() {
    return idempotencyKey;
  }

  public long epoch() {
    return epoch;
  }

  public String node() {
    return node;
  }

  /** Null for the provider's default. */
  public Double temperature() {
    return temperature;
  }

  /** Null for the provider's default. */
  public Integer maxTokens() {
    return maxTokens;
  }

  public String sessionId() {
    return sessionId;
  }

  public String messageId() {
    return messageId;
  }

  public String userMessageId() {
    return userMessageId;
  }

  /** The role's id, or null. */
  public String role() {
    return role;
  }

  public MessageStatus status() {
    return status;
  }

  public long lastSeq() {
    return lastSeq;
  }

  public String provider() {
    return provider;
  }

  public String model() {
    return model;
  }

  public Instant startedAt() {
    return StoredTime.instant(startedAt);
  }
}
