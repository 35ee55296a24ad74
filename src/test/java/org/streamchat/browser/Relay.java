package org.streamchat.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The network between browser and server: a relay on this machine that can be cut and mended. */
final class Relay implements AutoCloseable {
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

  void mend() {
    broken = false;
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
