package org.streamchat.conversation.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.streamchat.platform.entity.StoredTime;

/**
 * A conversation that a user owns. At most one generation of it runs at a time: {@link #answering}
 * is refused to all but one of several that try at once, by the version.
 */
@Entity
@Table(name = "chat_session")
public class ChatSession {
  private static final int DERIVED_TITLE_CHARACTERS = 50;

  @Id private String id;
  private String owner;
  private String title;

  @Column(name = "title_set_by_user")
  private boolean titleSetByUser;

  @Column(name = "role_id")
  private String role;

  private String provider;
  private String model;

  @Column(name = "system_prompt")
  private String systemPrompt;

  @Column(name = "current_leaf")
  private String currentLeaf;

  @Column(name = "active_generation")
  private String activeGeneration;

  @Version private long version;

  @Column(name = "created_at")
  private String createdAt;

  @Column(name = "updated_at")
  private String updatedAt;

  protected ChatSession() {}

  public ChatSession(String id, String owner, Instant now) {
    this.id = id;
    this.owner = owner;
    this.title = "";
    this.createdAt = StoredTime.of(now);
    this.updatedAt = StoredTime.of(now);
  }

  /** The title a session has until its user or the model finds a better one. */
  public static String titleFrom(String text) {
    return Texts.first(DERIVED_TITLE_CHARACTERS, text.strip().replaceAll("[\\s\\p{Cntrl}]+", " "));
  }

  /** Names a session that has no name yet by what it begins with. */
  public void firstWords(String text) {
    if (!titleSetByUser && title.isEmpty()) {
      title = titleFrom(text);
    }
  }

  /** Whether it has this title, and not by its user's will. */
  public boolean isEntitled(String derived) {
    return !titleSetByUser && title.equals(derived);
  }

  /** Shows the branch that ends with this message. */
  public void show(String leaf) {
    currentLeaf = leaf;
  }

  /**
   * Makes {@code generation} the one that runs and {@code leaf}, its message, the end of the
   * branch.
   */
  public void answering(String generation, String leaf, Instant now) {
    if (activeGeneration != null) {
      throw new IllegalStateException("a generation runs already");
    }
    activeGeneration = generation;
    currentLeaf = leaf;
    updatedAt = StoredTime.of(now);
  }

  /** Applies what the change names; the rest stays. */
  public void change(SessionChange change, Instant now) {
    if (change.title() != null) {
      title = change.title();
      titleSetByUser = true;
    }
    role = change.role().orElse(role);
    provider = change.provider().orElse(provider);
    model = change.model().orElse(model);
    systemPrompt = change.systemPrompt().orElse(systemPrompt);
    updatedAt = StoredTime.of(now);
  }

  public String id() {
    return id;
  }

  public String owner() {
    return owner;
  }

  public String title() {
    return title;
  }

  public String role() {
    return role;
  }

  public String provider() {
    return provider;
  }

  public String model() {
    return model;
  }

  public String systemPrompt() {
    return systemPrompt;
  }

  /** Null while the session has no message. */
  public String currentLeaf() {
    return currentLeaf;
  }

  /** Null while none runs. */
  public String activeGeneration() {
    return activeGeneration;
  }

  public Instant createdAt() {
    return StoredTime.instant(createdAt);
  }

  public Instant updatedAt() {
    return StoredTime.instant(updatedAt);
  }
}
