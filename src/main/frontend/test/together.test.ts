// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { disconnected, reduce, unread, type Answer } from "../src/stream/answer";
import type { Begin, Outcome } from "../src/stream/follow";
import type { Signal } from "../src/stream/phase";
import type { Tabs } from "../src/stream/tabs";
import { followTogether } from "../src/stream/together";
import type { Wake } from "../src/stream/wake";
import { done, message, session, snapshot, wire } from "./support/frame";
import { scripted, type Answering } from "./support/server";
import { FakeBrowser } from "./support/tabs";

const SEND: Begin = { kind: "send", sessionId: null, prompt: { message: "Hi" }, key: "key-1" };
const ATTACH: Begin = { kind: "attach", sessionId: "s" };

let server: Awaited<ReturnType<typeof scripted>>;
let browser: FakeBrowser;
beforeEach(() => {
  browser = new FakeBrowser();
});
afterEach(() => server.close());

const wake: Wake = { online: () => true, pause: () => new Promise((resolve) => setTimeout(resolve, 1)), onDoubt: () => () => undefined, onOffline: () => () => undefined };

/** Streams under the test's hand: each request waits for what it is given. */
function hand() {
  const writes: ((text: string) => void)[] = [];
  const answering: Answering = (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.flushHeaders();
    writes.push((text) => response.write(text));
  };
  const write = async (index: number, ...frames: Parameters<typeof wire>) => {
    await vi.waitFor(() => expect(writes.length).toBeGreaterThan(index));
    writes[index]?.(wire(...frames));
  };
  return { answering, write };
}

class Tab {
  answer: Answer = unread();
  readonly signals: Signal[] = [];
  private readonly life = new AbortController();
  readonly outcome: Promise<Outcome | null>;

  constructor(begin: Begin, readonly tabs: Tabs = browser.tab()) {
    this.outcome = followTogether(
      begin,
      {
        answer: () => this.answer,
        receive: (frame) => {
          this.answer = reduce(this.answer, frame);
        },
        signal: (each) => void this.signals.push(each),
        waits: () => undefined,
        disconnected: () => {
          this.answer = disconnected(this.answer);
        },
      },
      wake,
      this.life.signal,
      tabs,
    ).catch(() => null);
  }

  shows(text: string) {
    return vi.waitFor(() => expect(this.answer.text.content).toBe(text));
  }

  close() {
    this.life.abort(new DOMException("closed", "AbortError"));
    return this.outcome;
  }
}

describe("tabs of one browser", () => {
  it("share one connection, whenever they come", async () => {
    const { answering, write } = hand();
    server = await scripted(answering);
    const first = new Tab(SEND);
    await write(0, session(1), message("one ", 2));
    await first.shows("one ");
    const second = new Tab(ATTACH);
    await second.shows("one ");
    await write(0, message("two ", 5));
    await second.shows("one two ");
    const third = new Tab(ATTACH);
    await third.shows("one two ");
    await write(0, message("three", 6), done(7));
    expect(await Promise.all([first, second, third].map((tab) => tab.outcome))).toEqual([{ kind: "ended" }, { kind: "ended" }, { kind: "ended" }]);
    for (const tab of [first, second, third]) expect(tab.answer.text.content).toBe("one two three");
    expect(server.seen).toHaveLength(1);
  });

  it("go on by their own cursor when the one that reads is closed", async () => {
    const { answering, write } = hand();
    server = await scripted(answering, answering);
    const first = new Tab(SEND);
    await write(0, session(1), message("one ", 2));
    await first.shows("one ");
    const second = new Tab(ATTACH);
    const third = new Tab(ATTACH);
    await second.shows("one ");
    await first.close();
    await write(1, message("one ", 2), message("two", 3), done(4));
    expect(await second.outcome).toEqual({ kind: "ended" });
    expect(await third.outcome).toEqual({ kind: "ended" });
    expect(second.answer.text.content).toBe("one two");
    expect(third.answer.text.content).toBe("one two");
    expect(server.seen).toHaveLength(2);
    expect(server.seen[1]).toMatchObject({ path: "/api/chat/s/events", lastEventId: "g:2" });
  });

  it("never show a part of a snapshot as the whole", async () => {
    const { answering, write } = hand();
    server = await scripted(answering, answering);
    const first = new Tab(SEND);
    await write(0, session(1), message("one ", 2));
    await first.shows("one ");
    const second = new Tab(ATTACH);
    await second.shows("one ");
    await write(0, snapshot("one two "), message("three "));
    await first.shows("one two three ");
    const third = new Tab(ATTACH);
    await third.shows("one ");
    expect(second.answer.text.content).toBe("one ");
    await write(0, message("four", 9));
    await second.shows("one two three four");
    await third.shows("one two three four");
    await write(0, done(10));
    await second.outcome;
  });

  it("lack nothing of what had come when nobody listened yet", async () => {
    const { answering, write } = hand();
    server = await scripted(answering);
    const first = new Tab(SEND);
    await write(0, session(1), message("one ", 2), snapshot("one two "));
    await first.shows("one two ");
    const second = new Tab(ATTACH);
    await second.shows("one ");
    await write(0, message("three", 9));
    await second.shows("one two three");
    await write(0, done(10));
    expect(await second.outcome).toEqual({ kind: "ended" });
  });

  it("tell each other nothing while there is only one", async () => {
    const { answering, write } = hand();
    server = await scripted(answering);
    const posted: unknown[] = [];
    const tabs = browser.tab();
    const alone = new Tab(SEND, {
      ...tabs,
      join: (name, listener) => {
        const channel = tabs.join(name, listener);
        return { ...channel, post: (each) => void posted.push(each) };
      },
    });
    await write(0, session(1), message("one ", 2), message("two ", 3), message("three", 4));
    await alone.shows("one two three");
    await write(0, done(5));
    await alone.outcome;
    expect(posted).not.toContainEqual(expect.objectContaining({ kind: "frame" }));
  });

  it("take over from a tab that the browser has frozen", { timeout: 15_000 }, async () => {
    const { answering, write } = hand();
    server = await scripted(answering, answering);
    const first = new Tab(SEND);
    await write(0, session(1), message("one ", 2));
    await first.shows("one ");
    browser.frozen.add(first.tabs);
    const second = new Tab(ATTACH);
    await vi.waitFor(() => expect(server.seen).toHaveLength(2), 10_000);
    await write(1, session(1), message("one ", 2), message("two", 3), done(4));
    await second.outcome;
    expect(second.answer.text.content).toBe("one two");
  });

  it("look in now and then when all connections are taken", { timeout: 15_000 }, async () => {
    const { answering, write } = hand();
    server = await scripted(answering, answering, answering);
    const none = new AbortController();
    for (let slot = 0; slot < 4; slot++) await browser.tab().acquire(`slot.${slot}`, { signal: none.signal });
    const tab = new Tab(SEND);
    await write(0, session(1), message("one ", 2));
    await write(1, message("two ", 3), snapshot("one two three "));
    await write(2, snapshot("one two three four"), message("", 4), done(5));
    expect(await tab.outcome).toEqual({ kind: "ended" });
    expect(tab.answer.text.content).toBe("one two three four");
    expect(tab.signals).not.toContain("lose");
    expect(server.seen.length).toBeGreaterThanOrEqual(2);
  });
});
