import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { aSession, question, reply } from "./support/api";
import { freshPage } from "./support/page";

let page: ReturnType<typeof freshPage>;
beforeEach(() => {
  page = freshPage();
});

describe("the box", () => {
  it("sends on Enter, but not on Shift+Enter nor while a word is composed", async () => {
    page.open();
    const text = await page.box();
    await userEvent.type(text, "one{Shift>}{Enter}{/Shift}two");
    expect(text.value).toBe("one\ntwo");
    text.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    await userEvent.keyboard("{Enter}");
    expect(page.api.asked("POST", "/api/chat/completions")).toHaveLength(0);
    text.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
    await waitFor(async () => {
      await userEvent.keyboard("{Enter}");
      expect(page.api.asked("POST", "/api/chat/completions")).toHaveLength(1);
    });
  });

  it("keeps a draft per session", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Q"), reply("A")];
    const first = page.open("/chat/s");
    await userEvent.type(await page.box(), "half a thought");
    first.unmount();
    const next = page.open("/");
    expect((await page.box()).value).toBe("");
    next.unmount();
    page.open("/chat/s");
    expect((await page.box()).value).toBe("half a thought");
  });

  it("counts near the limit and does not send beyond it", async () => {
    localStorage.setItem("streamchat.draft.new", "x".repeat(32_001));
    page.open();
    await screen.findByText("1 character too many");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
  });
});

describe("the list", () => {
  beforeEach(() => {
    page.api.sessions = [aSession({ updatedAt: new Date().toISOString() })];
    page.api.messages = [question("Q"), reply("A")];
  });

  it("renames in place", async () => {
    page.open();
    await userEvent.click(await screen.findByRole("button", { name: "Rename “A session”" }));
    await userEvent.keyboard("Better{Enter}");
    await screen.findByRole("link", { name: "Better" });
    expect(page.api.asked("PUT", "/api/sessions/s/title")[0]?.body).toEqual({ title: "Better" });
  });

  it("deletes only when that is confirmed, and leaves the deleted chat", async () => {
    page.open("/chat/s");
    await userEvent.click(await screen.findByRole("button", { name: "Delete “A session”" }));
    expect(page.api.asked("DELETE", "/api/sessions/s")).toHaveLength(0);
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(location.pathname).toBe("/"));
    expect(page.api.asked("DELETE", "/api/sessions/s")).toHaveLength(1);
  });
});

describe("settings", () => {
  it("speak Chinese and English, and remember it", async () => {
    page.open();
    await userEvent.selectOptions(await screen.findByLabelText("Language"), "中文");
    await screen.findByText("想了解些什么？");
    expect(document.documentElement.lang).toBe("zh-Hans");
    expect(localStorage.getItem("streamchat.language")).toBe("zh");
  });

  it("say that a demo answers", async () => {
    page.api.providers = [{ id: "demo", name: "Demo", demo: true, models: ["demo"], defaultModel: "demo" }];
    page.open();
    await screen.findByText(/demonstration/);
  });

  it("send the chosen model along", async () => {
    page.open();
    await userEvent.selectOptions(await screen.findByLabelText("Model"), "model-2");
    await page.ask("Hello?");
    expect(page.api.asked("POST", "/api/chat/completions")[0]?.body).toEqual({ message: "Hello?", provider: "p", model: "model-2" });
  });
});
