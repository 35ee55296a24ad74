import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { toasts } from "../src/settings/toasts";
import { aSession, question, reply } from "./support/api";
import { freshPage } from "./support/page";

const network = vi.hoisted(() => ({ broken: false }));
vi.mock("../src/components/HelpSheet", async (original) => {
  if (network.broken) throw new TypeError("Failed to fetch dynamically imported module");
  return await original();
});

let page: ReturnType<typeof freshPage>;
beforeEach(() => {
  page = freshPage();
});

describe("a sheet that cannot be loaded", () => {
  it("leaves the page as it is, says so, and is loaded anew", async () => {
    const said = vi.spyOn(console, "error").mockReturnValue(undefined);
    network.broken = true;
    page.open();
    await userEvent.type(await page.box(), "half a thought");
    await userEvent.click(screen.getByRole("button", { name: "Keyboard shortcuts" }));
    await screen.findByText("That could not be opened.");
    expect((await page.box()).value).toBe("half a thought");
    network.broken = false;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByRole("heading", { name: "Keyboard shortcuts" });
    said.mockRestore();
  });
});

describe("a short word", () => {
  const regions = () => [...document.querySelectorAll(".toasts")];

  it("stands between what is read and the box, in the same place for every chat", async () => {
    page.api.sessions = [aSession()];
    page.api.messages = [question("Q"), reply("A")];
    page.open();
    await page.box();
    const before = regions();
    await userEvent.click(await screen.findByRole("link", { name: "A session" }));
    await screen.findByText("A");
    act(() => void toasts.show("Said in passing"));
    expect(regions()).toEqual(before);
    const order = [...document.querySelectorAll(".scroller, .toasts, .state, .composer")].map((each) => each.className.split(" ")[0]);
    expect(order).toEqual(["scroller", "toasts", "state", "composer"]);
    expect(screen.getByText("Said in passing").closest(".toasts")?.parentElement?.className).toBe("foot");
  });

  it("stands in an open dialog, where it can be read and pressed, and else in the page", async () => {
    page.open();
    await page.box();
    act(() => void toasts.show("Said before"));
    await userEvent.click(screen.getByRole("button", { name: "Settings" }));
    const dialog = await screen.findByRole("dialog");
    await waitFor(() => expect(regions().map((each) => each.closest("dialog"))).toEqual([dialog]));
    expect(regions()[0]?.getAttribute("role")).toBe("status");
    act(() => void toasts.show("Said meanwhile"));
    expect(regions()[0]?.textContent).toContain("Said meanwhile");
    await userEvent.click(within(dialog).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(regions().map((each) => each.closest("dialog"))).toEqual([null]));
    expect(regions()[0]?.textContent).toContain("Said meanwhile");
  });
});
