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

/** @param messageId the message in it that is meant */
export function pathOf(sessionId: string | null, messageId?: string): string {
  if (sessionId === null) return "/";
  return `/chat/${encodeURIComponent(sessionId)}${messageId === undefined ? "" : `#${anchorOf(messageId)}`}`;
}

export const anchorOf = (messageId: string) => `m-${messageId}`;

export function navigate(sessionId: string | null, how: "push" | "replace" = "push", messageId?: string): void {
  const path = pathOf(sessionId, messageId);
  if (path === location.pathname + location.hash) return;
  if (how === "push") history.pushState(null, "", path);
  else history.replaceState(null, "", path);
  notify();
}

/** Calls back with the anchor of the message that the address names, whenever it names one. */
export function onAnchor(listener: (anchor: string) => void): () => void {
  const look = () => {
    if (location.hash.startsWith("#m-")) listener(location.hash.slice(1));
  };
  look();
  listeners.add(look);
  window.addEventListener("hashchange", look);
  return () => {
    listeners.delete(look);
    window.removeEventListener("hashchange", look);
  };
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
