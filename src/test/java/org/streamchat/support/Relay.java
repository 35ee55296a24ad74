package org.streamchat.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;

/**
 * The network between two processes: a relay on this machine, for any protocol over TCP, that can
 * be cut, slowed down, silenced and mended.
 */
public final class Relay implements AutoCloseable {
  private static final byte[] BAD_GATEWAY =
      ("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 24\r\n"
              + "Connection: close\r\n\r\n<h1>502 Bad Gateway</h1>")
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final long MOMENT = Duration.ofMillis(10).toNanos();

  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Socket> unanswered = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "relay");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "relay-clock");
            thread.setDaemon(true);
            return thread;
          });
  private volatile int server;
  private volatile boolean broken;
  private volatile boolean deploying;
  private volatile boolean silent;
  private volatile String lostRequest;
  private volatile Duration longestLife;
  private volatile long delayNanos;
  private volatile int bytesPerSecond;

  public Relay(URI server) {
    this(server, ServerSocketFactory.getDefault());
  }

  /** One whose clients speak as the doors of this factory do, e.g. by TLS. */
  public Relay(URI server, ServerSocketFactory doors) {
    this.server = server.getPort();
    try {
      door = doors.createServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  public URI url() {
    return URI.create("http://localhost:" + port() + "/");
  }

  /** New connections lead to this server from now on; those there are stay as they are. */
  public void leadTo(URI other) {
    server = other.getPort();
  }

  /** Ends every connection once; new ones get through. */
  public void cut() {
    for (Socket socket : sockets) {
      close(socket);
    }
  }

  /** Ends every connection and takes no new one until {@link #mend()}. */
  public void breakDown() {
    broken = true;
    cut();
  }

  /** Breaks down, and mends itself after so long. */
  public void breakDownFor(Duration time) {
    breakDown();
    clock.schedule(this::mend, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Behaves like a proxy whose server is being replaced until {@link #mend()}: 502 for everyone.
   */
  public void deploy() {
    deploying = true;
    cut();
  }

  /** From now on no connection gets older than this, like behind a proxy that cuts long ones. */
  public void limit(Duration life) {
    longestLife = life;
    cut();
  }

  /** Connections stand, but nothing gets through until {@link #mend()}. */
  public void silence() {
    silent = true;
  }

  /**
   * Until {@link #mend()} a client that says this is heard, but hears nothing any more on that
   * connection.
   */
  public void loseRepliesTo(String request) {
    lostRequest = request;
  }

  /** Whatever is said takes so long to arrive, in either direction. */
  public void delay(Duration time) {
    delayNanos = time.toNanos();
  }

  /** No more than this gets through on one connection. */
  public void throttle(int bytesASecond) {
    bytesPerSecond = bytesASecond;
  }

  /** The network is as good as new. */
  public void mend() {
    broken = false;
    deploying = false;
    silent = false;
    lostRequest = null;
    longestLife = null;
    delayNanos = 0;
    bytesPerSecond = 0;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        sockets.add(near);
        threads.execute(() -> connect(near));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket near) {
    try {
      if (broken) {
        throw new IOException("broken down");
      }
      if (deploying) {
        refuse(near);
        return;
      }
      Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
      sockets.add(far);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Duration life = longestLife;
      if (life != null) {
        clock.schedule(() -> close(near), life.toMillis(), TimeUnit.MILLISECONDS);
      }
      threads.execute(() -> pump(near, far));
      pump(far, near);
    } catch (IOException unreachable) {
      sockets.remove(near);
      close(near);
    }
  }

  private void refuse(Socket near) throws IOException {
    try (near) {
      int read = near.getInputStream().read(new byte[16 * 1024]);
      if (read > 0) {
        near.getOutputStream().write(BAD_GATEWAY);
      }
    } finally {
      sockets.remove(near);
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hold(count, from);
        if (isLost(buffer, count)) {
          unanswered.add(from);
        }
        if (!unanswered.contains(to)) {
          out.write(buffer, 0, count);
        }
      }
    } catch (IOException over) {
      // One side has left; the other is closed with it.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
      unanswered.remove(from);
      unanswered.remove(to);
    }
  }

  private boolean isLost(byte[] said, int count) {
    String request = lostRequest;
    return request != null
        && new String(said, 0, count, StandardCharsets.ISO_8859_1).contains(request);
  }

  /** Keeps what has come for as long as the network would. */
  private void hold(int bytes, Socket from) {
    int rate = bytesPerSecond;
    long until = System.nanoTime() + delayNanos + (rate == 0 ? 0 : bytes * 1_000_000_000L / rate);
    for (long left = until - System.nanoTime();
        (left > 0 || silent) && !from.isClosed();
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(left > 0 ? Math.min(left, MOMENT) : MOMENT);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
