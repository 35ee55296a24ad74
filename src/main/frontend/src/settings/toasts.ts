export interface Toast {
  id: number;
  text: string;
  action?: Action;
  /** Whether it undoes something that is not done before it is gone. */
  undoes: boolean;
}

/** What can be done about it. */
export interface Action {
  words: string;
  act: () => void;
  /** Not before this time, as `Date.now()`. */
  notBefore?: number;
}

/** How long one with a way back stays; what it undoes is done for good after that. */
export const UNDO_TIME = 8_000;
const PLAIN_TIME = 6_000;
const LONGEST = 60_000;
const MOST_PLAIN = 3;
const TICK = 250;

type Attention = "pointer" | "focus";

interface Clock {
  left: number;
  over: (() => void) | undefined;
}

let shown: readonly Toast[] = [];
let count = 0;
let lastTick = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const clocks = new Map<number, Clock>();
const held = new Map<number, Set<Attention>>();
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  shown = next;
  for (const kept of [clocks, held]) for (const id of kept.keys()) if (!shown.some((each) => each.id === id)) kept.delete(id);
  if (shown.length === 0) {
    clearInterval(timer);
    timer = undefined;
  } else if (timer === undefined) {
    lastTick = Date.now();
    timer = setInterval(tick, TICK);
  }
  listeners.forEach((listener) => listener());
}

/** No time passes for any of them while the reader is at one. */
function tick(): void {
  const passed = Date.now() - lastTick;
  lastTick += passed;
  if ([...held.values()].some((by) => by.size > 0)) return;
  for (const clock of clocks.values()) clock.left -= passed;
  for (const [id, { left }] of [...clocks]) if (left <= 0) toasts.dismiss(id);
}

/** One that undoes something stays for all of its time. */
function bounded(all: readonly Toast[]): readonly Toast[] {
  const plain = all.filter((each) => !each.undoes).slice(-MOST_PLAIN);
  return all.filter((each) => each.undoes || plain.includes(each));
}

// When the page is left there is no way back any more.
window.addEventListener("pagehide", () => {
  for (const { id, undoes } of shown) if (undoes) toasts.dismiss(id);
});

export const toasts = {
  current: (): readonly Toast[] => shown,

  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },

  /** @param over called when it is gone and its action has not been taken */
  show(text: string, action?: Action, over?: () => void): number {
    const id = ++count;
    const wait = Math.min(LONGEST, Math.max(0, (action?.notBefore ?? 0) - Date.now()));
    clocks.set(id, { left: wait + (action ? UNDO_TIME : PLAIN_TIME), over });
    set(bounded([...shown, { id, text, undoes: over !== undefined, ...(action ? { action } : {}) }]));
    return id;
  },

  dismiss(id: number): void {
    const over = clocks.get(id)?.over;
    toasts.take(id);
    over?.();
  },

  /** Takes one away, and does what it offers. */
  act(id: number): void {
    const action = shown.find((each) => each.id === id)?.action;
    toasts.take(id);
    action?.act();
  },

  /** False when there is nothing to undo. */
  undoLast(): boolean {
    const last = shown.findLast((each) => each.undoes);
    if (last !== undefined) toasts.act(last.id);
    return last !== undefined;
  },

  /** Whether the reader is at one, with the pointer or the keyboard. */
  hold(id: number, by: Attention, on: boolean): void {
    if (!clocks.has(id)) return;
    const all = held.get(id) ?? new Set();
    if (on) all.add(by);
    else all.delete(by);
    held.set(id, all);
  },

  take(id: number): void {
    if (shown.some((each) => each.id === id)) set(shown.filter((each) => each.id !== id));
  },
};
