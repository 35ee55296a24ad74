import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as leave from "../src/api/leave";
import { aSession, problem, question, reply } from "./support/api";
import { done, message, session } from "./support/frame";
import { freshPage } from "./support/page";

const unauthenticated = () => problem("unauthenticated", 401, { login: "/login?return=/" });

let page: ReturnType<typeof freshPage>;
let left: string[];
beforeEach(() => {
  page = freshPage();
  left = [];
  vi.spyOn(leave, "leaveFor").mockImplementation((address) => void left.push(address));
});
afterEach(() => {
  document.cookie = "sc-csrf=; max-age=0";
});

describe("a server that wants a login", () => {
  it("is obeyed at once by a page that has shown nothing yet, which then comes back to where it was", async () => {
    page.api.refusal = unauthenticated;
    page.open("/chat/s#m-7");
    await waitFor(() => expect(left).toEqual(["/login?return=%2Fchat%2Fs%23m-7"]));
  });

  it("never sends a page round in circles", async () => {
    sessionStorage.setItem("streamchat.signing-in", "yes");
    page.api.refusal = unauthenticated;
    page.open();
    await userEvent.click(await screen.findByRole("button", { name: "Sign in again" }));
    expect(left).toEqual(["/login?return=%2F"]);
  });

  it("takes nothing from a page in use, and its draft outlives the login", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Q"), reply("A")];
    const first = page.open("/chat/s");
    await userEvent.type(await page.box(), "half a thought");
    page.api.refusal = unauthenticated;
    window.dispatchEvent(new Event("focus"));
    await userEvent.click(await screen.findByRole("button", { name: "Sign in again" }));
    expect(left).toEqual(["/login?return=%2Fchat%2Fs"]);
    expect(screen.getByText("A")).toBeTruthy();
    first.unmount();
    page.api.refusal = null;
    page.open("/chat/s");
    expect((await page.box()).value).toBe("half a thought");
  });

  it("does not end an answer: the page goes on with it once the reader has signed in elsewhere", async () => {
    page.open();
    const first = await page.ask("Hello?");
    first.push(session(1), message("one ", 2));
    await waitFor(() => expect(page.answer()).toContain("one"));
    page.api.refusal = unauthenticated;
    first.cut();
    await screen.findByText(/it goes on once you have signed in/);
    expect(page.answer()).toContain("one");
    page.api.refusal = null;
    document.dispatchEvent(new Event("visibilitychange"));
    const second = await page.stream(2);
    second.push(message("two", 3), done(4));
    await waitFor(() => expect(page.answer()).toContain("one two"));
    expect(screen.queryByRole("button", { name: "Sign in again" })).toBeNull();
  });

  it("gets the message that it would not take, once, after the login", async () => {
    const first = page.open();
    await page.box();
    await waitFor(() => expect(page.api.asked("GET", "/api/me")).not.toHaveLength(0));
    page.api.refusal = unauthenticated;
    await userEvent.type(await page.box(), "Later{Enter}");
    await screen.findByRole("button", { name: "Sign in again" });
    first.unmount();
    page.api.refusal = null;
    const [refused] = page.api.asked("POST", "/api/chat/completions");
    page.open();
    await page.stream(1);
    const taken = page.api.asked("POST", "/api/chat/completions").at(-1);
    expect(taken?.headers.get("Idempotency-Key")).toBe(refused?.headers.get("Idempotency-Key"));
    expect(taken?.body).toMatchObject({ message: "Later" });
  });

  it("is not followed to another site", async () => {
    page.api.refusal = () => problem("unauthenticated", 401, { login: "//evil.example/login" });
    page.open();
    await screen.findByText(/cannot be loaded/);
    expect(left).toEqual([]);
  });
});

describe("being signed in", () => {
  it("sends the token that no other site can read with whatever changes something", async () => {
    document.cookie = "sc-csrf=abc%3D1";
    page.open();
    await page.ask("Hello?");
    expect(page.api.asked("POST", "/api/chat/completions")[0]?.headers.get("X-CSRF-Token")).toBe("abc=1");
    expect(page.api.asked("GET", "/api/me")[0]?.headers.has("X-CSRF-Token")).toBe(false);
  });

  it("ends where the menu says so", async () => {
    page.api.me = { ...page.api.me, logout: "/logout" };
    page.open();
    await userEvent.click(await screen.findByRole("button", { name: "Signed in as Ada" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Sign out" }));
    await waitFor(() => expect(left).toEqual(["/"]));
    expect(page.api.asked("POST", "/logout")).toHaveLength(1);
  });

  it("has no way out where nobody signs in", async () => {
    page.open();
    await page.box();
    await waitFor(() => expect(page.api.asked("GET", "/api/me")).not.toHaveLength(0));
    expect(screen.queryByRole("button", { name: /^Signed in as/ })).toBeNull();
  });
});

describe("access tokens", () => {
  const openSettings = async () => {
    page.open();
    await userEvent.click(await screen.findByRole("button", { name: "Settings" }));
    await screen.findByRole("heading", { name: "Limits and use" });
  };

  it("are made, shown once, and revoked", async () => {
    page.api.me = { ...page.api.me, tokens: true };
    await openSettings();
    await userEvent.click(await screen.findByRole("button", { name: "New token" }));
    await userEvent.type(screen.getByLabelText("What it is for"), "Nightly report");
    await userEvent.click(screen.getByLabelText("only read"));
    await userEvent.selectOptions(screen.getByLabelText("Valid for"), "90 days");
    await userEvent.click(screen.getByRole("button", { name: "Make token" }));
    await screen.findByText("sc_secret");
    expect(page.api.asked("POST", "/api/tokens")[0]?.body).toEqual({ name: "Nightly report", scopes: ["chat", "read"], expiresInDays: 90 });
    expect(screen.getByRole("button", { name: "Copy token" })).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: "Revoke “Nightly report”" }));
    await waitFor(() => expect(screen.queryByText("Nightly report")).toBeNull());
    expect(page.api.asked("DELETE", "/api/tokens/t0")).toHaveLength(1);
    expect(screen.queryByText("sc_secret")).toBeNull();
  });

  it("are not offered where the server takes none", async () => {
    await openSettings();
    expect(screen.queryByText("Access tokens")).toBeNull();
    expect(page.api.asked("GET", "/api/tokens")).toHaveLength(0);
  });
});
