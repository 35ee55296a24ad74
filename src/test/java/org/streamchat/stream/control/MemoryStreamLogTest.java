package org.streamchat.stream.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;

class MemoryStreamLogTest extends StreamLogContract {
  private final MemoryStore store = new MemoryStore();
  private final Map<String, Queue<String>> hints = new HashMap<>();

  @BeforeEach
  void listen() {
    hints.put(A, hintsOf(node(A)));
    hints.put(B, hintsOf(node(B)));
  }

  @Override
  StreamLog node(String name) {
    return store.node(name);
  }

  @Override
  void expireLease(String stream) {
    store.expireLease(stream);
  }

  @Override
  void trim(String stream, int lost) {
    store.trim(stream, lost);
  }

  @Override
  Queue<String> hints(String node) {
    return hints.get(node);
  }
}
