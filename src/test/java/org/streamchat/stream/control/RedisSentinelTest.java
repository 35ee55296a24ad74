package org.streamchat.stream.control;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.streamchat.support.RedisSentinels;

@Timeout(180)
class RedisSentinelTest {
  @TempDir private Path home;

  @Test
  void losesNothingWhenTheSentinelsNameAnotherMaster() {
    try (RedisSentinels sentinels = RedisSentinels.start(home);
        Failover failover = new Failover(sentinels.url())) {
      failover.survives(sentinels::killMaster);
    }
  }
}
