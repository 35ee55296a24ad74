import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useFollowEnd } from "../src/components/useFollowEnd";

it("goes to the end for a message that is sent, and leaves the reader alone when it has arrived", () => {
  const { result, rerender } = renderHook(({ sent }) => useFollowEnd("s", sent, null), { initialProps: { sent: null as string | null } });
  const box = document.createElement("div");
  Object.defineProperty(box, "scrollHeight", { value: 900 });
  result.current.box.current = box;
  rerender({ sent: "key" });
  expect(box.scrollTop).toBe(900);
  box.scrollTop = 100;
  rerender({ sent: null });
  expect(box.scrollTop).toBe(100);
});
