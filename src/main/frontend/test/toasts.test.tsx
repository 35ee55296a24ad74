import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toasts, UNDO_TIME } from "../src/settings/toasts";
import { aSession, problem, question, reply } from "./support/api";
import { freshPage } from "./support/page";

let page: ReturnType<typeof freshPage>;
const names = ["One", "Two", "Three", "Four", "Five"];

beforeEach(() => {
  page = freshPage();
  page.api.sessions = names.map((title) => aSession({ id: title.toLowerCase(), title }));
  page.api.messages = [question("Q"), reply("A")];
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => vi.useRealTimers());

const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
const passes = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const remove = async (title: string) => {
  await user.click(await screen.findByRole("button", { name: `Actions for “${title}”` }));
  await user.click(screen.getByRole("menuitem", { name: "Delete" }));
};
const deleted = () => page.api.calls.filter((call) => call.method === "DELETE").map((call) => call.path.replace("/api/sessions/", ""));
const link = (title: string) => screen.queryByRole("link", { name: title });

describe("a deletion", () => {
  it("is carried out once its time is over", async () => {
    page.open();
    await remove("One");
    await passes(UNDO_TIME - 2_000);
    expect(deleted()).toEqual([]);
    await passes(3_000);
    expect(deleted()).toEqual(["one"]);
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("waits while the pointer is on its notice, and has its rest of the time after that", async () => {
    page.open();
    await remove("One");
    await passes(UNDO_TIME - 2_000);
    const notice = screen.getByText("“One” is deleted.");
    fireEvent.pointerOver(notice);
    await passes(60_000);
    expect(deleted()).toEqual([]);
    fireEvent.pointerOut(notice);
    await passes(1_000);
    expect(screen.getByRole("button", { name: "Undo" })).toBeTruthy();
    await passes(2_000);
    expect(deleted()).toEqual(["one"]);
  });

  it("waits while its notice has the focus, which F6 gives it and Escape takes back", async () => {
    page.open();
    await remove("One");
    await waitFor(() => expect(document.activeElement).toBe(link("Two")));
    await user.keyboard("{F6}");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Undo" }));
    await passes(60_000);
    expect(deleted()).toEqual([]);
    await user.keyboard("{Escape}");
    expect(document.activeElement).toBe(link("Two"));
    await user.keyboard("{F6}{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(link("One")));
    await passes(60_000);
    expect(deleted()).toEqual([]);
  });

  it("is carried out at once when its notice is dismissed, and the focus goes back", async () => {
    page.open();
    await remove("One");
    await waitFor(() => expect(document.activeElement).toBe(link("Two")));
    await user.keyboard("{F6}{Tab}{Enter}");
    await waitFor(() => expect(deleted()).toEqual(["one"]));
    await waitFor(() => expect(document.activeElement).toBe(link("Two")));
  });

  it("can be undone as long as its time is not over, however many come after it", async () => {
    page.open();
    for (const name of names) await remove(name);
    expect(screen.getAllByRole("button", { name: "Undo" })).toHaveLength(5);
    await user.click(screen.getAllByRole("button", { name: "Undo" })[0] as HTMLElement);
    expect(link("One")).toBeTruthy();
    await passes(60_000);
    expect(deleted().sort()).toEqual(["five", "four", "three", "two"]);
  });

  it("is undone by the keys, the last one first, but not while text is written", async () => {
    page.open();
    await remove("One");
    await remove("Two");
    await waitFor(() => expect(document.activeElement).toBe(link("Three")));
    await user.keyboard("{Control>}z{/Control}");
    expect(link("Two")).toBeTruthy();
    expect(link("One")).toBeNull();
    await user.click(await page.box());
    await user.keyboard("{Control>}z{/Control}");
    expect(link("One")).toBeNull();
    link("Three")?.focus();
    await user.keyboard("{Control>}z{/Control}");
    expect(link("One")).toBeTruthy();
    await passes(60_000);
    expect(deleted()).toEqual([]);
  });
});

describe("the way back", () => {
  it("is the newest notice's alone when a deletion that failed is asked for again in two ways", async () => {
    page.open();
    const refuse = () => page.api.instead.set("DELETE /api/sessions/one", () => problem("database-unavailable", 503));
    refuse();
    await remove("One");
    await passes(UNDO_TIME + 1_000);
    expect(deleted()).toEqual(["one"]);
    const again = await screen.findByRole("button", { name: "Try again" });
    await remove("One");
    await user.click(again);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(link("One")).toBeTruthy();
    await passes(60_000);
    expect(deleted()).toEqual(["one"]);
  });

  it("is gone once the page has been left", async () => {
    page.open();
    await remove("One");
    window.dispatchEvent(new Event("pagehide"));
    expect(deleted()).toEqual(["one"]);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Undo" })).toBeNull());
    window.dispatchEvent(new Event("pagehide"));
    expect(deleted()).toEqual(["one"]);
  });
});

describe("other notices", () => {
  it("are three at most, and never in place of one that can be undone", async () => {
    page.open();
    await remove("One");
    act(() => ["a", "b", "c", "d"].forEach((text) => void toasts.show(text)));
    expect([...document.querySelectorAll(".toast > span")].map((each) => each.textContent)).toEqual(["“One” is deleted.", "b", "c", "d"]);
  });
});
