type Listener = () => void;

let dialog: HTMLElement | null = null;
const listeners = new Set<Listener>();

function set(next: HTMLElement | null): void {
  dialog = next;
  listeners.forEach((listener) => listener());
}

/** The open modal dialog, if there is one: the browser hides all else from pointer, keys and screen readers. */
export const topLayer = {
  current: (): HTMLElement | null => dialog,

  subscribe: (listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },

  opened: (opened: HTMLElement): (() => void) => {
    set(opened);
    return () => {
      if (dialog === opened) set(null);
    };
  },
};
