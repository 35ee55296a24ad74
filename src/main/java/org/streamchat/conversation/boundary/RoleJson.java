package org.streamchat.conversation.boundary;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Map;
import org.streamchat.conversation.entity.BuiltInRole;
import org.streamchat.conversation.entity.OwnRole;
import org.streamchat.conversation.entity.Role;
import org.streamchat.conversation.entity.RoleText;

/** Roles in the form of the wire. */
final class RoleJson {
  private static final JsonBuilderFactory JSON =
      JsonProvider.provider().createBuilderFactory(Map.of());

  private RoleJson() {}

  static JsonArrayBuilder list() {
    return JSON.createArrayBuilder();
  }

  static JsonObject roles(JsonArrayBuilder list) {
    return JSON.createObjectBuilder().add("roles", list).build();
  }

  /**
   * @param chinese the language of a role that has several
   */
  static JsonObject role(Role role, boolean chinese) {
    if (role instanceof BuiltInRole builtIn) {
      return json(role.id(), true, builtIn.text(chinese));
    }
    return json(role.id(), false, ((OwnRole) role).text());
  }

  private static JsonObject json(String id, boolean builtIn, RoleText text) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("id", id).add("builtIn", builtIn).add("name", text.name());
    if (text.icon() != null) {
      json.add("icon", text.icon());
    }
    json.add("prompt", text.prompt());
    if (text.model() != null) {
      json.add("model", text.model());
    }
    if (text.temperature() != null) {
      json.add("temperature", text.temperature());
    }
    return json.build();
  }
}
