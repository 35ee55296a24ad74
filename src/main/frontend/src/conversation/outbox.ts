import { api } from "../api/client";
import type { Prompt } from "../api/types";

/** A send whose arrival is not known yet. It keeps its key, so that repeating it after a reload gives one message, not two. */
export interface Unsent {
  key: string;
  sessionId: string | null;
  prompt: Prompt;
  /** The question that this one takes the place of. */
  edits?: string;
  /** The role of the chat to be begun, and the session once there is one. */
  role?: string;
  opened?: string;
  at: number;
}

const SLOT = "streamchat.outbox";
/** An older one is not sent by itself any more: the reader finds the text in the box. */
const FRESH = 10 * 60_000;

/** More than anyone sends while nothing arrives; beyond it the oldest are given up. */
const MOST = 20;

/** One per tab, with a place for each send; lives as long as the tab, over reloads. */
export const outbox = {
  keep(unsent: Unsent): void {
    store([...others(unsent.key), unsent].slice(-MOST));
  },

  clear(key: string): void {
    store(others(key));
  },

  /** The newest send to take up again in this session (null: a new chat), and whether that is still to go by itself. */
  pending(sessionId: string | null, now: number): { unsent: Unsent; fresh: boolean } | null {
    const unsent = stored().findLast((each) => each.sessionId === sessionId);
    return unsent === undefined ? null : { unsent, fresh: now - unsent.at < FRESH };
  },
};

const others = (key: string) => stored().filter((each) => each.key !== key);

function stored(): Unsent[] {
  try {
    const list: unknown = JSON.parse(sessionStorage.getItem(SLOT) ?? "[]");
    return Array.isArray(list) ? (list as Unsent[]) : [];
  } catch {
    return [];
  }
}

function store(all: Unsent[]): void {
  try {
    if (all.length === 0) sessionStorage.removeItem(SLOT);
    else sessionStorage.setItem(SLOT, JSON.stringify(all));
  } catch {
    // Storage is full or switched off: a reload in the next moment loses the send, nothing else.
  }
}

/** Also where `randomUUID` is not to be had: a plain http address in the house. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** How the session that a message begins is made, where its role is to be said: remembered, so that it is made once. */
export function opening(unsent: Unsent): ((signal: AbortSignal) => Promise<string>) | null {
  const { role, prompt } = unsent;
  if (role === undefined || unsent.sessionId !== null) return null;
  return async (signal) => {
    const { provider, model } = prompt;
    const { id } = await api.create({ role, ...(provider ? { provider } : {}), ...(model ? { model } : {}) }, signal);
    outbox.keep({ ...unsent, opened: id });
    return id;
  };
}
