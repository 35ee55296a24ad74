/** What the tabs of one browser tell each other. Only hints: the truth is asked of the server. */
export type Hint = { kind: "started" | "ended" | "branch"; sessionId: string } | { kind: "sessions" };

type Listener = (hint: Hint) => void;

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("streamchat");
const listeners = new Set<Listener>();

channel?.addEventListener("message", (event: MessageEvent<Hint>) => listeners.forEach((listener) => listener(event.data)));

/** Tells the other tabs, and this one's own listeners. */
export function tell(hint: Hint): void {
  tellOthers(hint);
  listeners.forEach((listener) => listener(hint));
}

/** Tells the other tabs only: what this one has already done itself. */
export function tellOthers(hint: Hint): void {
  channel?.postMessage(hint);
}

export function onHint(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
