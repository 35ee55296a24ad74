// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { storedSlots } from "../src/stream/slots";

/** What the tabs of one browser share. */
function storage(): Storage {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
    clear: () => entries.clear(),
    key: (index: number) => [...entries.keys()][index] ?? null,
    get length() {
      return entries.size;
    },
  };
}

let shared: Storage;
const still = new AbortController().signal;
const nothing = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  shared = storage();
});
afterEach(() => vi.useRealTimers());

const take = async (count: number, lost = nothing) => {
  const all = Promise.all(Array.from({ length: count }, () => storedSlots(shared)(still, lost)));
  await vi.advanceTimersByTimeAsync(2_000);
  return all;
};
const held = (slots: ((() => void) | null)[]) => slots.filter((each) => each !== null);

describe("slots where there are no locks", () => {
  it("are four, also for seven tabs at the same moment", async () => {
    expect(held(await take(7))).toHaveLength(4);
    expect(held(await take(1))).toHaveLength(0);
  });

  it("are free again when they are given back", async () => {
    const first = held(await take(4));
    expect(await take(1)).toEqual([null]);
    first[2]?.();
    expect(held(await take(2))).toHaveLength(1);
    expect(shared.length).toBe(4);
  });

  it("are kept by a tab that is woken once a minute, and free again when it is gone without a word", async () => {
    let alive = true;
    const slow = vi.spyOn(globalThis, "setInterval").mockImplementation((work: () => void) => {
      const beat = () => {
        if (alive) work();
        return setTimeout(beat, 60_000);
      };
      return setTimeout(beat, 60_000);
    });
    expect(held(await take(4))).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await take(1)).toEqual([null]);
    slow.mockRestore();
    alive = false;
    await vi.advanceTimersByTimeAsync(100_000);
    expect(held(await take(1))).toHaveLength(1);
  });

  it("tell a tab that slept too long that its slot is another's, and leave that alone", async () => {
    const lost = vi.fn();
    const [first] = await take(1, lost);
    shared.setItem("streamchat.slot.0", `another ${Date.now() + 60_000}`);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lost).toHaveBeenCalledOnce();
    first?.();
    expect(shared.getItem("streamchat.slot.0")).toMatch(/^another /);
  });

  it("are given up while they are waited for", async () => {
    const leaving = new AbortController();
    const asked = storedSlots(shared)(leaving.signal, nothing);
    leaving.abort(new DOMException("left", "AbortError"));
    await expect(asked).rejects.toThrow("left");
    expect(shared.length).toBe(0);
  });

  it("are not counted where nothing can be stored", async () => {
    shared.setItem = () => {
      throw new Error("full");
    };
    expect(held(await take(7))).toHaveLength(7);
  });
});
