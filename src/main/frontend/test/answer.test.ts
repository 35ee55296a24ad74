import { describe, expect, it } from "vitest";
import { disconnected, reduce, unread, type Answer } from "../src/stream/answer";
import type { Frame } from "../src/stream/frames";
import { done, frame, message, session, snapshot } from "./support/frame";

const after = (frames: Frame[], from: Answer = unread()) => frames.reduce(reduce, from);
const LOG = [session(1), message("Hel", 2), message("lo, ", 3), message("world", 5), done(6)];

describe("an answer", () => {
  it("grows by its frames and knows whose it is", () => {
    const answer = after(LOG);
    expect(answer.text.content).toBe("Hello, world");
    expect(answer).toMatchObject({ generationId: "g", messageId: "m", userMessageId: "u", sessionId: "s", lastSeq: 6 });
    expect(answer.end).toEqual({ done: { messageId: "m", finishReason: "stop" } });
  });

  it("is the same, not only equal, after a replay from any cursor", () => {
    const answer = after(LOG.slice(0, 4));
    for (let from = 0; from < 4; from++) expect(after(LOG.slice(from, 4), answer)).toBe(answer);
  });

  it("has no gap and no repeat, however often the connection is cut", () => {
    const whole = after(LOG).text.content;
    for (let cut = 0; cut <= LOG.length; cut++) {
      const first = disconnected(after(LOG.slice(0, cut)));
      const rest = LOG.filter((each) => (each.cursor?.seq ?? 0) > first.lastSeq - 2);
      expect(after(rest, first).text.content).toBe(whole);
    }
  });

  it("takes nothing more after its end", () => {
    const answer = after(LOG);
    expect(reduce(answer, message("!", 7))).toBe(answer);
    expect(reduce(answer, message("!"))).toBe(answer);
  });

  it("never takes a frame of another generation", () => {
    const answer = after([session(1), message("mine", 2)]);
    expect(reduce(answer, message("theirs", 9, "other"))).toBe(answer);
    expect(reduce(answer, session(1, "other"))).toBe(answer);
  });

  it("is replaced by a snapshot", () => {
    expect(after([session(1), message("wrong", 2), snapshot("right", 7), message("!", 8)]).text.content).toBe("right!");
  });

  it("applies every frame without id of a snapshot in parts", () => {
    const answer = after([session(1), message("old", 2), snapshot("one "), message("two "), message("three", 40)]);
    expect(answer.text.content).toBe("one two three");
    expect(answer.lastSeq).toBe(40);
  });

  it("goes back to what its cursor stands for when a snapshot in parts is cut", () => {
    const cut = disconnected(after([session(1), message("old", 2), snapshot("one "), message("two ")]));
    expect(cut.text.content).toBe("old");
    expect(cut.lastSeq).toBe(2);
    expect(after([message(" text", 3)], cut).text.content).toBe("old text");
  });

  it("shows the stored text until the log speaks, which holds all of it", () => {
    const stored = unread({ content: "stored par", reasoning: "" }, "m");
    expect(after([session(1)], stored).text.content).toBe("stored par");
    expect(after([session(1), message("stored part and more", 4)], stored).text.content).toBe("stored part and more");
    expect(after([session(1), snapshot("stored partial", 2), message(" text", 3)], stored).text.content).toBe("stored partial text");
  });

  it("keeps the stored text over a connection that brought none", () => {
    const stored = unread({ content: "stored", reasoning: "" }, "m");
    expect(disconnected(after([session(1)], stored)).text.content).toBe("stored");
  });

  it("keeps reasoning apart from the text", () => {
    const answer = after([session(1), frame({ event: "reasoning", data: { content: "hm" } }, 2), message("yes", 3)]);
    expect(answer.text).toEqual({ content: "yes", reasoning: "hm" });
  });

  it("remembers a notice until the answer goes on", () => {
    const noticed = after([session(1), frame({ event: "notice", data: { state: "recovering" } }, 2)]);
    expect(noticed.notice).toBe("recovering");
    expect(reduce(noticed, message("on", 3)).notice).toBeNull();
  });

  it("counts the cursor of an event it does not know", () => {
    expect(after([session(1), frame({ event: "other" }, 2)]).lastSeq).toBe(2);
  });

  it("ends with an error and keeps the part that came", () => {
    const error = { type: "urn:streamchat:problem:provider-broke-off", title: "broke off", retryable: true, partial: true };
    const answer = after([session(1), message("half", 2), frame({ event: "error", data: error }, 3)]);
    expect(answer.text.content).toBe("half");
    expect(answer.end).toEqual({ error });
  });
});
