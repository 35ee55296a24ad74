import { sessionOf } from "../router";
import { toasts } from "../settings/toasts";
import { BOX, focusOn } from "./focus";
import { useShortcuts } from "./useShortcuts";

interface Doing {
  open: (sessionId: string | null) => void;
  openSheet: (sheet: "settings" | "help") => void;
  openDrawer: () => void;
}

/** What the page's keys do: they press and focus what is there, so that keys and pointer never differ. */
export function usePageKeys({ open, openSheet, openDrawer }: Doing): void {
  useShortcuts({
    help: () => openSheet("help"),
    settings: () => openSheet("settings"),
    search: () => {
      openDrawer();
      setTimeout(() => focusOn(".search"));
    },
    newChat: () => {
      open(null);
      setTimeout(() => focusOn(BOX));
    },
    box: () => focusOn(BOX),
    previous: () => step(-1, open),
    next: () => step(1, open),
    copyAnswer: () => pressLast('main [data-copies="answer"]'),
    undo: () => !writing() && toasts.undoLast(),
    notices: () => focusOn([...document.querySelectorAll(".toast")].at(-1)?.querySelector("button:enabled")),
    copyCode: () => pressLast('main [data-copies="code"]'),
  });
}

/** The box has an undo of its own. */
function writing(): boolean {
  return document.activeElement?.matches("input, textarea, select") ?? false;
}

function pressLast(selector: string): void {
  [...document.querySelectorAll<HTMLElement>(selector)].at(-1)?.click();
}

/** To the chat above or below in the list as it is shown. */
function step(by: number, open: (sessionId: string) => void): void {
  const ids = [...document.querySelectorAll<HTMLAnchorElement>(".session a")].map((link) => sessionOf(link.pathname));
  const at = ids.indexOf(sessionOf(location.pathname));
  const id = ids[at < 0 ? 0 : at + by];
  if (id) open(id);
}
