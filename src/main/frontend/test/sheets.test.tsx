import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
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
