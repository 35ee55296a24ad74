import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { aSession, problem, question, reply } from "./support/api";
import { done, message, session } from "./support/frame";
import { freshPage } from "./support/page";

let page: ReturnType<typeof freshPage>;
beforeEach(() => {
  page = freshPage();
  page.api.sessions = [aSession(), aSession({ id: "t", title: "Another" })];
  page.api.messages = [question("First?", "u1"), reply("One", { id: "m1" }), question("Second?", "u2"), reply("Two", { id: "m2" })];
});

const button = (name: string, index = 0) => screen.findAllByRole("button", { name }).then((all) => all[index] as HTMLElement);
const press = async (name: string, index = 0) => {
  (await button(name, index)).focus();
  await userEvent.keyboard("{Enter}");
};
const focusIsOn = (expected: () => Element | null) =>
  waitFor(() => {
    expect(document.activeElement).not.toBe(document.body);
    expect(document.activeElement).toBe(expected());
  });
const element = (id: string) => () => document.getElementById(id);
const named = (role: string, name: string) => () => screen.getByRole(role, { name });
const box = named("textbox", "Message");

describe("the keyboard keeps its place", () => {
  it("at the stepper while branches are stepped through", async () => {
    page.api.messages = [question("First?", "u1"), reply("Dos", { id: "m2", siblings: { index: 3, count: 3, previous: "m1" } })];
    page.open("/chat/s");
    await screen.findByText("Dos");
    page.api.messages = [question("First?", "u1"), reply("Uno", { id: "m1", siblings: { index: 2, count: 3, previous: "m0", next: "m2" } })];
    await press("Previous branch");
    await screen.findByText("Uno");
    await focusIsOn(named("button", "Previous branch"));
    page.api.messages = [question("First?", "u1"), reply("One", { id: "m0", siblings: { index: 1, count: 3, next: "m1" } })];
    await userEvent.keyboard("{Enter}");
    await screen.findByText("One");
    await focusIsOn(named("button", "Next branch"));
  });

  it("at the question that is answered again", async () => {
    page.open("/chat/s");
    await press("Answer again");
    await focusIsOn(element("m-u1"));
    (await page.stream(1)).push(session(1), message("Uno", 2), done(3));
    await waitFor(() => expect(page.answer()).toContain("Uno"));
    await focusIsOn(element("m-u1"));
  });

  it("in the box once an edit is sent", async () => {
    page.open("/chat/s");
    await press("Edit question");
    await userEvent.keyboard(" Really?{Enter}");
    await page.stream(1);
    await focusIsOn(box);
  });

  it("where an edit was begun, once it is given up", async () => {
    page.open("/chat/s");
    await press("Edit question", 1);
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull());
    await focusIsOn(() => screen.getAllByRole("button", { name: "Edit question" })[1] ?? null);
    await userEvent.click(await page.box());
    await userEvent.keyboard("{ArrowUp}{Escape}");
    await focusIsOn(box);
  });

  it.each(["{Enter}", "{Escape}"])("at the chat that has been renamed, or not, with %s", async (key) => {
    page.open();
    await press("Actions for “A session”");
    await userEvent.click(screen.getByRole("menuitem", { name: "Rename" }));
    await userEvent.keyboard(`Better${key}`);
    await focusIsOn(named("link", key === "{Enter}" ? "Better" : "A session"));
  });

  it("at the answer that is carried on", async () => {
    page.api.messages = [question("Go on?"), reply("half", { status: "interrupted" })];
    page.open("/chat/s");
    await press("Continue");
    await page.stream(1);
    await focusIsOn(element("m-m"));
  });

  it("at the question whose answer is asked for once more", async () => {
    page.api.instead.set("POST /api/chat/s/messages/m2/regenerate", () => problem("provider-unreachable", 502));
    page.open("/chat/s");
    await press("Answer again", 1);
    await press("Try again");
    await page.stream(1);
    await focusIsOn(element("m-u2"));
  });

  it("at the message that is sent again, and in the box when it is taken back", async () => {
    const refuse = () => page.api.instead.set("POST /api/chat/s/completions", () => problem("provider-key-rejected", 502));
    page.open("/chat/s");
    await screen.findByText("Two");
    refuse();
    await userEvent.type(await page.box(), "Third?{Enter}");
    await button("Send again");
    refuse();
    await press("Send again");
    await waitFor(() => expect(page.api.asked("POST", "/api/chat/s/completions")).toHaveLength(2));
    await focusIsOn(() => screen.getByText("Third?").closest("article"));
    await press("Edit");
    await focusIsOn(box);
  });

  it("in the box when the answer is stopped", async () => {
    page.open("/chat/s");
    await screen.findByText("Two");
    await page.ask("Third?");
    await press("Stop");
    await focusIsOn(box);
  });

  it("at the earliest message when there are no earlier ones to show", async () => {
    page.api.instead.set("GET /api/sessions/s/messages", () => Response.json({ messages: [question("Late", "u1")], next: "c1" }));
    page.api.instead.set("GET /api/sessions/s/messages?before=c1", () => Response.json({ messages: [question("Early", "u0")] }));
    page.open("/chat/s");
    await press("Show earlier messages");
    await screen.findByText("Early");
    await focusIsOn(element("m-u0"));
  });

  it("at the next chat when one is deleted from the list, and in the page when the open one is", async () => {
    page.open("/chat/s");
    await press("Actions for “A session”");
    await userEvent.click(screen.getByRole("menuitem", { name: "Delete" }));
    await focusIsOn(named("link", "Another"));
    await userEvent.click(screen.getByRole("link", { name: "Another" }));
    await press("This chat");
    await userEvent.click(screen.getByRole("menuitem", { name: "Delete" }));
    await waitFor(() => expect(location.pathname).toBe("/"));
    await focusIsOn(element("main"));
  });
});

describe("the skip links", () => {
  const skipTo = async (name: string) => {
    await screen.findByText("Two");
    await userEvent.tab();
    while (document.activeElement?.textContent !== name) await userEvent.tab();
    await userEvent.keyboard("{Enter}");
  };

  it("lead to the message box and to the conversation, and leave the address as it is", async () => {
    page.open("/chat/s");
    await skipTo("Skip to the message box");
    expect(document.activeElement).toBe(box());
    (document.activeElement as HTMLElement).blur();
    await skipTo("Skip to the conversation");
    expect(document.activeElement).toBe(document.querySelector(".scroller"));
    expect(location.pathname + location.hash).toBe("/chat/s");
  });
});
