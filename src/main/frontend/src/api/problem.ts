const NAMESPACE = "urn:streamchat:problem:";

/** A call that the server answered with a failure: an RFC 9457 problem, or what a proxy said in its place. */
export class ApiProblem extends Error {
  constructor(
    /** The problem's short name, e.g. `unknown-session`; empty when the answer was not one of this service. */
    readonly kind: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string | undefined,
    /** How long the server asked to wait before the next try, in milliseconds. */
    readonly retryAfter: number | undefined,
    readonly members: Readonly<Record<string, unknown>>,
  ) {
    super(title);
    this.name = "ApiProblem";
  }

  /** Whether this service itself spoke; a 502 page of a proxy is nothing to judge a request by. */
  get ours(): boolean {
    return this.kind !== "";
  }

  /** Where the browser is to go to sign in, when that is what is missing; always a path of this server. */
  get login(): string | undefined {
    const login = this.members["login"];
    return this.status === 401 && typeof login === "string" && /^\/(?![/\\])/.test(login) ? login : undefined;
  }

  /** Whether the same request may well succeed a little later, with nobody doing more about it than to sign in. */
  get passing(): boolean {
    if (this.login !== undefined) return true;
    if (!this.ours) return this.status >= 500 || this.status === 429 || this.status === 408;
    return PASSING.has(this.kind);
  }
}

const PASSING = new Set(["shutting-down", "overloaded", "database-unavailable", "log-unavailable", "identity-provider-unavailable", "limit-exceeded"]);
/** The reader may try again: something else than this server failed, and it may not fail again. */
const RETRYABLE = new Set([...PASSING, "internal", "interrupted", "provider-failed", "provider-unreachable", "provider-broke-off", "provider-rate-limited", "provider-timed-out"]);

/** Whether to offer another try of what failed like this. */
export const retryable = (kind: string): boolean => RETRYABLE.has(kind);

export async function problemFrom(response: Response): Promise<ApiProblem> {
  const retryAfter = parseRetryAfter(response.headers.get("retry-after"), Date.now());
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) {
    await response.body?.cancel().catch(() => undefined);
    return new ApiProblem("", response.status, `HTTP ${response.status}`, undefined, retryAfter, {});
  }
  const body = record(await response.json().catch(() => ({})));
  return new ApiProblem(
    kindOf(text(body["type"])),
    response.status,
    text(body["title"]) || `HTTP ${response.status}`,
    text(body["detail"]) || undefined,
    retryAfter,
    body,
  );
}

/** `unknown-session` for `urn:streamchat:problem:unknown-session`; empty for a type that is not of this service. */
export function kindOf(type: string): string {
  return type.startsWith(NAMESPACE) ? type.slice(NAMESPACE.length) : "";
}

export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null || value.trim() === "") return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
