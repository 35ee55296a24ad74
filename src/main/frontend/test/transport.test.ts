// @vitest-environment node
import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../src/api/problem";
import type { Frame } from "../src/stream/frames";
import { ConnectionLost, frames, SILENCE } from "../src/stream/transport";
import { done, message, session, wire } from "./support/frame";
import { badGateway, nothingToFollow, problem, scripted, streaming, type Answering } from "./support/server";

let server: Awaited<ReturnType<typeof scripted>>;
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

async function read(answer: Answering) {
  server = await scripted(answer);
  const got: Frame[] = [];
  const opened: boolean[] = [];
  let failure: unknown = null;
  try {
    for await (const frame of frames((signal) => fetch("/x", { signal }), new AbortController().signal, (nothing) => opened.push(nothing)))
      got.push(frame);
  } catch (e) {
    failure = e;
  }
  return { got, opened, failure };
}

const LOG = [session(1), message("你好 🌊", 2), message("two\nlines", 3), done(4)];

describe("the transport", () => {
  it("yields the frames of a stream", async () => {
    const { got, opened, failure } = await read(streaming(["retry: 2000\n", ":\n\n", wire(...LOG)]));
    expect(got).toEqual(LOG);
    expect(opened).toEqual([false]);
    expect(failure).toBeNull();
  });

  it("puts together what the network has cut, also within a character", async () => {
    const bytes = new TextEncoder().encode(wire(...LOG));
    const { got } = await read(streaming(Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))));
    expect(got).toEqual(LOG);
  });

  it("understands CRLF, comments, no space after the colon, and events it does not know", async () => {
    const text = ': hello\r\n\r\nid:g:1\r\nevent:message\r\ndata:{"content":"a"}\r\n\r\nid: g:2\r\nevent: future\r\ndata: ?\r\n\r\n';
    const { got } = await read(streaming([text]));
    expect(got).toEqual([message("a", 1), { event: "other", cursor: { generation: "g", seq: 2 } }]);
  });

  it("drops the half of a frame that a cut has left", async () => {
    const { got, failure } = await read(streaming([wire(message("whole", 1)), 'id: g:2\nevent: message\ndata: {"content":"hal'], "cut"));
    expect(got).toEqual([message("whole", 1)]);
    expect(failure).toBeInstanceOf(ConnectionLost);
  });

  it("does not take a frame whose end has not come, even when the connection closes cleanly", async () => {
    const { got, failure } = await read(streaming([wire(message("whole", 1)), 'id: g:2\nevent: message\ndata: {"content":"half"}\n']));
    expect(got).toEqual([message("whole", 1)]);
    expect(failure).toBeNull();
  });

  it("does not trust a connection that brings broken data", async () => {
    const { got, failure } = await read(streaming([wire(message("a", 1)), "id: g:2\nevent: message\ndata: {oops\n\n"]));
    expect(got).toEqual([message("a", 1)]);
    expect(failure).toBeInstanceOf(ConnectionLost);
  });

  it("says that there is nothing to follow", async () => {
    const { got, opened, failure } = await read(nothingToFollow);
    expect({ got, opened, failure }).toEqual({ got: [], opened: [true], failure: null });
  });

  it("throws the server's problem as a typed one", async () => {
    const { failure } = await read(problem("overloaded", 503, { "Retry-After": "3" }));
    expect(failure).toBeInstanceOf(ApiProblem);
    expect(failure).toMatchObject({ kind: "overloaded", status: 503, detail: "in detail", retryAfter: 3000, ours: true, passing: true });
  });

  it("knows a proxy's page from the server's word", async () => {
    const { failure } = await read(badGateway);
    expect(failure).toMatchObject({ kind: "", status: 502, ours: false, passing: true });
  });

  it("takes a page with status 200 for a lost connection", async () => {
    const { failure } = await read((response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Sign in</h1>"));
    expect(failure).toBeInstanceOf(ConnectionLost);
  });

  it("gives up a connection that says nothing, and counts comments as life", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let speak: (text: string) => void = () => undefined;
    server = await scripted((response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      speak = (text) => response.write(text);
      speak(wire(message("a", 1)));
    });
    const timers = vi.spyOn(globalThis, "setTimeout");
    const lives = () => timers.mock.calls.filter(([, ms]) => ms === SILENCE).length;
    // Waiting for a condition moves the false clock a little, too.
    const nearlySilence = SILENCE - 5_000;
    const stream = frames((signal) => fetch("/x", { signal }), new AbortController().signal);
    await stream.next();
    const next = stream.next();
    next.catch(() => undefined);

    await vi.waitUntil(() => lives() === 2);
    vi.advanceTimersByTime(nearlySilence);
    speak(":\n\n");
    await vi.waitUntil(() => lives() === 3);
    vi.advanceTimersByTime(nearlySilence);
    speak(wire(message("b", 2)));
    expect((await next).value).toEqual(message("b", 2));

    const silent = stream.next();
    silent.catch(() => undefined);
    vi.advanceTimersByTime(SILENCE);
    await expect(silent).rejects.toThrow("silence");
  });

  it("ends with the reason it was aborted for, also where the browser has a reason of its own", async () => {
    server = await scripted(nothingToFollow);
    const leaving = new AbortController();
    const stream = frames((signal) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode(wire(message("a", 1))));
          signal.addEventListener("abort", () => controller.error(new DOMException("BodyStreamBuffer was aborted", "AbortError")));
        },
      });
      return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
    }, leaving.signal);
    await stream.next();
    const next = stream.next();
    next.catch(() => undefined);
    leaving.abort(new ConnectionLost("glance"));
    await expect(next).rejects.toBe(leaving.signal.reason);
  });

  it("closes the connection when the reader leaves in mid-stream", async () => {
    const closed = new Promise<void>((resolve) => {
      void scripted((response) => {
        response.on("close", resolve);
        streaming([wire(message("a", 1))], "open")(response, response.req);
      }).then(async (started) => {
        server = started;
        const stream = frames((signal) => fetch("/x", { signal }), new AbortController().signal);
        await stream.next();
        await stream.return();
      });
    });
    await expect(closed).resolves.toBeUndefined();
  });
});
