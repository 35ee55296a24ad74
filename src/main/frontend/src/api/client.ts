import { problemFrom } from "./problem";
import type { Message, Page, Prompt, Provider, Session } from "./types";

const JSON_HEADERS = { Accept: "application/json" };
const STREAM_HEADERS = { Accept: "text/event-stream" };
const DEADLINE = 20_000;

async function call(path: string, init: RequestInit = {}, signal?: AbortSignal): Promise<Response> {
  const deadline = AbortSignal.timeout(DEADLINE);
  const response = await fetch(path, {
    ...init,
    headers: new Headers({ ...JSON_HEADERS, ...(init.body ? { "Content-Type": "application/json" } : {}) }),
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  });
  if (!response.ok) throw await problemFrom(response);
  return response;
}

async function json<T>(path: string, init?: RequestInit, signal?: AbortSignal): Promise<T> {
  return (await (await call(path, init, signal)).json()) as T;
}

function body(method: string, value: unknown): RequestInit {
  return { method, body: JSON.stringify(value) };
}

function query(parameters: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== "") search.set(name, String(value));
  const encoded = search.toString();
  return encoded ? `?${encoded}` : "";
}

const at = (sessionId: string) => `/api/sessions/${encodeURIComponent(sessionId)}`;
const chat = (sessionId: string) => `/api/chat/${encodeURIComponent(sessionId)}`;

export const api = {
  async sessions(q: string, before: string | undefined, signal?: AbortSignal): Promise<Page<Session>> {
    const page = await json<{ sessions: Session[]; next?: string }>(`/api/sessions${query({ q, before })}`, {}, signal);
    return { items: page.sessions, ...(page.next ? { next: page.next } : {}) };
  },

  session: (id: string, signal?: AbortSignal) => json<Session>(at(id), {}, signal),

  rename: (id: string, title: string) => json<Session>(`${at(id)}/title`, body("PUT", { title })),

  choose: (id: string, choice: { provider: string; model: string }) => json<Session>(at(id), body("PATCH", choice)),

  async remove(id: string): Promise<void> {
    await call(at(id), { method: "DELETE" });
  },

  async messages(id: string, before: string | undefined, signal?: AbortSignal): Promise<Page<Message>> {
    const page = await json<{ messages: Message[]; next?: string }>(`${at(id)}/messages${query({ before })}`, {}, signal);
    return { items: page.messages, ...(page.next ? { next: page.next } : {}) };
  },

  async providers(signal?: AbortSignal): Promise<Provider[]> {
    return (await json<{ providers: Provider[] }>("/api/providers", {}, signal)).providers;
  },

  async stop(id: string): Promise<void> {
    await call(`${chat(id)}/stop`, { method: "POST" });
  },
};

/** The requests that answer with a stream. None has a deadline of its own: the watchdog of the stream is the deadline. */
export const streams = {
  complete: (sessionId: string | null, prompt: Prompt, key: string, signal: AbortSignal) =>
    fetch(sessionId === null ? "/api/chat/completions" : `${chat(sessionId)}/completions`, {
      method: "POST",
      headers: { ...STREAM_HEADERS, "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(prompt),
      signal,
    }),

  carryOn: (sessionId: string, signal: AbortSignal) =>
    fetch(`${chat(sessionId)}/completions-continue`, { method: "POST", headers: STREAM_HEADERS, signal }),

  events: (sessionId: string, cursor: string | undefined, signal: AbortSignal) =>
    fetch(`${chat(sessionId)}/events`, {
      headers: { ...STREAM_HEADERS, ...(cursor ? { "Last-Event-ID": cursor } : {}) },
      cache: "no-store",
      signal,
    }),
};
