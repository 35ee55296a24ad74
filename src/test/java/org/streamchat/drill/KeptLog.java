package org.streamchat.drill;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.StreamEntry;

/**
 * What Redis has of an answer's log, read without the product's help: the text it adds up to, its
 * ends, and whether its numbers have a hole.
 */
record KeptLog(String text, int ends, boolean hasHole) {
  private static final KeptLog NONE = new KeptLog("", 0, false);

  /** An empty one when Redis has forgotten it, or does not answer. */
  static KeptLog of(String redis, String generation) {
    try (RedisClient client = RedisClient.create(redis)) {
      return of(
          client.xrange(
              "sc-drill:{" + generation + "}:log", (StreamEntryID) null, (StreamEntryID) null));
    } catch (JedisException away) {
      return NONE;
    }
  }

  private static KeptLog of(List<StreamEntry> entries) {
    StringBuilder text = new StringBuilder();
    int ends = 0;
    boolean hole = false;
    long last = 0;
    for (StreamEntry entry : entries) {
      Map.Entry<String, String> field = entry.getFields().entrySet().iterator().next();
      char form = field.getKey().charAt(0);
      String type = field.getKey().substring(1);
      hole = hole || (form != 's' && entry.getID().getTime() != last + 1);
      last = entry.getID().getTime();
      if (form == 's') {
        try (JsonReader json = Json.createReader(new StringReader(field.getValue()))) {
          text.setLength(0);
          text.append(json.readObject().getString("content"));
        }
      } else if (form == 't' && type.equals("message")) {
        text.append(field.getValue());
      }
      ends += form == 'x' ? 1 : 0;
    }
    return new KeptLog(text.toString(), ends, hole);
  }

  /** Whether there is nothing of it. */
  boolean isGone() {
    return equals(NONE);
  }

  /** Whether it is there up to the answer's end. */
  boolean isWhole() {
    return ends > 0;
  }
}
