export interface Toast {
  id: number;
  text: string;
  action?: Action;
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

let shown: readonly Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  shown = next;
  listeners.forEach((listener) => listener());
}

export const toasts = {
  current: (): readonly Toast[] => shown,

  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },

  show(text: string, action?: Action): number {
    const id = ++count;
    set([...shown, { id, text, ...(action ? { action } : {}) }].slice(-3));
    const wait = Math.min(LONGEST, Math.max(0, (action?.notBefore ?? 0) - Date.now()));
    setTimeout(() => toasts.dismiss(id), wait + (action ? UNDO_TIME : PLAIN_TIME));
    return id;
  },

  dismiss(id: number): void {
    if (shown.some((each) => each.id === id)) set(shown.filter((each) => each.id !== id));
  },
};
