import { ask, download, request } from "./typed";
import type { Me, Message, NewToken, Page, Provider, Role, RoleDraft, Session, Token, TokenDraft } from "./types";

/** The calls that answer at once. */
export const api = {
  async sessions(q: string, before: string | undefined, signal?: AbortSignal): Promise<Page<Session>> {
    const page = await ask("get", "/api/sessions", { query: { q, before } }, { signal });
    return { items: page.sessions, ...(page.next ? { next: page.next } : {}) };
  },

  session: (id: string, signal?: AbortSignal): Promise<Session> => ask("get", "/api/sessions/{id}", { path: { id } }, { signal }),

  create: (session: { role?: string; provider?: string; model?: string }, signal?: AbortSignal): Promise<Session> =>
    ask("post", "/api/sessions", { body: session }, { signal }),

  rename: (id: string, title: string): Promise<Session> => ask("put", "/api/sessions/{id}/title", { path: { id }, body: { title } }),

  choose: (id: string, choice: { provider: string; model: string }): Promise<Session> => ask("patch", "/api/sessions/{id}", { path: { id }, body: choice }),

  remove: (id: string): Promise<undefined> => ask("delete", "/api/sessions/{id}", { path: { id } }, { keepalive: true }),

  async messages(id: string, before: string | undefined, signal?: AbortSignal): Promise<Page<Message>> {
    const page = await ask("get", "/api/sessions/{id}/messages", { path: { id }, query: { before } }, { signal });
    return { items: page.messages, ...(page.next ? { next: page.next } : {}) };
  },

  /** @param generationId the answer that is meant; any, when that is not known yet */
  stop: (sessionId: string, generationId: string | null): Promise<undefined> =>
    ask("post", "/api/chat/{sessionId}/stop", { path: { sessionId }, query: { generationId: generationId ?? undefined } }),

  /** Shows the branch that holds this message. */
  showBranch: (id: string, messageId: string): Promise<Session> => ask("put", "/api/sessions/{id}/leaf", { path: { id }, body: { messageId } }),

  clearContext: (id: string): Promise<undefined> => ask("delete", "/api/sessions/{id}/context", { path: { id } }),

  export: (id: string, format: ExportFormat): Promise<Blob> => download("/api/sessions/{id}/export", { path: { id }, query: { format } }),

  /** @param exported the file as it is */
  async import(exported: string): Promise<Session> {
    return (await (await request("post", "/api/sessions/import", { body: exported })).json()) as Session;
  },

  async providers(signal?: AbortSignal): Promise<Provider[]> {
    return (await ask("get", "/api/providers", {}, { signal })).providers;
  },

  keepKey: (id: string, key: string): Promise<undefined> => ask("put", "/api/providers/{id}/key", { path: { id }, body: { key } }),

  removeKey: (id: string): Promise<undefined> => ask("delete", "/api/providers/{id}/key", { path: { id } }),

  async roles(language: string, signal?: AbortSignal): Promise<Role[]> {
    return (await ask("get", "/api/roles", {}, { signal, headers: { "Accept-Language": language } })).roles;
  },

  saveRole: (id: string | null, role: RoleDraft): Promise<Role> =>
    id === null ? ask("post", "/api/roles", { body: role }) : ask("put", "/api/roles/{id}", { path: { id }, body: role }),

  removeRole: (id: string): Promise<undefined> => ask("delete", "/api/roles/{id}", { path: { id } }),

  me: (signal?: AbortSignal): Promise<Me> => ask("get", "/api/me", {}, { signal }),

  async tokens(signal?: AbortSignal): Promise<Token[]> {
    return (await ask("get", "/api/tokens", {}, { signal })).tokens;
  },

  makeToken: (draft: TokenDraft): Promise<NewToken> => ask("post", "/api/tokens", { body: draft }),

  removeToken: (id: string): Promise<undefined> => ask("delete", "/api/tokens/{id}", { path: { id } }),
};

export type ExportFormat = "markdown" | "json";
