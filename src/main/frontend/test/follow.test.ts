// @vitest-environment node
import { afterEach, describe, expect, it } from "vitest";
import { disconnected, reduce, unread, type Answer } from "../src/stream/answer";
import { follow, type Begin } from "../src/stream/follow";
import { step, type Phase, type Signal } from "../src/stream/phase";
import type { Wake } from "../src/stream/wake";
import { done, message, session, snapshot, wire } from "./support/frame";
import { badGateway, nothingToFollow, problem, scripted, streaming, type Answering } from "./support/server";

const SEND: Begin = { kind: "send", sessionId: null, prompt: { message: "Hi" }, key: "key-1" };
const ATTACH: Begin = { kind: "attach", sessionId: "s" };

let server: Awaited<ReturnType<typeof scripted>>;
afterEach(() => server.close());

/** Follows with no waiting at all, and remembers what happened. */
async function following(begin: Begin, ...answers: Answering[]) {
  server = await scripted(...answers);
  const waits: number[] = [];
  const phases: Phase[] = ["idle"];
  let doubt: (hard: boolean) => void = () => undefined;
  let answer: Answer = unread();
  const wake: Wake = {
    online: () => true,
    pause: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    onDoubt: (listener) => {
      doubt = listener;
      return () => undefined;
    },
    onOffline: () => () => undefined,
  };
  const signal = (each: Signal) => {
    const next = step(phases.at(-1) ?? "idle", each);
    if (next !== phases.at(-1)) phases.push(next);
  };
  signal(begin.kind === "attach" ? "attach" : "send");
  const outcome = await follow(
    begin,
    {
      answer: () => answer,
      receive: (frame) => {
        answer = reduce(answer, frame);
        if (answer.text.content.endsWith("!doubt!")) doubt(true);
      },
      signal,
      waits: () => undefined,
      disconnected: () => {
        answer = disconnected(answer);
      },
    },
    wake,
    new AbortController().signal,
  );
  return { outcome, answer, waits, phases };
}

describe("following an answer", () => {
  it("ends with the terminal event", async () => {
    const { outcome, answer, phases } = await following(SEND, streaming([wire(session(1), message("Hello", 2), done(3))]));
    expect(outcome).toEqual({ kind: "ended" });
    expect(answer.text.content).toBe("Hello");
    expect(phases).toEqual(["idle", "sending", "answering"]);
    expect(server.seen).toMatchObject([{ method: "POST", path: "/api/chat/completions", key: "key-1", body: '{"message":"Hi"}' }]);
  });

  it("goes on by cursor after a clean close, a cut and a proxy's page, with every byte once", async () => {
    const { outcome, answer, phases } = await following(
      SEND,
      streaming([wire(session(1), message("one ", 2))]),
      badGateway,
      streaming([wire(message("one ", 2), message("two ", 3)), "id: g:4\nevent: mess"], "cut"),
      badGateway,
      streaming([wire(message("three", 4), done(5))]),
    );
    expect(outcome).toEqual({ kind: "ended" });
    expect(answer.text.content).toBe("one two three");
    expect(server.seen.map(({ method, path, lastEventId }) => [method, path, lastEventId])).toEqual([
      ["POST", "/api/chat/completions", undefined],
      ["GET", "/api/chat/s/events", "g:2"],
      ["GET", "/api/chat/s/events", "g:2"],
      ["GET", "/api/chat/s/events", "g:3"],
      ["GET", "/api/chat/s/events", "g:3"],
    ]);
    expect(phases).toEqual(["idle", "sending", "answering", "reconnecting", "answering", "reconnecting", "answering"]);
  });

  it("repeats a send whose response was lost, with the same key", async () => {
    const { outcome } = await following(SEND, (response) => response.destroy(), badGateway, streaming([wire(session(1), done(2))]));
    expect(outcome).toEqual({ kind: "ended" });
    expect(server.seen.map(({ method, key }) => [method, key])).toEqual([["POST", "key-1"], ["POST", "key-1"], ["POST", "key-1"]]);
  });

  it("heals by a snapshot in parts, also when that is cut", async () => {
    const { answer } = await following(
      ATTACH,
      streaming([wire(session(1), message("old", 2), snapshot("new "), message("text "))], "cut"),
      streaming([wire(snapshot("new "), message("text "), message("whole", 9), done(10))]),
    );
    expect(answer.text.content).toBe("new text whole");
    expect(server.seen[1]?.lastEventId).toBe("g:2");
  });

  it("leaves the end to the stored state when there is nothing to follow", async () => {
    const { outcome } = await following(SEND, streaming([wire(session(1), message("a", 2))]), nothingToFollow);
    expect(outcome).toEqual({ kind: "settled" });
  });

  it("leaves the end to the stored state when the cursor is not known any more", async () => {
    const { outcome } = await following(SEND, streaming([wire(session(1))]), problem("unknown-generation", 404));
    expect(outcome).toEqual({ kind: "settled" });
  });

  it("waits as long as the server asks, for what passes", async () => {
    const { outcome, waits } = await following(SEND, problem("overloaded", 503, { "Retry-After": "7" }), streaming([wire(session(1), done(2))]));
    expect(outcome).toEqual({ kind: "ended" });
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(7000);
  });

  it("does not repeat what the server refuses", async () => {
    const { outcome } = await following(SEND, problem("provider-key-rejected", 502));
    expect(outcome).toMatchObject({ kind: "refused", problem: { kind: "provider-key-rejected" } });
    expect(server.seen).toHaveLength(1);
  });

  it("does not try for ever to begin where the server says that it cannot", async () => {
    const { outcome } = await following(SEND, ...Array.from({ length: 9 }, () => problem("database-unavailable", 503)));
    expect(outcome).toMatchObject({ kind: "refused", problem: { kind: "database-unavailable" } });
    expect(server.seen).toHaveLength(6);
  });

  it("tells of another generation instead of mixing it in", async () => {
    const { outcome, answer } = await following(ATTACH, streaming([wire(session(1), message("mine", 2))]), streaming([wire(session(1, "other"))]));
    expect(outcome).toEqual({ kind: "foreign" });
    expect(answer.text.content).toBe("mine");
  });

  it("makes a new connection at once, without a wait, when the browser says that the old one is dead", async () => {
    const { outcome, waits, answer } = await following(
      ATTACH,
      streaming([wire(session(1), message("text!doubt!", 2))], "open"),
      streaming([wire(message(" more", 3), done(4))]),
    );
    expect(outcome).toEqual({ kind: "ended" });
    expect(answer.text.content).toBe("text!doubt! more");
    expect(waits).toEqual([]);
  });
});
