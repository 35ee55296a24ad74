import { useSyncExternalStore } from "react";

const PATTERN = /^\/chat\/([^/]+)\/?$/;
const listeners = new Set<() => void>();
const notify = () => listeners.forEach((listener) => listener());

window.addEventListener("popstate", notify);

export function sessionOf(path: string): string | null {
  const id = PATTERN.exec(path)?.[1];
  try {
    return id === undefined ? null : decodeURIComponent(id);
  } catch {
    return null;
  }
}

export function pathOf(sessionId: string | null): string {
  return sessionId === null ? "/" : `/chat/${encodeURIComponent(sessionId)}`;
}

export function navigate(sessionId: string | null, how: "push" | "replace" = "push"): void {
  const path = pathOf(sessionId);
  if (path === location.pathname) return;
  if (how === "push") history.pushState(null, "", path);
  else history.replaceState(null, "", path);
  notify();
}

/** The id of the session that the address names; null for a new chat. */
export function useRoute(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => sessionOf(location.pathname),
  );
}
