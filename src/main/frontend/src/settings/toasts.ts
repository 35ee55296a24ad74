export interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

/** How long one with a way back stays; what it undoes is done for good after that. */
export const UNDO_TIME = 8_000;
const PLAIN_TIME = 6_000;

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

  show(text: string, undo?: () => void): number {
    const id = ++count;
    set([...shown, { id, text, ...(undo ? { undo } : {}) }].slice(-3));
    setTimeout(() => toasts.dismiss(id), undo ? UNDO_TIME : PLAIN_TIME);
    return id;
  },

  dismiss(id: number): void {
    if (shown.some((each) => each.id === id)) set(shown.filter((each) => each.id !== id));
  },
};
