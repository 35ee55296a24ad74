package org.streamchat.stream.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Entry.Form;
import redis.clients.jedis.resps.StreamEntry;

/** Entries as Redis holds them: one field, named by form and type, with the payload. */
final class StoredEntries {
  private static final Logger LOG = System.getLogger(StoredEntries.class.getName());

  private StoredEntries() {}

  /** The arguments with field and value of each entry behind them. */
  static List<String> added(List<String> arguments, List<Entry> entries) {
    for (Entry entry : entries) {
      arguments.add(entry.form().code() + entry.type());
      arguments.add(entry.payload());
    }
    return arguments;
  }

  /** Up to an entry that cannot be read, e.g. that of a later version: behind it is a hole. */
  static List<Entry> readable(String stream, List<StreamEntry> stored) {
    List<Entry> entries = new ArrayList<>(stored.size());
    for (StreamEntry one : stored) {
      try {
        entries.add(entry(one));
      } catch (RuntimeException unknown) {
        LOG.log(
            Level.ERROR,
            "Stream {0} cannot be read from entry {1} on: {2}",
            stream,
            one.getID(),
            unknown.getClass().getSimpleName());
        break;
      }
    }
    return entries;
  }

  private static Entry entry(StreamEntry stored) {
    Map.Entry<String, String> field = stored.getFields().entrySet().iterator().next();
    String name = field.getKey();
    return new Entry(
        stored.getID().getTime(), Form.of(name.charAt(0)), name.substring(1), field.getValue());
  }
}
