import { vi } from "vitest";
import type { Me, Message, Provider, Role, Session, Token, TokenDraft } from "../../src/api/types";
import type { Frame } from "../../src/stream/frames";
import { wire } from "./frame";

const AT = "2026-01-02T03:04:05Z";

export const aSession = (more: Partial<Session> = {}): Session => ({ id: "s", title: "A session", createdAt: AT, updatedAt: AT, ...more });

export const question = (content: string, id = "u"): Message => ({ id, sessionId: "s", author: "user", content, status: "complete", createdAt: AT });

export const reply = (content: string, more: Partial<Message> = {}): Message => ({
  id: "m",
  sessionId: "s",
  author: "assistant",
  content,
  status: "complete",
  createdAt: AT,
  ...more,
});

export const aProvider = (more: Partial<Provider> = {}): Provider => ({
  id: "p",
  name: "Provider",
  demo: false,
  models: ["model-1", "model-2"],
  defaultModel: "model-1",
  usable: true,
  keyOf: "operator",
  ownKeys: false,
  ...more,
});

/** The HTTP interface as the page's components see it: set what it holds, look at what was asked of it. */
export class FakeApi {
  sessions: Session[] = [];
  messages: Message[] = [];
  providers: Provider[] = [aProvider()];
  roles: Role[] | null = null;
  me: Me = { id: "u", name: "Ada", roles: [], limits: { tokensPerDay: 1000 }, use: { tokensToday: 250 } };
  tokens: Token[] = [];
  /** Answers every call instead, as long as it is there: a server that wants a login. */
  refusal: (() => Response) | null = null;
  readonly calls: { method: string; path: string; body: unknown; headers: Headers }[] = [];
  /** Which answers were to be stopped; null for whichever there is. */
  readonly stopped: (string | null)[] = [];
  /** Opened streams, oldest first; each takes frames until it is closed. */
  readonly streams: { path: string; push: (...frames: Frame[]) => void; close: () => void; cut: () => void }[] = [];
  /** Answers the next matching call instead of the usual answer. */
  readonly instead = new Map<string, () => Response | Promise<Response>>();

  install(): this {
    vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => this.answer(path, init));
    return this;
  }

  asked(method: string, path: string) {
    return this.calls.filter((call) => call.method === method && call.path === path);
  }

  private answer(address: string, init: RequestInit): Promise<Response> {
    const method = init.method ?? "GET";
    const [path = "", meant] = address.includes("/stop") ? address.split("?generationId=") : [address];
    if (path.endsWith("/stop")) this.stopped.push(meant ?? null);
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    this.calls.push({ method, path, body, headers: new Headers(init.headers) });
    const call = `${method} ${path}`;
    if (this.refusal !== null) return Promise.resolve(this.refusal());
    const instead = this.instead.get(call);
    this.instead.delete(call);
    if (instead) return Promise.resolve().then(instead);
    if (/completions|events|\/edit|\/regenerate/.test(path)) return Promise.resolve(this.stream(path, init.signal));
    if (method === "DELETE") {
      this.sessions = this.sessions.filter((each) => !path.endsWith(`/${each.id}`));
      this.tokens = this.tokens.filter((each) => !path.endsWith(`/${each.id}`));
    }
    if (path.endsWith("/stop") || path === "/logout" || method === "DELETE") return Promise.resolve(new Response(null, { status: 204 }));
    if (path.startsWith("/api/providers")) return json({ providers: this.providers });
    if (path.startsWith("/api/roles")) return this.roles === null ? Promise.resolve(new Response(null, { status: 404 })) : json({ roles: this.roles });
    if (path.startsWith("/api/me")) return json(this.me);
    if (path === "/api/tokens") return method === "POST" ? json(this.makeToken(body as TokenDraft), 201) : json({ tokens: this.tokens });
    if (method === "POST" && path === "/api/sessions") return json(aSession({ id: "s", ...(body as object) }));
    if (path.endsWith("/messages")) return json({ messages: this.messages });
    const id = /^\/api\/sessions\/([^/?]+)/.exec(path)?.[1];
    if (id === undefined) return json({ sessions: this.sessions });
    const session = this.sessions.find((each) => each.id === id);
    return session ? json(Object.assign(session, body)) : Promise.resolve(problem("unknown-session", 404));
  }

  private makeToken({ name, scopes }: TokenDraft) {
    const token: Token = { id: `t${this.tokens.length}`, name, scopes, createdAt: AT, expiresAt: "2027-01-02T03:04:05Z" };
    this.tokens.push(token);
    return { ...token, token: "sc_secret" };
  }

  private stream(path: string, signal: AbortSignal | null | undefined): Response {
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        signal?.addEventListener("abort", () => controller.error(signal.reason));
        this.streams.push({
          path,
          push: (...frames) => controller.enqueue(encoder.encode(wire(...frames))),
          close: () => controller.close(),
          cut: () => controller.error(new TypeError("network error")),
        });
      },
    });
    return new Response(stream, { headers: { "Content-Type": "text/event-stream" } });
  }
}

function json(value: unknown, status = 200): Promise<Response> {
  return Promise.resolve(new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json" } }));
}

export function problem(kind: string, status: number, more: object = {}, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: `urn:streamchat:problem:${kind}`, title: kind, status, ...more }), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
}
