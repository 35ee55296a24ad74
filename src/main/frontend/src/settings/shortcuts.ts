import type { Strings } from "../i18n/en";

export type ShortcutName = "help" | "settings" | "search" | "newChat" | "box" | "previous" | "next" | "copyAnswer" | "copyCode" | "undo" | "notices";

interface Shortcut {
  /** As `KeyboardEvent.key`; letters in lower case. */
  key: string;
  mod?: boolean;
  shift?: boolean;
  alt?: boolean;
}

/** None is a single character: whoever dictates, or brushes a key, sets nothing off. */
export const SHORTCUTS: Readonly<Record<ShortcutName, Shortcut>> = {
  newChat: { key: "o", mod: true, shift: true },
  search: { key: "k", mod: true },
  box: { key: "Escape", shift: true },
  previous: { key: "PageUp", alt: true },
  next: { key: "PageDown", alt: true },
  copyAnswer: { key: "c", mod: true, shift: true },
  copyCode: { key: ";", mod: true, shift: true },
  undo: { key: "z", mod: true },
  notices: { key: "F6" },
  settings: { key: ",", mod: true },
  help: { key: "/", mod: true },
};

const apple = () => /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

export function matches(shortcut: Shortcut, event: KeyboardEvent): boolean {
  const mod = apple() ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // With Shift, some keys are another character: the place on the keyboard tells then.
  const same = key === shortcut.key || (shortcut.key === ";" && event.code === "Semicolon");
  return same && mod === (shortcut.mod ?? false) && event.altKey === (shortcut.alt ?? false) && (event.shiftKey === (shortcut.shift ?? false) || shortcut.key === "/");
}

/** The keys as they are written on the keyboard. */
export function keysOf({ key, mod, shift, alt }: Shortcut, strings: Strings): string[] {
  const named: Record<string, string> = { Escape: "Esc", PageUp: strings.keyPageUp, PageDown: strings.keyPageDown };
  return [...(mod ? [apple() ? "⌘" : "Ctrl"] : []), ...(alt ? [apple() ? "⌥" : "Alt"] : []), ...(shift ? ["Shift"] : []), named[key] ?? key.toUpperCase()];
}
