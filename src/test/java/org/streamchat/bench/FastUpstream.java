package org.streamchat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OpenAI-compatible upstream on one thread. A question says how it is to be answered: {@code
 * tokens=300 gap=20000} is 300 tokens, one every 20 ms; without a gap they come at once; {@code
 * hold} leaves the answer open until it is {@link #release() released}. Whatever else is asked, a
 * title say, gets two words.
 */
final class FastUpstream implements AutoCloseable {
  private static final Pattern TOKENS = Pattern.compile("tokens=(\\d+)");
  private static final Pattern GAP = Pattern.compile("gap=(\\d+)");
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{";
  private static final byte[] BEFORE = ascii(CHUNK + "\"content\":\"");
  private static final byte[] BEHIND = ascii("\"},\"finish_reason\":null}]}\n\n\r\n");
  private static final byte[] SIZE =
      ascii(Integer.toHexString(BEFORE.length + Token.LENGTH + BEHIND.length - 2) + "\r\n");
  private static final byte[] HEAD =
      ascii(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding:"
              + " chunked\r\n\r\n");
  private static final int INPUT = 64 * 1024;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final Thread thread = new Thread(this::serve, "bench-upstream");
  private final PriorityQueue<Answer> due =
      new PriorityQueue<>((one, other) -> Long.compare(one.dueNanos, other.dueNanos));
  private final List<Answer> held = new ArrayList<>();
  private volatile boolean releasing;
  private volatile boolean closed;

  /** A connection, and the answer that is given on it. */
  private static final class Answer {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(INPUT);
    private ByteBuffer out = ByteBuffer.allocate(4 * 1024);
    private int tokens;
    private long gapNanos;
    private boolean hold;
    private int next;
    private long dueNanos;

    Answer(SocketChannel channel, SelectionKey key) {
      this.channel = channel;
      this.key = key;
    }
  }

  FastUpstream() {
    try {
      selector = Selector.open();
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.socket().getLocalPort();
  }

  /** The value for {@code OPENAI_BASE_URL}. */
  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  /** Ends all answers that are held. */
  void release() {
    releasing = true;
    selector.wakeup();
  }

  private void serve() {
    while (!closed) {
      try {
        selector.select(due.isEmpty() ? 1_000 : 1);
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
          SelectionKey key = keys.next();
          keys.remove();
          attend(key);
        }
        if (releasing) {
          releasing = false;
          for (Answer answer : List.copyOf(held)) {
            carefully(answer, this::end);
          }
          held.clear();
        }
        for (long now = System.nanoTime(); !due.isEmpty() && due.peek().dueNanos <= now; ) {
          carefully(due.poll(), this::speak);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private interface Step {
    void on(Answer answer) throws IOException;
  }

  private void attend(SelectionKey key) throws IOException {
    if (key.isAcceptable()) {
      for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey own = channel.register(selector, SelectionKey.OP_READ);
        own.attach(new Answer(channel, own));
      }
      return;
    }
    carefully(
        (Answer) key.attachment(),
        answer -> {
          if (key.isWritable()) {
            flush(answer);
          }
          if (key.isReadable()) {
            read(answer);
          }
        });
  }

  /** A client that has left is no matter to the others. */
  private void carefully(Answer answer, Step step) {
    try {
      step.on(answer);
    } catch (IOException | RuntimeException left) {
      answer.key.cancel();
      due.remove(answer);
      held.remove(answer);
      try {
        answer.channel.close();
      } catch (IOException gone) {
        answer.in.clear();
      }
    }
  }

  private void read(Answer answer) throws IOException {
    if (answer.channel.read(answer.in) < 0) {
      throw new IOException("the client has left");
    }
    String request =
        new String(answer.in.array(), 0, answer.in.position(), StandardCharsets.ISO_8859_1);
    int head = request.indexOf("\r\n\r\n");
    if (head < 0) {
      return;
    }
    int body = number(LENGTH, request.substring(0, head), 0);
    if (request.length() < head + 4 + body) {
      return;
    }
    answer.in.clear();
    answer(answer, request.substring(0, head), request.substring(head));
  }

  private void answer(Answer answer, String head, String question) throws IOException {
    if (!head.startsWith("POST")) {
      String json = "{\"object\":\"list\",\"data\":[{\"id\":\"bench\"}]}";
      put(
          answer,
          ascii(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                  + json.length()
                  + "\r\n\r\n"
                  + json));
      flush(answer);
      return;
    }
    put(answer, HEAD);
    boolean asked = !question.contains("Write a title");
    answer.next = 0;
    answer.tokens = asked ? number(TOKENS, question, 2) : 2;
    answer.gapNanos = asked ? number(GAP, question, 0) * 1_000L : 0;
    answer.hold = asked && question.contains("hold");
    answer.dueNanos = System.nanoTime() + answer.gapNanos;
    flush(answer);
    due.add(answer);
  }

  private void speak(Answer answer) throws IOException {
    if (!answer.key.isValid()) {
      return;
    }
    long now = System.nanoTime();
    while (answer.next < answer.tokens && answer.dueNanos <= now) {
      ByteBuffer out = room(answer, SIZE.length + BEFORE.length + Token.LENGTH + BEHIND.length);
      out.put(SIZE).put(BEFORE);
      Token.write(System.nanoTime(), answer.next++, out);
      out.put(BEHIND);
      answer.dueNanos += answer.gapNanos;
    }
    if (answer.next < answer.tokens) {
      flush(answer);
      due.add(answer);
    } else if (answer.hold) {
      flush(answer);
      held.add(answer);
    } else {
      end(answer);
    }
  }

  private void end(Answer answer) throws IOException {
    chunk(answer, CHUNK + "},\"finish_reason\":\"stop\"}]}\n\n");
    chunk(
        answer,
        "data: {\"id\":\"chatcmpl-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
            + "\"completion_tokens\":"
            + answer.tokens
            + "}}\n\n");
    chunk(answer, "data: [DONE]\n\n");
    put(answer, ascii("0\r\n\r\n"));
    flush(answer);
  }

  private static void chunk(Answer answer, String event) {
    put(answer, ascii(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n"));
  }

  private static void put(Answer answer, byte[] bytes) {
    room(answer, bytes.length).put(bytes);
  }

  private static ByteBuffer room(Answer answer, int bytes) {
    if (answer.out.remaining() < bytes) {
      ByteBuffer larger = ByteBuffer.allocate((answer.out.position() + bytes) * 2);
      answer.out = larger.put(answer.out.flip());
    }
    return answer.out;
  }

  private static void flush(Answer answer) throws IOException {
    answer.out.flip();
    answer.channel.write(answer.out);
    answer.key.interestOps(
        answer.out.hasRemaining()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ);
    answer.out.compact();
  }

  private static int number(Pattern pattern, String text, int fallback) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : fallback;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }
}
