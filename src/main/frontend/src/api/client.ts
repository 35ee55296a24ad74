import { problemFrom } from "./problem";
import type { Me, Message, Page, Prompt, Provider, Role, RoleDraft, Session } from "./types";

const JSON_HEADERS = { Accept: "application/json" };
const STREAM_HEADERS = { Accept: "text/event-stream" };
const DEADLINE = 20_000;

async function call(path: string, init: RequestInit = {}, signal?: AbortSignal): Promise<Response> {
  const deadline = AbortSignal.timeout(DEADLINE);
  const response = await fetch(path, {
    ...init,
    headers: new Headers({ ...JSON_HEADERS, ...(init.body ? { "Content-Type": "application/json" } : {}), ...(init.headers as Record<string, string> | undefined) }),
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

  /** Goes through also while the page is being left. */
  async remove(id: string): Promise<void> {
    await call(at(id), { method: "DELETE", keepalive: true });
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

  create: (session: { role?: string; provider?: string; model?: string }, signal?: AbortSignal) =>
    json<Session>("/api/sessions", body("POST", session), signal),

  /** Shows the branch that holds this message. */
  async showBranch(id: string, messageId: string): Promise<void> {
    await call(`${at(id)}/leaf`, body("PUT", { messageId }));
  },

  async clearContext(id: string): Promise<void> {
    await call(`${at(id)}/context`, { method: "DELETE" });
  },

  export: async (id: string, format: ExportFormat): Promise<Blob> => (await call(`${at(id)}/export?format=${format}`, { headers: { Accept: "*/*" } })).blob(),

  import: (exported: string) => json<Session>("/api/sessions/import", { method: "POST", body: exported }),

  async roles(language: string, signal?: AbortSignal): Promise<Role[]> {
    return (await json<{ roles: Role[] }>("/api/roles", { headers: { "Accept-Language": language } }, signal)).roles;
  },

  saveRole: (id: string | null, role: RoleDraft) => json<Role>(id === null ? "/api/roles" : roleAt(id), body(id === null ? "POST" : "PUT", role)),

  async removeRole(id: string): Promise<void> {
    await call(roleAt(id), { method: "DELETE" });
  },

  async keepKey(provider: string, key: string): Promise<void> {
    await call(keyAt(provider), body("PUT", { key }));
  },

  async removeKey(provider: string): Promise<void> {
    await call(keyAt(provider), { method: "DELETE" });
  },

  me: (signal?: AbortSignal) => json<Me>("/api/me", {}, signal),
};

export type ExportFormat = "markdown" | "json";

const roleAt = (id: string) => `/api/roles/${encodeURIComponent(id)}`;
const keyAt = (provider: string) => `/api/providers/${encodeURIComponent(provider)}/key`;

/** The requests that answer with a stream. None has a deadline of its own: the watchdog of the stream is the deadline. */
export const streams = {
  complete: (sessionId: string | null, prompt: Prompt, key: string, signal: AbortSignal) =>
    fetch(sessionId === null ? "/api/chat/completions" : `${chat(sessionId)}/completions`, {
      method: "POST",
      headers: { ...STREAM_HEADERS, "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(prompt),
      signal,
    }),

  edit: (sessionId: string, messageId: string, prompt: Prompt, key: string, signal: AbortSignal) =>
    fetch(`${chat(sessionId)}/messages/${encodeURIComponent(messageId)}/edit`, {
      method: "POST",
      headers: { ...STREAM_HEADERS, "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(prompt),
      signal,
    }),

  regenerate: (sessionId: string, messageId: string, choice: Omit<Prompt, "message">, key: string, signal: AbortSignal) =>
    fetch(`${chat(sessionId)}/messages/${encodeURIComponent(messageId)}/regenerate`, {
      method: "POST",
      headers: { ...STREAM_HEADERS, "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(choice),
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
