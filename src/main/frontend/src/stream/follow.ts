import { ApiProblem } from "../api/problem";
import { streams } from "../api/streams";
import type { Prompt } from "../api/types";
import { isForeign, type Answer } from "./answer";
import { delay } from "./backoff";
import { formatCursor, type Frame } from "./frames";
import type { Signal } from "./phase";
import { ConnectionLost, frames } from "./transport";
import type { Wake } from "./wake";

export type Begin =
  | { kind: "send"; sessionId: string | null; prompt: Prompt; key: string; edits?: string; open?: (signal: AbortSignal) => Promise<string> }
  | { kind: "regenerate"; sessionId: string; messageId: string; choice: Omit<Prompt, "message">; key: string }
  | { kind: "continue"; sessionId: string }
  | { kind: "attach"; sessionId: string };

/** How following ended: with a terminal event, from durable state (204), by the server's refusal, or by another generation. */
export type Outcome = { kind: "ended" } | { kind: "settled" } | { kind: "refused"; problem: ApiProblem } | { kind: "foreign" };

/** The state that following works on; it stays with the one who asked. */
export interface Reader {
  answer: () => Answer;
  receive: (frame: Frame) => void;
  signal: (signal: Signal) => void;
  /** The server does not answer for now, and has said why. */
  waits: (problem: ApiProblem) => void;
  /** A connection is gone; what had not been confirmed is to be taken back. */
  disconnected: () => void;
}

/** A tab that was hidden may hold a connection whose death nobody noticed; older than this it is not trusted. */
const TRUST = 20_000;
const OFFLINE_PROBE = 15_000;
const REFUSALS = 6;
/** Nobody sits before the page for longer than this to see a message go. */
const PATIENCE = 60_000;
/** A tab without a connection to keep looks in so often, and so long at a time. */
const GLANCE = 1_200;
const BETWEEN_GLANCES = 1_500;

/** Gives a connection that may stay open, as its release, until it is `lost`; null when there is none left and a glance has to do. */
export type TakeSlot = (signal: AbortSignal, lost: () => void) => Promise<(() => void) | null>;

const unlimited: TakeSlot = () => Promise.resolve(() => undefined);

/**
 * Follows one answer to its end over as many connections as that takes.
 *
 * @throws the signal's reason when aborted; nothing else that a connection can do
 */
export async function follow(begin: Begin, reader: Reader, wake: Wake, signal: AbortSignal, takeSlot = unlimited): Promise<Outcome> {
  let refusals = 0;
  for (let attempt = 0; ; attempt++) {
    if (!wake.online()) {
      reader.signal("offline");
      await wake.pause(OFFLINE_PROBE, signal);
      if (wake.online()) reader.signal("online");
    }
    const before = reader.answer().lastSeq;
    const known = reader.answer().generationId !== null;
    const lost = new AbortController();
    const release = await takeSlot(signal, () => lost.abort(new ConnectionLost("slot")));
    const connection = watchedConnection(signal, wake, () => reader.signal("offline"), release === null, lost.signal);
    let retryAfter: number | undefined;
    try {
      const outcome = await readOnce(begin, reader, connection);
      if (outcome !== null) return outcome;
    } catch (e) {
      signal.throwIfAborted();
      if (e instanceof ApiProblem) {
        if (known && CURSOR_PROBLEMS.has(e.kind)) return { kind: "settled" };
        // What this service itself refuses to begin it will go on refusing for a while: the reader is told, not kept waiting.
        const unwilling = !known && e.ours && e.login === undefined && (++refusals >= REFUSALS || (e.retryAfter ?? 0) > PATIENCE);
        if (!e.passing || unwilling) return { kind: "refused", problem: e };
        retryAfter = e.retryAfter;
        reader.waits(e);
      } else if (!(e instanceof ConnectionLost)) throw e;
    } finally {
      connection.release();
      release?.();
    }
    reader.disconnected();
    if (connection.glanced()) {
      attempt = -1;
      await wake.pause(BETWEEN_GLANCES, signal);
      continue;
    }
    reader.signal("lose");
    if (reader.answer().lastSeq > before) attempt = 0;
    if (!connection.kicked()) await wake.pause(delay(attempt, retryAfter, Math.random), signal);
  }
}

const CURSOR_PROBLEMS: ReadonlySet<string> = new Set(["malformed-cursor", "unknown-generation"]);

/** One connection. Null when it closed without a terminal event, which is never an end. */
async function readOnce(begin: Begin, reader: Reader, connection: WatchedConnection): Promise<Outcome | null> {
  const opening = { nothingToFollow: false };
  const request = (abort: AbortSignal) => requestFor(begin, reader.answer(), abort);
  const opened = (nothing: boolean) => {
    connection.life();
    opening.nothingToFollow = nothing;
    // Connected again: a model that thinks for a while must not look like a lost connection.
    if (!nothing && reader.answer().generationId !== null) reader.signal("progress");
  };
  for await (const frame of frames(request, connection.signal, opened)) {
    connection.life(frame.cursor !== null);
    if (frame.event === "session" && isForeign(reader.answer(), frame)) return { kind: "foreign" };
    reader.receive(frame);
    if (reader.answer().end !== null) return { kind: "ended" };
    reader.signal(frame.event === "notice" ? "recover" : "progress");
  }
  return opening.nothingToFollow ? { kind: "settled" } : null;
}

/** Once the generation is known it is followed by cursor; until then the same request is safe to repeat. */
async function requestFor(begin: Begin, answer: Answer, signal: AbortSignal): Promise<Response> {
  const { generationId, lastSeq } = answer;
  const sessionId = answer.sessionId ?? begin.sessionId;
  if (generationId !== null && sessionId !== null) {
    const cursor = lastSeq > 0 ? formatCursor({ generation: generationId, seq: lastSeq }) : undefined;
    return streams.events(sessionId, cursor, signal);
  }
  if (begin.kind === "send") {
    // What a session is to be like is said when it is made; made it is once.
    if (begin.sessionId === null && begin.open !== undefined) begin.sessionId = await begin.open(signal);
    if (begin.edits !== undefined && begin.sessionId !== null) return streams.edit(begin.sessionId, begin.edits, begin.prompt, begin.key, signal);
    return streams.complete(begin.sessionId, begin.prompt, begin.key, signal);
  }
  if (begin.kind === "regenerate") return streams.regenerate(begin.sessionId, begin.messageId, begin.choice, begin.key, signal);
  if (begin.kind === "continue") return streams.carryOn(begin.sessionId, signal);
  return streams.events(begin.sessionId, undefined, signal);
}

type WatchedConnection = ReturnType<typeof watchedConnection>;

function watchedConnection(signal: AbortSignal, wake: Wake, onOffline: () => void, glance: boolean, lost: AbortSignal) {
  const kick = new AbortController();
  let lastLife = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let glanced = false;
  const look = () => {
    timer = setTimeout(() => {
      glanced = true;
      kick.abort(new ConnectionLost("glance"));
    }, GLANCE);
  };
  const stops = [
    wake.onOffline(onOffline),
    wake.onDoubt((hard) => {
      if (hard || Date.now() - lastLife > TRUST) kick.abort(new ConnectionLost("doubt"));
    }),
  ];
  return {
    signal: AbortSignal.any([signal, kick.signal, lost]),
    /** Something has come. A glance goes on while what has come is not `whole` yet: it would have to come again. */
    life: (whole = true) => {
      lastLife = Date.now();
      if (!glance) return;
      if (!whole) clearTimeout(timer);
      if (!whole || timer === undefined) look();
    },
    kicked: () => kick.signal.aborted || lost.aborted,
    glanced: () => glanced,
    release: () => {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    },
  };
}
