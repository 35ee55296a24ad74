package org.streamchat.stream.control;

import org.streamchat.stream.Page;
import org.streamchat.stream.entity.Frame;

/** Reads a tail into a page, by its own cursor and without a connection in between. */
final class PageReader implements Tail.Reader {
  private final Page page = new Page();
  private Tail tail;
  private long cursor;
  private long claimed;

  /** Follows a stream at this site from here on, or from the cursor it has come to elsewhere. */
  PageReader follow(Site site, String stream) {
    synchronized (this) {
      claimed = page.lastSeq();
      cursor = claimed;
      page.disconnected();
    }
    Tail followed = site.streams().follow(stream, this);
    synchronized (this) {
      tail = followed;
    }
    wake();
    return this;
  }

  synchronized void leave() {
    tail.detach(this);
    tail = null;
  }

  @Override
  public synchronized void wake() {
    if (tail == null) {
      return;
    }
    for (Frame frame = tail.after(cursor); frame != null; frame = tail.after(cursor)) {
      cursor = frame.seq();
      boolean known = cursor <= claimed;
      page.receive(known ? 0 : cursor, frame.type(), frame.data());
      claimed = Math.max(claimed, cursor);
    }
  }

  Page page() {
    return page;
  }

  String text() {
    return page.text();
  }
}
