import type { FinishReason, MessageError, Usage } from "../api/types";

/** What a reader has of a generation's log: everything up to and including `seq`. */
export interface Cursor {
  generation: string;
  seq: number;
}

export interface SessionData {
  sessionId: string;
  generationId: string;
  messageId: string;
  userMessageId?: string;
  provider?: string;
  model?: string;
}

export interface DoneData {
  messageId?: string;
  finishReason?: FinishReason;
  usage?: Usage;
  responseTimeMs?: number;
}

export type ErrorData = MessageError & { partial?: boolean };

/** The wire's events. `other` is one this page does not know yet: its cursor counts, its data does not. */
export type WireEvent =
  | { event: "session"; data: SessionData }
  | { event: "message"; data: { content: string } }
  | { event: "reasoning"; data: { content: string } }
  | { event: "notice"; data: { state: string } }
  | { event: "snapshot"; data: { content?: string; reasoning?: string } }
  | { event: "done"; data: DoneData }
  | { event: "error"; data: ErrorData }
  | { event: "other" };

/** One frame; without a cursor it is a part of what the next frame with one completes. */
export type Frame = WireEvent & { cursor: Cursor | null };

export function parseCursor(id: string | undefined): Cursor | null {
  const colon = id?.lastIndexOf(":") ?? -1;
  if (id === undefined || colon <= 0) return null;
  const seq = Number(id.slice(colon + 1));
  return Number.isSafeInteger(seq) && seq >= 0 ? { generation: id.slice(0, colon), seq } : null;
}

export function formatCursor(cursor: Cursor): string {
  return `${cursor.generation}:${cursor.seq}`;
}

/** @throws SyntaxError when the data of an event we know is not the JSON object it should be: the connection is then not to be trusted */
export function parseFrame(event: string | undefined, id: string | undefined, data: string): Frame {
  const cursor = parseCursor(id);
  if (event === undefined || !KNOWN.has(event)) return { event: "other", cursor };
  const value: unknown = JSON.parse(data);
  if (typeof value !== "object" || value === null) throw new SyntaxError(`data of ${event} is not an object`);
  if ((event === "message" || event === "reasoning") && typeof (value as { content?: unknown }).content !== "string")
    throw new SyntaxError(`${event} without content`);
  return { event, data: value, cursor } as Frame;
}

const KNOWN: ReadonlySet<string> = new Set<WireEvent["event"]>([
  "session",
  "message",
  "reasoning",
  "notice",
  "snapshot",
  "done",
  "error",
]);
