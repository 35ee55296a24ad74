import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aSession, problem, question, reply } from "./support/api";
import { done, message, session } from "./support/frame";
import { articles, pageOfTwoTurns } from "./support/page";

let page: ReturnType<typeof pageOfTwoTurns>;
beforeEach(() => {
  page = pageOfTwoTurns();
});
afterEach(() => vi.restoreAllMocks());

describe("branches", () => {
  it("answer a question in the middle once more, in place of what followed", async () => {
    page.open("/chat/s");
    await userEvent.click((await screen.findAllByRole("button", { name: "Answer again" }))[0] as HTMLElement);
    const stream = await page.stream(1);
    expect(stream.path).toBe("/api/chat/s/messages/m1/regenerate");
    stream.push(session(1), message("Uno", 2));
    await waitFor(() => expect(articles()).toEqual(["First?", "Uno"]));
    page.api.messages = [question("First?", "u1"), reply("Uno", { id: "m", siblings: { index: 2, count: 2, previous: "m1" } })];
    stream.push(done(3));
    await screen.findByLabelText("Branch 2 of 2");
    expect(page.api.asked("POST", "/api/chat/s/messages/m1/regenerate")[0]?.headers.get("Idempotency-Key")).toBeTruthy();
  });

  it("ask an earlier question in other words", async () => {
    page.open("/chat/s");
    await userEvent.click((await screen.findAllByRole("button", { name: "Edit question" }))[0] as HTMLElement);
    const box = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edit question" });
    expect(box.value).toBe("First?");
    await userEvent.type(box, " Really?{Enter}");
    const stream = await page.stream(1);
    expect(stream.path).toBe("/api/chat/s/messages/u1/edit");
    expect(page.api.asked("POST", stream.path)[0]?.body).toMatchObject({ message: "First? Really?" });
    stream.push(session(1), message("Yes", 2), done(3));
    await waitFor(() => expect(articles().slice(0, 2)).toEqual(["First? Really?", "Yes"]));
  });

  it("come back when the server does not take the edit", async () => {
    page.api.instead.set("POST /api/chat/s/messages/u1/edit", () => problem("limit-reached", 400));
    page.open("/chat/s");
    await userEvent.click((await screen.findAllByRole("button", { name: "Edit question" }))[0] as HTMLElement);
    await userEvent.type(screen.getByRole("textbox", { name: "Edit question" }), "!{Enter}");
    await waitFor(() => expect(articles()).toHaveLength(4));
    expect((await page.box()).value).toBe("First?!");
  });

  it("are stepped through", async () => {
    page.api.messages = [question("First?", "u1"), reply("Uno", { id: "m1", siblings: { index: 2, count: 2, previous: "m0" } })];
    page.open("/chat/s");
    const back = await screen.findByRole("button", { name: "Previous branch" });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Next branch" }).disabled).toBe(true);
    page.api.messages = [question("First?", "u1"), reply("One", { id: "m0", siblings: { index: 1, count: 2, next: "m1" } })];
    await userEvent.click(back);
    await waitFor(() => expect(articles()).toEqual(["First?", "One"]));
    expect(page.api.asked("PUT", "/api/sessions/s/leaf")[0]?.body).toEqual({ messageId: "m0" });
  });

  it("are shown as another tab has chosen them", async () => {
    page.open("/chat/s");
    await screen.findByText("Two");
    page.api.messages = [question("First?", "u1"), reply("Uno", { id: "m0" })];
    const other = new BroadcastChannel("streamchat");
    other.postMessage({ kind: "branch", sessionId: "s" });
    await waitFor(() => expect(articles()).toEqual(["First?", "Uno"]));
    other.close();
  });

  it("open the last question from an empty box with the arrow key", async () => {
    page.open("/chat/s");
    await screen.findByText("Two");
    await userEvent.type(await page.box(), "{ArrowUp}");
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edit question" }).value).toBe("Second?");
  });
});

describe("an edit that is under way", () => {
  const editor = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Edit question" });
  const runElsewhere = async (...messages: typeof page.api.messages) => {
    const before = page.api.sessions;
    page.api.sessions = [aSession({ activeGeneration: { id: "g", messageId: "m", seq: 3, status: "running" } })];
    page.api.messages = messages;
    const other = new BroadcastChannel("streamchat");
    other.postMessage({ kind: "started", sessionId: "s" });
    const stream = await page.stream(1);
    other.close();
    stream.push(session(1), message("Elsewhere", 2));
    await screen.findByText("Elsewhere");
    page.api.sessions = before;
    return stream;
  };

  beforeEach(async () => {
    page.open("/chat/s");
    await userEvent.click((await screen.findAllByRole("button", { name: "Edit question" }))[0] as HTMLElement);
    await userEvent.type(await editor(), " Really?");
  });

  it("outlives an answer that another tab has asked for, and is sent after it", async () => {
    const stream = await runElsewhere(...page.api.messages, question("Third?", "u"), reply("", { status: "running" }));
    expect((await editor()).value).toBe("First? Really?");
    expect(document.activeElement).toBe(await editor());
    const send = () => screen.getAllByRole<HTMLButtonElement>("button", { name: "Send" })[0];
    expect(send()?.disabled).toBe(true);
    screen.getByText("An answer is being written. The changed question can be sent after it.");
    await userEvent.keyboard("{Enter}");
    expect(page.api.asked("POST", "/api/chat/s/messages/u1/edit")).toHaveLength(0);
    stream.push(done(3));
    await waitFor(() => expect(send()?.disabled).toBe(false));
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(page.api.asked("POST", "/api/chat/s/messages/u1/edit")[0]?.body).toMatchObject({ message: "First? Really?" }));
  });

  it("is there again when its question was away for a while", async () => {
    const all = page.api.messages;
    const stream = await runElsewhere(question("Other?", "u9"), reply("", { status: "running" }));
    expect(screen.queryByRole("textbox", { name: "Edit question" })).toBeNull();
    stream.push(done(3));
    await waitFor(() => expect(page.phase()).toBe("done"));
    page.api.messages = all;
    const other = new BroadcastChannel("streamchat");
    other.postMessage({ kind: "branch", sessionId: "s" });
    await screen.findByText("First?");
    await userEvent.click((await screen.findAllByRole("button", { name: "Edit question" }))[0] as HTMLElement);
    expect((await editor()).value).toBe("First? Really?");
    other.close();
  });

  it("is forgotten once it is given up", async () => {
    await userEvent.keyboard("{Escape}");
    await userEvent.click((await screen.findAllByRole("button", { name: "Edit question" }))[0] as HTMLElement);
    expect((await editor()).value).toBe("First?");
  });
});

describe("messages that made room for an answer", () => {
  const all = ["First?", "One", "Second?", "Two"];
  const cut = () => Promise.reject(new TypeError("network error"));

  it("come back when it is refused and the server cannot be asked any more", async () => {
    page.api.instead.set("POST /api/chat/s/messages/m1/regenerate", () => problem("limit-reached", 400));
    page.open("/chat/s");
    const again = (await screen.findAllByRole("button", { name: "Answer again" }))[0] as HTMLElement;
    page.api.instead.set("GET /api/sessions/s/messages", cut);
    await userEvent.click(again);
    await waitFor(() => expect(page.phase()).toBe("failed"));
    expect(articles()).toEqual(all);
  });

  it("come back when an edit is given up and the server stays away", async () => {
    page.open("/chat/s");
    await userEvent.click((await screen.findAllByRole("button", { name: "Edit question" }))[0] as HTMLElement);
    for (const call of ["POST /api/chat/s/messages/u1/edit", "GET /api/sessions/s"]) page.api.instead.set(call, cut);
    vi.spyOn(Math, "random").mockReturnValue(15);
    await userEvent.type(screen.getByRole("textbox", { name: "Edit question" }), "!{Enter}");
    await waitFor(() => expect(page.phase()).toBe("reconnecting"));
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(articles()).toEqual(all));
    expect((await page.box()).value).toBe("First?!");
    expect(page.api.instead.size).toBe(0);
  });
});

describe("roles", () => {
  it("are chosen for a new chat, which is made with it once", async () => {
    page.api.roles = [
      { id: "assistant", builtIn: true, name: "Assistant", prompt: "You help." },
      { id: "teacher", builtIn: true, name: "Teacher", prompt: "You teach." },
    ];
    page.open();
    await userEvent.click(await screen.findByRole("radio", { name: "Teacher" }));
    await page.ask("Hello?");
    expect(page.api.asked("POST", "/api/sessions")[0]?.body).toMatchObject({ role: "teacher" });
    expect(page.api.asked("POST", "/api/sessions")).toHaveLength(1);
    expect(page.api.asked("POST", "/api/chat/s/completions")[0]?.body).toMatchObject({ message: "Hello?" });
  });

  it("are not offered where the server knows none", async () => {
    page.open();
    await page.box();
    expect(screen.queryByRole("radio")).toBeNull();
  });
});
