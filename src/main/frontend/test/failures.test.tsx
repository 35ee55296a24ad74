import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { aSession, problem, question, reply } from "./support/api";
import { done, message, session } from "./support/frame";
import { freshPage } from "./support/page";

let page: ReturnType<typeof freshPage>;
beforeEach(() => {
  page = freshPage();
  page.api.sessions = [aSession()];
  page.api.messages = [question("Q"), reply("A", { siblings: { index: 2, count: 2, previous: "m0" } })];
});

const unavailable = (seconds: number) => () => problem("database-unavailable", 503, {}, { "Retry-After": String(seconds) });
const forgetContext = async () => {
  await userEvent.click(await screen.findByRole("button", { name: "This chat" }));
  await userEvent.click(screen.getByRole("menuitem", { name: "Forget earlier messages" }));
};

describe("what the server would not do", () => {
  it("is said with its reason", async () => {
    page.api.instead.set("PUT /api/sessions/s/leaf", () => problem("unknown-message", 404));
    page.open("/chat/s");
    await userEvent.click(await screen.findByRole("button", { name: "Previous branch" }));
    await screen.findByText(/^That branch could not be shown\. There is no such message\./);
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });

  it("is done by the page itself where a moment's wait is enough", async () => {
    page.api.instead.set("DELETE /api/sessions/s/context", unavailable(0));
    page.open("/chat/s");
    await forgetContext();
    await screen.findByText(/no longer sees the earlier messages/, {}, { timeout: 5_000 });
    expect(page.api.asked("DELETE", "/api/sessions/s/context")).toHaveLength(2);
  });

  it("is offered again, but not before the time that the server names", async () => {
    page.api.instead.set("GET /api/sessions/s/export?format=markdown", unavailable(30));
    page.open("/chat/s");
    await userEvent.click(await screen.findByRole("button", { name: "This chat" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Export as Markdown" }));
    await screen.findByText(/^That could not be exported\. The database cannot be reached right now\. It can be tried again in (30|29) seconds\.$/);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Try again" }).disabled).toBe(true);
  });

  it("is an answer that can be asked for again, under the same key", async () => {
    page.api.instead.set("POST /api/chat/s/messages/m/regenerate", () => problem("provider-unreachable", 502));
    page.open("/chat/s");
    await userEvent.click(await screen.findByRole("button", { name: "Answer again" }));
    await screen.findByText("The model provider cannot be reached.", { selector: ".words" });
    expect(page.answer()).toContain("A");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    const stream = await page.stream(1);
    const [first, second] = page.api.asked("POST", "/api/chat/s/messages/m/regenerate");
    expect(second?.headers.get("Idempotency-Key")).toBe(first?.headers.get("Idempotency-Key"));
    stream.push(session(1), message("Another", 2), done(3));
    await waitFor(() => expect(page.answer()).toContain("Another"));
  });

  it("is said while the page waits to try again", async () => {
    page.api.instead.set("POST /api/chat/s/completions", () => problem("limit-exceeded", 429, {}, { "Retry-After": "1" }));
    page.open("/chat/s");
    await userEvent.type(await page.box(), "More{Enter}");
    await screen.findByText("Too many requests. Wait a moment. It goes on by itself.", { selector: ".words > span" });
    const stream = await page.stream(1);
    stream.push(session(1), message("More of it", 2), done(3));
    await waitFor(() => expect(page.answer()).toContain("More of it"));
  }, 10_000);

  it("is not waited for when that would take long", async () => {
    page.api.instead.set("POST /api/chat/s/completions", () => problem("limit-exceeded", 429, {}, { "Retry-After": "7200" }));
    page.open("/chat/s");
    await userEvent.type(await page.box(), "More{Enter}");
    await screen.findByText(/^Too many requests\. Wait a moment\. It can be tried again at /, { selector: ".words" });
    expect(screen.getByRole("button", { name: "Send again" })).toBeTruthy();
  });
});

describe("a limit that passes soon", () => {
  const limited = () => problem("limit-exceeded", 429, {}, { "Retry-After": "20" });
  const counted = () => document.querySelector<HTMLElement>(".counts");
  const secondsLeft = () => Number(/^Too many requests\. Wait a moment\. It goes on in (\d+) s\.$/.exec(counted()?.textContent ?? "")?.[1] ?? NaN);

  it("says when the message goes, second by second for the eyes, and once for the ears", async () => {
    page.api.instead.set("POST /api/chat/s/completions", limited);
    page.open("/chat/s");
    await userEvent.type(await page.box(), "Soon{Enter}");
    await waitFor(() => expect(secondsLeft()).toBeLessThanOrEqual(20));
    expect(counted()?.getAttribute("aria-hidden")).toBe("true");
    const first = secondsLeft();
    const heard = screen.getByText("Too many requests. Wait a moment. It goes on by itself.", { selector: "[role=status]" });
    await waitFor(() => expect(secondsLeft()).toBeLessThan(first));
    expect(heard.textContent).toBe("Too many requests. Wait a moment. It goes on by itself.");
    expect(screen.getByText(heard.textContent, { selector: ".words > .hidden" })).toBeTruthy();
  });

  it("says it also of a chat that is being opened", async () => {
    page.api.instead.set("GET /api/sessions/s", limited);
    page.open("/chat/s");
    await waitFor(() => expect(secondsLeft()).toBeLessThanOrEqual(20));
    expect(counted()?.closest("[role=status]")?.querySelector(".hidden")?.textContent).toBe("Too many requests. Wait a moment. It goes on by itself.");
  });
});
