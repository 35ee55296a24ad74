package org.streamchat.conversation.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A role that a user has made; nobody else sees it. */
@Entity
@Table(name = "chat_role")
public non-sealed class OwnRole implements Role {
  @Id private String id;
  private String owner;
  private String name;
  private String icon;
  private String prompt;
  private String model;
  private Double temperature;
  @Version private long version;

  protected OwnRole() {}

  public OwnRole(String id, String owner, RoleText text) {
    this.id = id;
    this.owner = owner;
    become(text);
  }

  public final void become(RoleText text) {
    name = text.name();
    icon = text.icon();
    prompt = text.prompt();
    model = text.model();
    temperature = text.temperature();
  }

  public boolean belongsTo(String someone) {
    return owner.equals(someone);
  }

  /** Its text. */
  public RoleText text() {
    return new RoleText(name, icon, prompt, model, temperature);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String promptFor(String text) {
    return prompt;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public Double temperature() {
    return temperature;
  }
}
