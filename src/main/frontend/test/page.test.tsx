import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { aSession, problem, question, reply } from "./support/api";
import { done, frame, message, session, snapshot } from "./support/frame";
import { freshPage } from "./support/page";

let page: ReturnType<typeof freshPage>;
beforeEach(() => {
  page = freshPage();
});

describe("asking", () => {
  it("shows the answer as it comes, gives the chat its address, and ends", async () => {
    page.open();
    const first = await page.ask("Hello?");
    first.push(session(1), message("Hello ", 2));
    await waitFor(() => expect(page.answer()).toContain("Hello"));
    expect(location.pathname).toBe("/chat/s");
    expect(document.title).toContain("… Hello?");
    page.api.sessions = [aSession({ title: "Hello?" })];
    page.api.messages = [question("Hello?"), reply("Hello **world**", { finishReason: "stop" })];
    first.push(message("**world**", 3), done(4));
    await waitFor(() => expect(page.phase()).toBe("done"));
    expect(screen.getByText("world").tagName).toBe("STRONG");
    expect(screen.getByText(/^Answer finished\./).getAttribute("role")).toBe("status");
    expect(page.api.asked("POST", "/api/chat/completions")).toHaveLength(1);
  });

  it("goes on after a cut, by cursor, with every word once", async () => {
    page.open();
    const first = await page.ask("Hello?");
    first.push(session(1), message("one ", 2));
    await waitFor(() => expect(page.answer()).toContain("one"));
    first.cut();
    await waitFor(() => expect(page.phase()).toBe("reconnecting"));
    const second = await page.stream(2);
    expect(second.path).toBe("/api/chat/s/events");
    expect(page.api.asked("GET", second.path)[0]?.headers.get("Last-Event-ID")).toBe("g:2");
    second.push(message("one ", 2), message("two", 3));
    await waitFor(() => expect(page.answer()).toContain("one two"));
  });

  it("shows the question once, also when the log was lost before its first word was read", async () => {
    page.open();
    const first = await page.ask("Hello?");
    first.push(snapshot("Hello", 11), session(12), message(" again", 13));
    await waitFor(() => expect(page.answer()).toContain("Hello again"));
    expect(screen.getAllByRole("article")).toHaveLength(2);
    expect(sessionStorage.getItem("streamchat.outbox")).toBeNull();
    expect(location.pathname).toBe("/chat/s");
  });

  it("keeps a message that was refused, and sends it again under a new key", async () => {
    page.api.instead.set("POST /api/chat/completions", () => problem("provider-key-rejected", 502));
    page.open();
    await userEvent.type(await page.box(), "Hello?{Enter}");
    await screen.findByText("The model provider rejected the key.", { selector: ".words" });
    await userEvent.click(screen.getByRole("button", { name: "Send again" }));
    await page.stream(1);
    const [first, second] = page.api.asked("POST", "/api/chat/completions");
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers.get("Idempotency-Key")).not.toBe(first?.headers.get("Idempotency-Key"));
  });

  it("puts the text back into the box when another answer is running", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Before"), reply("Done")];
    page.api.instead.set("POST /api/chat/s/completions", () => problem("generation-running", 409, { generationId: "g" }));
    page.open("/chat/s");
    await userEvent.type(await page.box(), "Me too{Enter}");
    await waitFor(async () => expect((await page.box()).value).toBe("Me too"));
    expect(screen.getAllByRole("article")).toHaveLength(2);
  });

  it("says so for as long as the text in the box is the one that came back", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Before"), reply("Done")];
    page.open("/chat/s");
    await screen.findByText("Done");
    page.api.instead.set("POST /api/chat/s/completions", () => {
      page.api.sessions = [aSession({ activeGeneration: { id: "g", messageId: "m2", seq: 3, status: "running" } })];
      page.api.messages = [question("Before"), reply("Done"), question("Theirs", "u2"), reply("", { id: "m2", status: "running" })];
      return problem("generation-running", 409, { generationId: "g" });
    });
    await userEvent.type(await page.box(), "Me too{Enter}");
    await page.stream(1);
    const why = await screen.findByText(/Your message is back in the box/, { selector: ".composer [role=status]" });
    await userEvent.type(await page.box(), "!");
    expect((await page.box()).value).toBe("Me too!");
    expect(why.isConnected).toBe(false);
  });

  it("takes up after a reload what was on its way, under the same key", async () => {
    sessionStorage.setItem("streamchat.outbox", JSON.stringify([{ key: "key-7", sessionId: null, prompt: { message: "Lost?" }, at: Date.now() }]));
    page.open();
    (await page.stream(1)).push(session(1));
    await waitFor(() => expect(location.pathname).toBe("/chat/s"));
    expect(page.api.asked("POST", "/api/chat/completions")[0]?.headers.get("Idempotency-Key")).toBe("key-7");
    expect(sessionStorage.getItem("streamchat.outbox")).toBeNull();
  });

  it("waits while the browser is offline, and sends once", async () => {
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    page.open();
    await userEvent.type(await page.box(), "Later{Enter}");
    await screen.findByText("Waits for the network and is sent once");
    expect(page.api.streams).toHaveLength(0);
    online.mockReturnValue(true);
    window.dispatchEvent(new Event("online"));
    (await page.stream(1)).push(session(1), message("Now", 2), done(3));
    await waitFor(() => expect(page.answer()).toContain("Now"));
    expect(page.api.asked("POST", "/api/chat/completions")).toHaveLength(1);
  });
});

describe("looking around", () => {
  it("does not take away an answer that was asked for meanwhile", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Before", "u0"), reply("Done", { id: "m0" })];
    page.open("/chat/s");
    await screen.findByText("Done");
    page.api.sessions = [aSession({ updatedAt: "2026-01-02T04:00:00Z" })];
    let late: (response: Response) => void = () => undefined;
    page.api.instead.set("GET /api/sessions/s/messages", () => new Promise((resolve) => (late = resolve)));
    window.dispatchEvent(new Event("focus"));
    await waitFor(() => expect(page.api.instead.size).toBe(0));
    const stream = await page.ask("Next?");
    stream.push(session(1), message("An ", 2));
    late(Response.json({ messages: page.api.messages }));
    await waitFor(() => expect(page.answer()).toContain("An"));
    page.api.messages = [...page.api.messages, question("Next?", "u"), reply("An answer")];
    stream.push(message("answer", 3), done(4));
    await waitFor(() => expect(page.answer()).toContain("An answer"));
    expect(screen.getAllByRole("article")).toHaveLength(4);
  });
});

describe("opening a session", () => {
  const running = () => aSession({ activeGeneration: { id: "g", messageId: "m", seq: 3, status: "running" } });

  it("shows all earlier text of a running answer and follows it", async () => {
    page.api.sessions = [running()];
    page.api.messages = [question("Go on?"), reply("", { status: "running" })];
    page.open("/chat/s");
    const events = await page.stream(1);
    expect(events.path).toBe("/api/chat/s/events");
    expect(page.api.asked("GET", events.path)[0]?.headers.has("Last-Event-ID")).toBe(false);
    events.push(session(1), message("earlier text", 40), message(" and more", 41));
    await waitFor(() => expect(page.answer()).toContain("earlier text and more"));
    expect(screen.getAllByRole("article")).toHaveLength(2);
  });

  it("does not show twice what the message held before it was carried on", async () => {
    page.api.sessions = [running()];
    page.api.messages = [question("Go on?"), reply("first half", { status: "running" })];
    page.open("/chat/s");
    const events = await page.stream(1);
    await screen.findByText("first half");
    events.push(session(1), snapshot("first half", 2), message(", second half", 3));
    await screen.findByText("first half, second half");
  });

  it("reads the stored state when there is nothing to follow any more", async () => {
    page.api.sessions = [running()];
    page.api.messages = [question("Go on?"), reply("", { status: "running" })];
    page.api.instead.set("GET /api/chat/s/events", () => {
      page.api.sessions = [aSession()];
      page.api.messages = [question("Go on?"), reply("All of it", { finishReason: "stop" })];
      return new Response(null, { status: 204 });
    });
    page.open("/chat/s");
    await screen.findByText("All of it");
    await waitFor(() => expect(page.phase()).toBe("done"));
  });

  it("stops the answer from any tab, and does not go back to answering", async () => {
    page.api.sessions = [running()];
    page.api.messages = [question("Go on?"), reply("", { status: "running" })];
    page.open("/chat/s");
    const events = await page.stream(1);
    events.push(session(1), message("half", 2));
    await userEvent.click(await screen.findByRole("button", { name: "Stop" }));
    expect(page.api.asked("POST", "/api/chat/s/stop")).toHaveLength(1);
    page.api.sessions = [aSession()];
    page.api.messages = [question("Go on?"), reply("half", { status: "stopped" })];
    events.push(frame({ event: "done", data: { messageId: "m", finishReason: "stopped" } }, 3));
    await screen.findByText("Stopped");
    expect(screen.getByRole("button", { name: "Continue" })).toBeTruthy();
  });

  it("carries a broken answer on in the same message", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Go on?"), reply("half", { status: "interrupted" })];
    page.open("/chat/s");
    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));
    const carried = await page.stream(1);
    expect(carried.path).toBe("/api/chat/s/completions-continue");
    carried.push(session(1, "g2"), frame({ event: "snapshot", data: { content: "half" } }, 2, "g2"), message(" and half", 3, "g2"));
    await screen.findByText("half and half");
    expect(screen.getAllByRole("article")).toHaveLength(2);
  });

  it("says when there is no such session", async () => {
    page.open("/chat/nobodys");
    await screen.findByText("There is no such chat.");
  });
});

describe("the text of an answer", () => {
  it("is set from right to left where it is written so", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("?"), reply("> اقتباس\n\n- *واحد*\n\n1. One واحد\n\n| عمود |\n|---|\n| 1 |\n")];
    page.open("/chat/s");
    await screen.findByText("اقتباس");
    const direction = (selector: string) => document.querySelector(`.answer ${selector}`)?.getAttribute("dir");
    expect([direction("blockquote"), direction("ul"), direction("ol"), direction(".scroll-x")]).toEqual(["rtl", "rtl", null, "rtl"]);
  });

  it("does nothing that a hostile answer asks for", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [
      question("?"),
      reply("<script>alert(1)</script>\n\n[a](javascript:alert(1)) ![p](http://evil.example/p.png)\n\n<iframe src=x></iframe>\n\n[ok](https://example.com)"),
    ];
    page.open("/chat/s");
    const ok = await screen.findByRole("link", { name: "ok" });
    expect(ok.getAttribute("rel")).toContain("noopener");
    expect(document.querySelector(".answer :is(script, iframe, img)")).toBeNull();
    expect(screen.queryByRole("link", { name: "a" })).toBeNull();
    expect(screen.getByRole("link", { name: "Image: p" }).getAttribute("href")).toBe("http://evil.example/p.png");
  });
});
