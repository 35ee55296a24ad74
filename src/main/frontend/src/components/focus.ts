import { anchorOf, pathOf } from "../router";

/** What the focus may go to: a selector, or what is there already. */
type Place = string | Element | null | undefined;

export const BOX = ".composer textarea";
export const MAIN = "#main";
export const CONVERSATION = ".scroller";
export const FIRST_MESSAGE = ".column > article";
export const LAST_MESSAGE = ".column > article:last-of-type";

/** A message, or what is in it. */
export const inMessage = (id: string, what = "") => `[id=${JSON.stringify(anchorOf(id))}] ${what}`.trim();

export const inList = (sessionId: string) => `.session a[href^=${JSON.stringify(pathOf(sessionId))}]`;

/** Takes the keyboard to the first of these that takes it; false when none does. */
export function focusOn(...places: Place[]): boolean {
  for (const place of places) {
    const found = typeof place === "string" ? document.querySelector<HTMLElement>(place) : (place as HTMLElement | null | undefined);
    // A message that is being read is not moved for it.
    found?.focus({ preventScroll: found.matches("article") });
    if (found && document.activeElement === found) return true;
  }
  return false;
}

/** The same once the page is drawn anew, if what had the focus is gone by then: it would begin at the top of the page. */
export function refocus(...places: Place[]): void {
  setTimeout(() => {
    if (isLost()) focusOn(...places);
  });
}

function isLost(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.matches(":disabled");
}
