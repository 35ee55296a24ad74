package org.streamchat.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** One script being played on one connection. */
final class Performance {
  private final Socket connection;
  private final InputStream in;
  private final ScriptedModel.Asked request;

  Performance(Socket connection, InputStream in, ScriptedModel.Asked request) {
    this.connection = connection;
    this.in = in;
    this.request = request;
  }

  /** False when the connection cannot be used any more. */
  boolean of(Script script) throws IOException {
    OutputStream out = connection.getOutputStream();
    try {
      if (script.status() != 0) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + script.status() + " Scripted\r\n");
        script.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        out.write(
            (head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      }
      for (Script.Step step : script.steps()) {
        if (!play(step, out)) {
          return false;
        }
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      return true;
    } catch (IOException gone) {
      request.clientHasClosed();
      return false;
    }
  }

  private boolean play(Script.Step step, OutputStream out) throws IOException {
    if (step instanceof Script.Step.Send send) {
      send(send.bytes(), out);
    } else if (step instanceof Script.Step.Follow follow) {
      return follow(follow, out);
    } else if (step instanceof Script.Step.Pause pause) {
      listen((int) Math.max(1, pause.time().toMillis()));
    } else if (step instanceof Script.Step.Wait wait) {
      while (wait.gate().getCount() > 0) {
        listen(5);
      }
    } else if (step instanceof Script.Step.Hang) {
      while (true) {
        listen(1000);
      }
    } else {
      return cut();
    }
    return true;
  }

  private static void send(byte[] bytes, OutputStream out) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(
        (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    chunk.writeBytes(bytes);
    chunk.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    out.write(chunk.toByteArray());
  }

  private boolean cut() throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
    return false;
  }

  private boolean follow(Script.Step.Follow step, OutputStream out) throws IOException {
    int next = step.from();
    while (!step.response().isEndedBefore(next)) {
      if (next - step.from() > step.most()) {
        return cut();
      }
      String event = step.response().event(next);
      if (event == null) {
        listen(1);
      } else {
        send(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8), out);
        next++;
      }
    }
    return true;
  }

  /** Lets time pass, unless the client leaves. */
  private void listen(int millis) throws IOException {
    connection.setSoTimeout(millis);
    try {
      in.mark(1);
      if (in.read() < 0) {
        throw new IOException("the client has left");
      }
      in.reset();
    } catch (SocketTimeoutException passed) {
      // What was to happen: nothing.
    } finally {
      connection.setSoTimeout(0);
    }
  }
}
