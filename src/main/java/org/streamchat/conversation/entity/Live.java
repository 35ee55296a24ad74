package org.streamchat.conversation.entity;

import java.time.Instant;
import org.streamchat.platform.entity.StoredTime;

/**
 * A running generation as an administrator sees it.
 *
 * @param user its owner
 * @param node which makes it
 * @param startedAt as it is stored, see {@link #since}
 */
public record Live(
    String id, String sessionId, String messageId, String user, String node, String startedAt) {
  public Instant since() {
    return StoredTime.instant(startedAt);
  }
}
