import { send } from "./http";
import { filled } from "./typed";
import type { paths } from "./schema";
import type { Prompt } from "./types";

const STREAM = { Accept: "text/event-stream" };

/** A path of the OpenAPI file, filled. */
const at = (path: keyof paths, values: Record<string, string> = {}) => filled(path, values);

function post(path: string, body: unknown, key: string, signal: AbortSignal): Promise<Response> {
  return send(path, { method: "POST", headers: { ...STREAM, "Content-Type": "application/json", "Idempotency-Key": key }, body: JSON.stringify(body), signal });
}

/** The requests that answer with a stream. None has a deadline of its own: the watchdog of the stream is the deadline. */
export const streams = {
  complete: (sessionId: string | null, prompt: Prompt, key: string, signal: AbortSignal) =>
    post(sessionId === null ? at("/api/chat/completions") : at("/api/chat/{sessionId}/completions", { sessionId }), prompt, key, signal),

  edit: (sessionId: string, messageId: string, prompt: Prompt, key: string, signal: AbortSignal) =>
    post(at("/api/chat/{sessionId}/messages/{messageId}/edit", { sessionId, messageId }), prompt, key, signal),

  regenerate: (sessionId: string, messageId: string, choice: Omit<Prompt, "message">, key: string, signal: AbortSignal) =>
    post(at("/api/chat/{sessionId}/messages/{messageId}/regenerate", { sessionId, messageId }), choice, key, signal),

  carryOn: (sessionId: string, signal: AbortSignal) =>
    send(at("/api/chat/{sessionId}/completions-continue", { sessionId }), { method: "POST", headers: STREAM, signal }),

  events: (sessionId: string, cursor: string | undefined, signal: AbortSignal) =>
    send(at("/api/chat/{sessionId}/events", { sessionId }), { headers: { ...STREAM, ...(cursor ? { "Last-Event-ID": cursor } : {}) }, cache: "no-store", signal }),
};
