import { api } from "../api/client";
import type { Prompt } from "../api/types";
import { drafts } from "../settings/drafts";
import type { Begin } from "../stream/follow";
import { TabList } from "./tabList";

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
  /** Whether its answer is to be stopped as soon as there is one. */
  stop?: true;
  at: number;
}

const list = new TabList<Unsent>("streamchat.outbox");
/** An older one is not sent by itself any more: the reader finds the text in the box. */
const FRESH = 10 * 60_000;

/** More than anyone sends while nothing arrives; beyond it the oldest become drafts of their chats. */
const MOST = 20;

/** One per tab, with a place for each send; lives as long as the tab, over reloads. */
export const outbox = {
  keep(unsent: Unsent): void {
    const before = list.all();
    const at = before.findIndex((each) => each.key === unsent.key);
    const all = at < 0 ? [...before, unsent] : before.with(at, { ...before[at], ...unsent });
    for (const { sessionId, prompt } of all.slice(0, -MOST)) putBack(sessionId, prompt.message);
    list.set(all.slice(-MOST));
  },

  /** Its answer is not wanted any more; whether there will be one is not known. */
  stop(key: string): void {
    list.set(list.all().map((each) => (each.key === key ? { ...each, stop: true } : each)));
  },

  /** The server has not taken it: it does not go by itself any more. */
  refused(key: string): void {
    list.set(list.all().map((each) => (each.key === key ? { ...each, at: 0 } : each)));
  },

  /** Its chat is gone: it becomes the draft of a new one. */
  setFree({ key, prompt }: Unsent): void {
    list.set(others(key));
    putBack(null, prompt.message);
  },

  clear(key: string): void {
    list.set(others(key));
  },

  /** The oldest send to take up again in this session (null: a new chat), and whether that is still to go by itself. */
  pending(sessionId: string | null, now: number): { unsent: Unsent; fresh: boolean } | null {
    const unsent = list.all().find((each) => each.sessionId === sessionId);
    return unsent === undefined ? null : { unsent, fresh: isFresh(unsent, now) };
  },

  /** All that are still to go by themselves, oldest first. */
  waiting: (now: number): Unsent[] => list.all().filter((each) => isFresh(each, now)),
};

const putBack = (sessionId: string | null, text: string) => drafts.write(sessionId, [text, drafts.read(sessionId)].filter(Boolean).join("\n"));

const isFresh = ({ at }: Unsent, now: number) => now - at < FRESH;

const others = (key: string) => list.all().filter((each) => each.key !== key);

/** Also where `randomUUID` is not to be had: a plain http address in the house. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** How it is asked for; however often, it arrives once. */
export function beginOf(unsent: Unsent): Begin {
  const { key, prompt, edits, opened } = unsent;
  const open = opening(unsent);
  return { kind: "send", sessionId: opened ?? unsent.sessionId, prompt, key, ...(edits ? { edits } : {}), ...(open ? { open } : {}) };
}

/** How the session that a message begins is made, where its role is to be said: remembered, so that it is made once. */
function opening(unsent: Unsent): ((signal: AbortSignal) => Promise<string>) | null {
  const { role, prompt } = unsent;
  if (role === undefined || unsent.sessionId !== null) return null;
  return async (signal) => {
    const { provider, model } = prompt;
    const { id } = await api.create({ role, ...(provider ? { provider } : {}), ...(model ? { model } : {}) }, signal);
    outbox.keep({ ...unsent, opened: id });
    return id;
  };
}
