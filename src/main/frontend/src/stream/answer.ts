import type { DoneData, ErrorData, Frame } from "./frames";

export interface AnswerText {
  readonly content: string;
  readonly reasoning: string;
}

/**
 * What is known of one answer. `text` is what to show; `confirmed` is what the log says up to `lastSeq`, and nothing
 * beyond it: frames without an id run ahead of it until the next frame with one, and are taken back when the
 * connection ends before that.
 */
export interface Answer {
  readonly generationId: string | null;
  readonly messageId: string | null;
  readonly userMessageId: string | null;
  readonly sessionId: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly lastSeq: number;
  readonly text: AnswerText;
  readonly confirmed: AnswerText;
  /** The text shown is the stored one, to be replaced by the first text of the log (which holds all of it). */
  readonly borrowed: boolean;
  readonly notice: string | null;
  readonly end: { readonly done: DoneData } | { readonly error: ErrorData } | null;
}

const EMPTY: AnswerText = { content: "", reasoning: "" };

/** An answer nothing of which has been streamed yet; `stored` is what the API said its message holds so far. */
export function unread(stored: AnswerText = EMPTY, messageId: string | null = null): Answer {
  return {
    generationId: null,
    messageId,
    userMessageId: null,
    sessionId: null,
    provider: null,
    model: null,
    lastSeq: 0,
    text: stored,
    confirmed: EMPTY,
    borrowed: true,
    notice: null,
    end: null,
  };
}

/** Whether a frame belongs to another generation than the one this answer follows. */
export function isForeign(answer: Answer, frame: Frame): boolean {
  if (answer.generationId === null) return false;
  if (frame.event === "session") return frame.data.generationId !== answer.generationId;
  return frame.cursor !== null && frame.cursor.generation !== answer.generationId;
}

/** Pure. A replayed frame, a frame of another generation and a frame after the end give the same state back. */
export function reduce(answer: Answer, frame: Frame): Answer {
  if (answer.end !== null || isForeign(answer, frame)) return answer;
  if (frame.cursor !== null && frame.cursor.seq <= answer.lastSeq) return answer;
  const next = apply(answer, frame);
  if (frame.cursor === null) return next;
  return {
    ...next,
    generationId: frame.cursor.generation,
    lastSeq: frame.cursor.seq,
    confirmed: next.borrowed ? next.confirmed : next.text,
  };
}

/** The connection is gone: back to what the cursor stands for. */
export function disconnected(answer: Answer): Answer {
  if (answer.borrowed || answer.text === answer.confirmed || answer.end !== null) return answer;
  return { ...answer, text: answer.confirmed };
}

function apply(answer: Answer, frame: Frame): Answer {
  switch (frame.event) {
    case "session":
      return {
        ...answer,
        generationId: frame.data.generationId,
        messageId: frame.data.messageId,
        userMessageId: frame.data.userMessageId ?? answer.userMessageId,
        sessionId: frame.data.sessionId,
        provider: frame.data.provider ?? answer.provider,
        model: frame.data.model ?? answer.model,
      };
    case "message":
      return grown(answer, frame.data.content, "");
    case "reasoning":
      return grown(answer, "", frame.data.content);
    case "snapshot":
      return {
        ...answer,
        borrowed: false,
        notice: null,
        text: { content: frame.data.content ?? "", reasoning: frame.data.reasoning ?? "" },
      };
    case "notice":
      return { ...answer, notice: frame.data.state };
    case "done":
      return { ...answer, notice: null, end: { done: frame.data } };
    case "error":
      return { ...answer, notice: null, end: { error: frame.data } };
    case "other":
      return answer;
  }
}

function grown(answer: Answer, content: string, reasoning: string): Answer {
  const from = answer.borrowed ? EMPTY : answer.text;
  return {
    ...answer,
    borrowed: false,
    notice: null,
    text: { content: from.content + content, reasoning: from.reasoning + reasoning },
  };
}
