import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { aProvider, aSession, question, reply } from "./support/api";
import { freshPage } from "./support/page";

const chooseDelete = async () => {
  await userEvent.click(await screen.findByRole("button", { name: "Actions for “A session”" }));
  await userEvent.click(screen.getByRole("menuitem", { name: "Delete" }));
};

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

describe("the keys", () => {
  it("copy the last answer also while it says that it has been copied", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Q", "u1"), reply("First", { id: "m1" }), question("Q2", "u2"), reply("Last", { id: "m2" })];
    page.open("/chat/s");
    await screen.findByText("Last");
    const user = userEvent.setup();
    const written = vi.spyOn(navigator.clipboard, "writeText");
    await user.keyboard("{Control>}{Shift>}c{/Shift}{/Control}");
    await screen.findByRole("button", { name: "Copied" });
    await user.keyboard("{Control>}{Shift>}c{/Shift}{/Control}");
    expect(written.mock.calls).toEqual([["Last"], ["Last"]]);
  });
});

describe("the list", () => {
  beforeEach(() => {
    page.api.sessions = [aSession({ updatedAt: new Date().toISOString() })];
    page.api.messages = [question("Q"), reply("A")];
  });

  it("renames in place", async () => {
    page.open();
    await userEvent.click(await screen.findByRole("button", { name: "Actions for “A session”" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Rename" }));
    await userEvent.keyboard("Better{Enter}");
    await screen.findByRole("link", { name: "Better" });
    expect(page.api.asked("PUT", "/api/sessions/s/title")[0]?.body).toEqual({ title: "Better" });
  });

  it("hides at once what is deleted, and gives it back", async () => {
    page.open("/chat/s");
    await chooseDelete();
    await waitFor(() => expect(location.pathname).toBe("/"));
    expect(screen.queryByRole("link", { name: "A session" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await screen.findByRole("link", { name: "A session" });
    expect(page.api.asked("DELETE", "/api/sessions/s")).toHaveLength(0);
  });

  it("deletes for good when the page is left", async () => {
    page.open("/chat/s");
    await chooseDelete();
    await waitFor(() => expect(screen.queryByRole("link", { name: "A session" })).toBeNull());
    expect(page.api.asked("DELETE", "/api/sessions/s")).toHaveLength(0);
    window.dispatchEvent(new Event("pagehide"));
    expect(page.api.asked("DELETE", "/api/sessions/s")).toHaveLength(1);
  });

  it("shows where in a chat the words were found", async () => {
    page.api.sessions = [aSession({ id: "t", title: "Trip", passage: "… the train to Bergen leaves …" })];
    page.open();
    await userEvent.type(await screen.findByRole("searchbox"), "bergen");
    await waitFor(() => expect(document.querySelector("mark")?.textContent).toBe("Bergen"));
    await waitFor(() => expect(page.api.asked("GET", "/api/sessions?q=bergen")).toHaveLength(1));
  });
});

describe("settings", () => {
  it("speak Chinese and English, and remember it", async () => {
    page.open();
    await userEvent.click(await screen.findByRole("button", { name: "Settings" }));
    await userEvent.selectOptions(await screen.findByLabelText("Language"), "中文");
    await screen.findByText("想了解些什么？");
    expect(document.documentElement.lang).toBe("zh-Hans");
    expect(localStorage.getItem("streamchat.language")).toBe("zh");
  });

  it("call the one user there is by a name of the reader's language where nobody signs in", async () => {
    localStorage.setItem("streamchat.language", "zh");
    page.api.me = { id: "local", name: "Local user", roles: ["admin", "user"], limits: {}, use: {} };
    page.open();
    await userEvent.click(await screen.findByRole("button", { name: "设置" }));
    await screen.findByText("当前用户：本机用户");
    expect(screen.queryByText(/Local user/)).toBeNull();
  });

  it("call a user as the server does, also one who happens to have that id", async () => {
    page.api.me = { id: "local", name: "Lo Cal", roles: ["user"], limits: {}, use: {}, tokens: true };
    page.open();
    await userEvent.click(await screen.findByRole("button", { name: "Settings" }));
    await screen.findByText("Signed in as Lo Cal");
  });

  it("say that a demo answers", async () => {
    page.api.providers = [aProvider({ id: "demo", name: "Demo", demo: true, models: ["demo"], defaultModel: "demo" })];
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
