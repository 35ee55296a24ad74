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

const running = () => aSession({ title: "First chat", activeGeneration: { id: "g", messageId: "m", seq: 3, status: "running" } });
const waiting = () => sessionStorage.getItem("streamchat.stops");
afterEach(() => vi.restoreAllMocks());

describe("stopping an answer that the server has not begun", () => {
  const cut = () => Promise.reject(new TypeError("network error"));

  it("gives a regeneration up while the server is away, and brings the answer back", async () => {
    page.api.instead.set("POST /api/chat/s/messages/m1/regenerate", cut);
    page.open("/chat/s");
    const again = (await screen.findAllByRole("button", { name: "Answer again" }))[0] as HTMLElement;
    vi.spyOn(Math, "random").mockReturnValue(15);
    await userEvent.click(again);
    await waitFor(() => expect(page.phase()).toBe("reconnecting"));
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(articles()).toEqual(["First?", "One", "Second?", "Two"]));
    expect(screen.getByRole("button", { name: "Send" })).toBeTruthy();
    expect(page.api.streams).toHaveLength(0);
  });

  it("stops a regeneration as soon as it has begun", async () => {
    page.open("/chat/s");
    await userEvent.click((await screen.findAllByRole("button", { name: "Answer again" }))[0] as HTMLElement);
    const stream = await page.stream(1);
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    const stops = page.api.asked("POST", "/api/chat/s/stop").length;
    stream.push(session(1));
    await waitFor(() => expect(page.api.asked("POST", "/api/chat/s/stop").length).toBeGreaterThan(stops));
  });
});

describe("a stop pressed while the question is on its way", () => {
  const SEND = "POST /api/chat/s/completions";
  const stops = () => page.api.asked("POST", "/api/chat/s/stop").length;
  let lose: (reason: Error) => void;

  beforeEach(async () => {
    page.api.instead.set(SEND, () => new Promise((_, reject) => (lose = reject)));
    page.open("/chat/s");
    await screen.findByText("Two");
    await userEvent.type(await page.box(), "Third?{Enter}");
    await waitFor(() => expect(page.api.asked("POST", "/api/chat/s/completions")).toHaveLength(1));
    expect(page.phase()).toBe("sending");
  });

  it("is remembered over a lost connection, said, and carried out once the answer is known", async () => {
    vi.spyOn(Math, "random").mockReturnValue(15);
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(stops()).toBe(1));
    const answering = globalThis.fetch;
    let asked = 0;
    vi.stubGlobal("fetch", () => {
      asked++;
      return Promise.reject(new TypeError("network error"));
    });
    lose(new TypeError("network error"));
    for (let tries = 1; tries <= 6; tries++) {
      await screen.findByText("Stops as soon as the server can be reached.", { selector: ".words" });
      window.dispatchEvent(new Event("online"));
      await waitFor(() => expect(asked).toBeGreaterThanOrEqual(tries));
    }
    vi.stubGlobal("fetch", answering);
    window.dispatchEvent(new Event("online"));
    const stream = await page.stream(1);
    const before = stops();
    stream.push(session(1));
    await waitFor(() => expect(stops()).toBeGreaterThan(before));
  });

  it("is remembered also when asking for it failed again and again", async () => {
    vi.spyOn(Math, "random").mockReturnValue(15);
    const answering = globalThis.fetch;
    let asked = 0;
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
      if (!path.includes("/stop")) return answering(path, init);
      asked++;
      return Promise.reject(new TypeError("network error"));
    });
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    for (let tries = 1; tries <= 7; tries++) {
      await waitFor(() => expect(asked).toBe(tries));
      await new Promise((resolve) => setTimeout(resolve));
      window.dispatchEvent(new Event("online"));
    }
    expect(screen.getByText("Stopping…")).toBeTruthy();
  });

  it("is remembered also when its chat is left before the question has arrived", async () => {
    vi.spyOn(Math, "random").mockReturnValue(15);
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(stops()).toBe(1));
    lose(new TypeError("network error"));
    await waitFor(() => expect(page.phase()).toBe("reconnecting"));
    await userEvent.click(screen.getAllByRole("button", { name: "New chat" })[0] as HTMLElement);
    await waitFor(() => expect(location.pathname).toBe("/"));
    page.api.sessions = [running()];
    (await page.stream(1)).push(session(1));
    await waitFor(() => expect(stops()).toBe(2));
    expect(sessionStorage.getItem("streamchat.outbox")).toBeNull();
    await waitFor(() => expect(waiting()).toBeNull());
  });

  it("does not hold the page up: pressed again it takes the question back", async () => {
    vi.spyOn(Math, "random").mockReturnValue(15);
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    lose(new TypeError("network error"));
    await waitFor(() => expect(page.phase()).toBe("reconnecting"));
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(async () => expect((await page.box()).value).toBe("Third?"));
    expect(screen.getByRole("button", { name: "Send" })).toBeTruthy();
  });
});

describe("a stop pressed before anything of a running answer has come", () => {
  const stops = () => page.api.asked("POST", "/api/chat/s/stop").length;
  const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Stop" });

  beforeEach(async () => {
    vi.spyOn(Math, "random").mockReturnValue(15);
    page.api.sessions = [running()];
    page.api.messages = [question("Go on?"), reply("", { status: "running" })];
    const away = () => Promise.reject(new TypeError("network error"));
    page.api.instead.set("GET /api/chat/s/events", away);
    page.api.instead.set("POST /api/chat/s/stop", away);
    page.open("/chat/s");
    await waitFor(() => expect(page.phase()).toBe("reconnecting"));
  });

  it("needs no second press: it says that it waits, and is carried out", async () => {
    expect(button().disabled).toBe(false);
    await userEvent.click(button());
    await screen.findByText("Stops as soon as the server can be reached.", { selector: ".words" });
    expect(button().disabled).toBe(true);
    await waitFor(() => expect(stops()).toBe(1));
    await new Promise((resolve) => setTimeout(resolve));
    window.dispatchEvent(new Event("online"));
    await waitFor(() => expect(stops()).toBe(2));
    (await page.stream(1)).push(session(1), message("half", 2), done(3));
    await waitFor(() => expect(page.phase()).toBe("done"));
  });
});

describe("a stop that waits for the server when its chat is left", () => {
  const other = aSession({ id: "t", title: "Second chat" });
  const stops = () => page.api.asked("POST", "/api/chat/s/stop").length;
  const wanted = (at = Date.now()) => sessionStorage.setItem("streamchat.stops", JSON.stringify([{ sessionId: "s", generationId: "g", at }]));
  let back: () => void;

  beforeEach(() => {
    page.api.sessions = [running(), other];
    page.api.messages = [question("Go on?"), reply("", { status: "running" })];
  });

  const stopAndLeave = async () => {
    page.open("/chat/s");
    const stream = await page.stream(1);
    stream.push(session(1), message("half", 2));
    await screen.findByText("half");
    vi.spyOn(Math, "random").mockReturnValue(15);
    const answering = globalThis.fetch;
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network error")));
    back = () => {
      vi.stubGlobal("fetch", answering);
      window.dispatchEvent(new Event("online"));
    };
    stream.cut();
    await waitFor(() => expect(page.phase()).toBe("reconnecting"));
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    await screen.findByText("Stops as soon as the server can be reached.", { selector: ".words" });
    await userEvent.click(screen.getByRole("link", { name: "Second chat" }));
    await waitFor(() => expect(location.pathname).toBe("/chat/t"));
    await screen.findByText("The server cannot be reached right now. It goes on by itself.");
  };

  it("is carried out once the server is there again", async () => {
    await stopAndLeave();
    expect(stops()).toBe(0);
    back();
    await waitFor(() => expect(waiting()).toBeNull());
    expect(stops()).toBe(1);
  });

  it("says which answer it means: one that was asked for meanwhile goes on", async () => {
    await stopAndLeave();
    back();
    await waitFor(() => expect(waiting()).toBeNull());
    expect(page.api.stopped).toEqual(["g"]);
  });

  it("is carried out by its chat when that is opened again", async () => {
    wanted();
    page.open("/chat/s");
    await screen.findByText("Stopping…", { selector: ".words" });
    await waitFor(() => expect(stops()).toBe(1));
    await waitFor(() => expect(waiting()).toBeNull());
  });

  it("is given up after a while", async () => {
    wanted(Date.now() - 600_001);
    page.open("/chat/t");
    await screen.findByText("Go on?");
    expect(stops()).toBe(0);
  });

  it("is given up when the server will not", async () => {
    wanted();
    page.api.instead.set("POST /api/chat/s/stop", () => problem("unknown-session", 404));
    page.open("/chat/t");
    await waitFor(() => expect(waiting()).toBeNull());
    expect(stops()).toBe(1);
  });
});
