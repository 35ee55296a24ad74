package org.streamchat.browser;

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

/** The network between browser and server: a relay on this machine that can be cut and mended. */
final class Relay implements AutoCloseable {
  private static final byte[] BAD_GATEWAY =
      ("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 24\r\n"
              + "Connection: close\r\n\r\n<h1>502 Bad Gateway</h1>")
          .getBytes(StandardCharsets.ISO_8859_1);

  private final ServerSocket door;
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
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
  private volatile boolean broken;
  private volatile boolean deploying;
  private volatile Duration longestLife;

  Relay(URI server) {
    this.server = server.getPort();
    try {
      door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  URI url() {
    return URI.create("http://localhost:" + door.getLocalPort() + "/");
  }

  /** Ends every connection once; new ones get through. */
  void cut() {
    for (Socket socket : sockets) {
      close(socket);
    }
  }

  /** Ends every connection and takes no new one until {@link #mend()}. */
  void breakDown() {
    broken = true;
    cut();
  }

  /** From now on no connection gets older than this, like behind a proxy that cuts long ones. */
  void limit(Duration life) {
    longestLife = life;
    cut();
  }

  /** Breaks down, and mends itself after so long. */
  void breakDownFor(Duration time) {
    breakDown();
    clock.schedule(this::mend, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Behaves like a proxy whose server is being replaced until {@link #mend()}: 502 for everyone.
   */
  void deploy() {
    deploying = true;
    cut();
  }

  void mend() {
    broken = false;
    deploying = false;
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
        Socket browser = door.accept();
        if (broken) {
          close(browser);
          continue;
        }
        if (deploying) {
          threads.execute(() -> refuse(browser));
          continue;
        }
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.add(browser);
        sockets.add(behind);
        Duration life = longestLife;
        if (life != null) {
          clock.schedule(() -> close(browser), life.toMillis(), TimeUnit.MILLISECONDS);
        }
        threads.execute(() -> pump(browser, behind));
        threads.execute(() -> pump(behind, browser));
      } catch (IOException unreachable) {
        // The browser's connection is left to fail: the server is not there.
        cut();
      }
    }
  }

  private void refuse(Socket browser) {
    try (browser) {
      int read = browser.getInputStream().read(new byte[16 * 1024]);
      if (read > 0) {
        browser.getOutputStream().write(BAD_GATEWAY);
      }
    } catch (IOException over) {
      // The browser has left by itself.
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
    } catch (IOException over) {
      // One side has left; the other is closed with it.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
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
