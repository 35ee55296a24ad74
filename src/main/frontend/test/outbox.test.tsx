import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { outbox, type Unsent } from "../src/conversation/outbox";
import { aSession, problem, question, reply } from "./support/api";
import { frame } from "./support/frame";
import { freshPage } from "./support/page";

const AT = 1_000_000;
const unsent = (key: string, sessionId: string | null = "s", at = AT): Unsent => ({ key, sessionId, prompt: { message: `text ${key}` }, at });
const sessionOf = (sessionId: string) => frame({ event: "session", data: { sessionId, generationId: `g-${sessionId}`, messageId: "m", userMessageId: "u" } }, 1, `g-${sessionId}`);

let page: ReturnType<typeof freshPage>;
beforeEach(() => {
  page = freshPage();
  page.api.sessions = [aSession({ id: "s", title: "First chat" }), aSession({ id: "t", title: "Second chat" })];
  page.api.messages = [question("Q"), reply("A")];
});

describe("the outbox", () => {
  it("has a place for each send, also in one chat, and gives the oldest first", () => {
    outbox.keep(unsent("1"));
    outbox.keep(unsent("2"));
    outbox.keep(unsent("3", null));
    expect(outbox.waiting(AT).map((each) => each.key)).toEqual(["1", "2", "3"]);
    expect(outbox.pending("s", AT)?.unsent.key).toBe("1");
    outbox.keep({ ...unsent("1"), opened: "s" });
    expect(outbox.waiting(AT).map((each) => each.key)).toEqual(["1", "2", "3"]);
    outbox.clear("1");
    expect(outbox.pending("s", AT)?.unsent.key).toBe("2");
    expect(outbox.pending(null, AT)?.unsent.key).toBe("3");
  });

  it("sends nothing by itself after a while", () => {
    outbox.keep(unsent("1"));
    expect(outbox.waiting(AT + 600_000)).toEqual([]);
    expect(outbox.pending("s", AT + 600_000)).toMatchObject({ fresh: false });
  });

  it("holds twenty, and makes drafts of what does not fit", () => {
    for (let n = 1; n <= 22; n++) outbox.keep(unsent(`${n}`, `chat-${n}`));
    expect(outbox.waiting(AT).map((each) => each.key)).toEqual(Array.from({ length: 20 }, (_, n) => `${n + 3}`));
    expect(localStorage.getItem("streamchat.draft.chat-1")).toBe("text 1");
    expect(localStorage.getItem("streamchat.draft.chat-2")).toBe("text 2");
    expect(localStorage.getItem("streamchat.draft.chat-3")).toBeNull();
  });

  it("sends nothing by itself that was refused, and makes a new draft of what has no chat any more", () => {
    outbox.keep(unsent("1"));
    outbox.refused("1");
    expect(outbox.waiting(AT)).toEqual([]);
    expect(outbox.pending("s", AT)).toMatchObject({ fresh: false });
    outbox.setFree(unsent("1"));
    expect(outbox.pending("s", AT)).toBeNull();
    expect(localStorage.getItem("streamchat.draft.new")).toBe("text 1");
  });

  it("starts empty when what it finds is not its own", () => {
    sessionStorage.setItem("streamchat.outbox", '{"not":"a list"}');
    expect(outbox.waiting(AT)).toEqual([]);
  });
});

describe("two sends that wait in one tab", () => {
  const posted = () => page.api.calls.filter((call) => call.method === "POST").map((call) => [call.path, (call.body as { message: string }).message]);
  const both = [["/api/chat/s/completions", "One"], ["/api/chat/t/completions", "Two"]];

  const sendBothOffline = async () => {
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    const opened = page.open("/chat/s");
    await screen.findByText("A");
    await userEvent.type(await page.box(), "One{Enter}");
    await userEvent.click(await screen.findByRole("link", { name: "Second chat" }));
    await waitFor(() => expect(location.pathname).toBe("/chat/t"));
    await screen.findByText("A");
    await userEvent.type(await page.box(), "Two{Enter}");
    await screen.findByText("Waits for the network and is sent once");
    expect(posted()).toEqual([]);
    return { opened, online };
  };

  const takeBoth = async () => {
    await waitFor(() => expect(page.api.streams).toHaveLength(2));
    for (const stream of page.api.streams) stream.push(sessionOf(stream.path.includes("/s/") ? "s" : "t"));
    await waitFor(() => expect(sessionStorage.getItem("streamchat.outbox")).toBeNull());
  };

  it("both go, once each and in order", async () => {
    const { online } = await sendBothOffline();
    online.mockReturnValue(true);
    window.dispatchEvent(new Event("online"));
    await takeBoth();
    expect(posted()).toEqual(both);
  });

  it("both go after a reload, under their keys", async () => {
    const { opened, online } = await sendBothOffline();
    const kept = outbox.waiting(Date.now()).map((each) => each.key);
    opened.unmount();
    online.mockReturnValue(true);
    page.open("/chat/t");
    await takeBoth();
    expect(posted().sort()).toEqual(both);
    expect(page.api.calls.filter((call) => call.method === "POST").map((call) => call.headers.get("Idempotency-Key")).sort()).toEqual(kept.sort());
  });

  it("one that is refused waits for its chat to be opened, and is told there", async () => {
    sessionStorage.setItem("streamchat.outbox", JSON.stringify([unsent("1", "s", Date.now())]));
    const refusal = () => problem("provider-key-rejected", 502);
    page.api.instead.set("POST /api/chat/s/completions", refusal);
    page.open("/chat/t");
    await waitFor(() => expect(page.api.asked("POST", "/api/chat/s/completions")).toHaveLength(1));
    page.api.instead.set("POST /api/chat/s/completions", refusal);
    await userEvent.click(await screen.findByRole("link", { name: "First chat" }));
    await screen.findByText("The model provider rejected the key.", { selector: ".words" });
    expect(screen.getByText("text 1")).toBeTruthy();
  });

  it("one whose chat is gone becomes the draft of a new one", async () => {
    sessionStorage.setItem("streamchat.outbox", JSON.stringify([unsent("5", "gone", Date.now())]));
    page.api.instead.set("POST /api/chat/gone/completions", () => problem("unknown-session", 404));
    page.open("/chat/t");
    await waitFor(() => expect(page.api.asked("POST", "/api/chat/gone/completions")).toHaveLength(1));
    await waitFor(() => expect(localStorage.getItem("streamchat.draft.new")).toBe("text 5"));
    expect(sessionStorage.getItem("streamchat.outbox")).toBeNull();
  });

  it("one that was refused is in its chat's box when the reader comes back", async () => {
    page.api.instead.set("POST /api/chat/s/completions", () => problem("provider-key-rejected", 502));
    page.open("/chat/s");
    await screen.findByText("A");
    await userEvent.type(await page.box(), "Kept{Enter}");
    await screen.findByText("The model provider rejected the key.", { selector: ".words" });
    await userEvent.click(await screen.findByRole("link", { name: "Second chat" }));
    await waitFor(() => expect(location.pathname).toBe("/chat/t"));
    await userEvent.click(await screen.findByRole("link", { name: "First chat" }));
    await waitFor(async () => expect((await page.box()).value).toBe("Kept"));
    expect(page.api.asked("POST", "/api/chat/s/completions")).toHaveLength(1);
  });
});
