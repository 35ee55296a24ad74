import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Composer } from "../src/components/Composer";
import { aSession, problem, question, reply } from "./support/api";
import { done, message, session } from "./support/frame";
import { freshPage } from "./support/page";

let page: ReturnType<typeof freshPage>;
beforeEach(() => {
  page = freshPage();
});

describe("a text that could not go", () => {
  it("is in the box when the chat has been deleted in another tab", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Before"), reply("Done")];
    page.open("/chat/s");
    await screen.findByText("Done");
    page.api.instead.set("POST /api/chat/s/completions", () => problem("unknown-session", 404));
    await userEvent.type(await page.box(), "Too late{Enter}");
    await waitFor(async () => expect((await page.box()).disabled).toBe(true));
    expect((await page.box()).value).toBe("Too late");
  });

  it("is in the box also when it came back before there was one", () => {
    const nothing = () => undefined;
    const props = { sessionId: null, live: false, stopping: false, disabled: false, ready: true, onSend: nothing, onStop: nothing, onEditLast: nothing };
    render(<Composer {...props} returned={{ text: "Back again" }} />);
    expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("Back again");
  });
});

describe("a chat that cannot be loaded for now", () => {
  const GET = "GET /api/sessions/s";
  beforeEach(() => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Before"), reply("There")];
    vi.spyOn(Math, "random").mockReturnValue(15);
  });

  it("says that the server is away, and is tried again at once when asked for", async () => {
    page.api.instead.set(GET, () => Promise.reject(new TypeError("network error")));
    page.open("/chat/s");
    const words = await screen.findByText("The server cannot be reached right now. It goes on by itself.");
    expect(words.closest("[role=status]")).toBeTruthy();
    expect(screen.queryByText("Loading…", { selector: "main *" })).toBeNull();
    expect((await page.box()).disabled).toBe(false);
    page.api.instead.set(GET, () => problem("database-unavailable", 503));
    const again = screen.getByRole("button", { name: "Try now" });
    again.focus();
    await userEvent.keyboard("{Enter}");
    await screen.findByText("The database cannot be reached right now. It goes on by itself.");
    await userEvent.keyboard("{Enter}");
    await screen.findByText("There");
    expect(screen.queryByText(/It goes on by itself/)).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(document.querySelector(".scroller")));
  });

  it("says why the server will not show it, and asks again when told to", async () => {
    page.api.instead.set(GET, () => problem("internal", 500));
    page.open("/chat/s");
    await screen.findByText("Something went wrong on the server.", { selector: "main [role=alert] *" });
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("There");
  });

  it("says that the browser is offline, and is there when it is not any more", async () => {
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    page.api.instead.set(GET, () => Promise.reject(new TypeError("network error")));
    page.open("/chat/s");
    await screen.findByText("You are offline. It goes on by itself.");
    online.mockReturnValue(true);
    window.dispatchEvent(new Event("online"));
    await screen.findByText("There");
  });

  it("shows that the end of an answer cannot be read yet", async () => {
    page.api.sessions = [aSession({ activeGeneration: { id: "g", messageId: "m", seq: 3, status: "running" } })];
    page.api.messages = [question("Go on?"), reply("", { status: "running" })];
    page.api.instead.set("GET /api/chat/s/events", () => {
      page.api.sessions = [aSession()];
      page.api.messages = [question("Go on?"), reply("All of it", { finishReason: "stop" })];
      page.api.instead.set(GET, () => problem("database-unavailable", 503));
      return new Response(null, { status: 204 });
    });
    page.open("/chat/s");
    await screen.findByText("The database cannot be reached right now. It goes on by itself.", { selector: ".words > span" });
    expect(page.phase()).toBe("reconnecting");
    window.dispatchEvent(new Event("online"));
    await screen.findByText("All of it");
    await waitFor(() => expect(page.phase()).toBe("done"));
  });
});

describe("while a chat loads", () => {
  it("says so to who listens, and shows who looks where the messages will stand", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Before"), reply("There")];
    let late: (response: Response) => void = () => undefined;
    page.api.instead.set("GET /api/sessions/s", () => new Promise((resolve) => (late = resolve)));
    page.open("/chat/s");
    const words = await screen.findByText("Loading…", { selector: "main [role=status] .hidden" });
    const lines = words.parentElement?.querySelector(".outline");
    expect(lines?.getAttribute("aria-hidden")).toBe("true");
    expect(lines?.childElementCount).toBeGreaterThan(0);
    expect(lines?.textContent).toBe("");
    late(Response.json(aSession()));
    await screen.findByText("There");
    expect(document.querySelector(".outline")).toBeNull();
  });

  it("a message can be written, and goes once the chat is there", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Before", "u0"), reply("Done", { id: "m0" })];
    let late: (response: Response) => void = () => undefined;
    page.api.instead.set("GET /api/sessions/s", () => new Promise((resolve) => (late = resolve)));
    page.open("/chat/s");
    await userEvent.type(await page.box(), "Early{Enter}");
    expect((await page.box()).value).toBe("Early");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
    expect(page.api.streams).toHaveLength(0);
    late(Response.json(aSession()));
    await screen.findByText("Done");
    await userEvent.click(screen.getByRole("button", { name: "Send" }));
    (await page.stream(1)).push(session(1), message("Here", 2), done(3));
    await waitFor(() => expect(page.answer()).toContain("Here"));
    expect(page.api.asked("POST", "/api/chat/s/completions")).toHaveLength(1);
  });
});

describe("earlier messages", () => {
  const EARLIER = "GET /api/sessions/s/messages?before=c1";
  beforeEach(() => {
    page.api.sessions = [aSession()];
    page.api.instead.set("GET /api/sessions/s/messages", () => Response.json({ messages: [question("Late", "u1"), reply("Last", { id: "m1" })], next: "c1" }));
  });

  it("are shown once, also when asked for twice", async () => {
    const late: ((response: Response) => void)[] = [];
    const held = () => new Promise<Response>((resolve) => late.push(resolve));
    page.open("/chat/s");
    const button = await screen.findByRole("button", { name: "Show earlier messages" });
    for (const count of [1, 2]) {
      page.api.instead.set(EARLIER, held);
      await userEvent.click(button);
      await waitFor(() => expect(late).toHaveLength(count));
    }
    late.forEach((answer) => answer(Response.json({ messages: [question("Early", "u0"), reply("First", { id: "m0" })], next: "c0" })));
    await screen.findByText("First");
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.getAllByRole("article")).toHaveLength(4);
  });

  it("say when they cannot be loaded", async () => {
    page.open("/chat/s");
    const button = await screen.findByRole("button", { name: "Show earlier messages" });
    page.api.instead.set(EARLIER, () => problem("unknown-message", 404));
    await userEvent.click(button);
    await screen.findByText(/^The earlier messages could not be loaded\./);
    expect(screen.getAllByRole("article")).toHaveLength(2);
  });
});
