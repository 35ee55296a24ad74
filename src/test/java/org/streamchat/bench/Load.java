package org.streamchat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Many clients on one thread, each with one request on one connection. */
final class Load implements AutoCloseable {
  private final Selector selector;
  private final InetSocketAddress server;
  private final List<Client> clients = new ArrayList<>();
  private final Samples latencies = new Samples();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

  /** One connection. */
  final class Client implements Token.Listener {
    private final ByteBuffer request;
    private final Token.Finder finder = new Token.Finder(this);
    private final ChunkedBody body = new ChunkedBody(finder::next);
    private final long openedNanos = System.nanoTime();
    private long arrivedNanos;
    private long firstNanos;
    private long reachedNanos;
    private int next;
    private int wrong;
    private boolean gone;

    Client(byte[] request) {
      this.request = ByteBuffer.wrap(request);
    }

    @Override
    public void token(long nanos, int number) {
      if (firstNanos == 0) {
        firstNanos = arrivedNanos;
      }
      if (number == next) {
        next++;
        latencies.add(arrivedNanos - nanos);
      } else {
        wrong++;
      }
    }

    /** The response has begun. */
    boolean answered() {
      return body.bytes() > 0;
    }

    boolean ended() {
      return body.isComplete();
    }

    int tokens() {
      return next;
    }
  }

  /**
   * What came of it; times in nanoseconds.
   *
   * @param whole clients that got every token once and in order, and reached the aim
   * @param firstTokens from opening the connection to the first token
   * @param reached from opening the connection to the aim
   */
  record Outcome(
      int clients,
      int whole,
      long tokens,
      double seconds,
      Samples firstTokens,
      Samples latencies,
      Samples reached) {}

  Load(int port) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] get(String path) {
    return request("GET", path, "");
  }

  static byte[] post(String path, String json) {
    return request("POST", path, json);
  }

  private static byte[] request(String method, String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String entity =
        body.length == 0
            ? ""
            : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            + entity
            + "\r\n"
            + json)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Opens a connection for each request, evenly over the ramp, and reads until all clients have
   * come to the aim or the limit has passed. Connections stay open.
   */
  Outcome run(
      List<byte[]> requests,
      Duration ramp,
      Predicate<Client> aim,
      int expectedTokens,
      Duration limit) {
    long begun = System.nanoTime();
    long last = begun;
    int opened = 0;
    int waiting = requests.size();
    List<Client> mine = new ArrayList<>();
    try {
      while (waiting > 0 && System.nanoTime() - begun < limit.toNanos()) {
        while (opened < requests.size()
            && System.nanoTime() - begun >= ramp.toNanos() / requests.size() * opened) {
          mine.add(open(requests.get(opened++)));
        }
        selector.select(1);
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
          SelectionKey key = keys.next();
          keys.remove();
          Client client = (Client) key.attachment();
          attend(key, client);
          if (client.reachedNanos == 0 && (client.gone || aim.test(client))) {
            client.reachedNanos = System.nanoTime();
            last = client.reachedNanos;
            waiting--;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return outcome(mine, aim, expectedTokens, (last - begun) / 1e9);
  }

  private Client open(byte[] request) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    Client client = new Client(request);
    channel.register(selector, SelectionKey.OP_CONNECT, client);
    if (channel.connect(server)) {
      throw new IOException("connected at once");
    }
    clients.add(client);
    return client;
  }

  private void attend(SelectionKey key, Client client) {
    try {
      SocketChannel channel = (SocketChannel) key.channel();
      if (key.isConnectable() && channel.finishConnect()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
      if (key.isWritable()) {
        channel.write(client.request);
        if (!client.request.hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ);
        }
      }
      if (key.isReadable()) {
        buffer.clear();
        if (channel.read(buffer) < 0) {
          throw new IOException("the server has closed");
        }
        client.arrivedNanos = System.nanoTime();
        client.body.feed(buffer.flip());
      }
      if (client.ended()) {
        key.cancel();
        channel.close();
      }
    } catch (IOException left) {
      client.gone = true;
      key.cancel();
    }
  }

  private Outcome outcome(
      List<Client> mine, Predicate<Client> aim, int expectedTokens, double seconds) {
    Samples firstTokens = new Samples();
    Samples reached = new Samples();
    int whole = 0;
    long tokens = 0;
    for (Client client : mine) {
      tokens += client.next;
      if (client.firstNanos > 0) {
        firstTokens.add(client.firstNanos - client.openedNanos);
      }
      if (aim.test(client) && client.next == expectedTokens && client.wrong == 0) {
        whole++;
        reached.add(client.reachedNanos - client.openedNanos);
      }
    }
    return new Outcome(mine.size(), whole, tokens, seconds, firstTokens, latencies, reached);
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
