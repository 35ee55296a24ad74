import { useEffect, useRef } from "react";
import { matches, SHORTCUTS, type ShortcutName } from "../settings/shortcuts";

/** One that gives false leaves the key to the browser. */
export type Actions = Readonly<Record<ShortcutName, () => unknown>>;

/** The whole page's keys; while a dialog is open they wait. */
export function useShortcuts(actions: Actions): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      for (const [name, shortcut] of Object.entries(SHORTCUTS)) {
        if (!matches(shortcut, event)) continue;
        if (current.current[name as ShortcutName]() !== false) event.preventDefault();
        return;
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
