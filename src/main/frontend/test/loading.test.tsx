import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
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

describe("while a chat loads", () => {
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
