import { ApiProblem, kindOf } from "../api/problem";
import type { Message, MessageError, MessageStatus, Session } from "../api/types";
import type { Answer, AnswerText } from "../stream/answer";
import type { Phase } from "../stream/phase";

/** A failure as the reader is told of it. */
export interface Failure {
  kind: string;
  title: string;
  detail?: string;
  /** When the server is to be asked again, at the earliest; as `Date.now()`. */
  notBefore?: number;
}

export interface Pending {
  readonly key: string;
  readonly text: string;
  /** Whether the server is known not to have taken it; else it is on its way. */
  readonly refused: boolean;
}

/** What keeps the chat from being loaded for now, and the way to try again at once. */
export interface Unreached {
  readonly why: Failure;
  readonly tryNow: () => void;
}

/** A text that could not be sent and goes back into the box. */
export interface Returned {
  readonly text: string;
  /** The reason, where nothing else shows it. */
  readonly why?: Failure;
}

/** All that the conversation's components show. Replaced as a whole, never changed. */
export interface View {
  readonly sessionId: string | null;
  readonly session: Session | null;
  readonly load: "loading" | "ready" | "missing" | "refused";
  readonly unreached: Unreached | null;
  readonly messages: readonly Message[];
  readonly older: string | undefined;
  readonly answer: Answer | null;
  readonly pending: Pending | null;
  readonly phase: Phase;
  /** Whether something was asked for, and the server has not said yet whose answer is followed. */
  readonly asking: boolean;
  readonly stopping: boolean;
  /** Why there is no answer, or none for now. */
  readonly failure: Failure | null;
  /** Asks once more for what the server refused, under the same key. */
  readonly repeat: (() => void) | null;
  /** A new object each time. */
  readonly returned: Returned | null;
}

export function blank(sessionId: string | null): View {
  return {
    sessionId,
    session: null,
    load: sessionId === null ? "ready" : "loading",
    unreached: null,
    messages: [],
    older: undefined,
    answer: null,
    pending: null,
    phase: "idle",
    asking: false,
    stopping: false,
    failure: null,
    repeat: null,
    returned: null,
  };
}

export function failureOf(problem: ApiProblem): Failure {
  const { kind, title, detail, retryAfter } = problem;
  return { kind, title, ...(detail ? { detail } : {}), ...(retryAfter ? { notBefore: Date.now() + retryAfter } : {}) };
}

/** Also of what never came to the server. */
export function failureOfCall(e: unknown): Failure {
  return e instanceof ApiProblem ? failureOf(e) : { kind: navigator.onLine ? "unreachable" : "offline", title: "" };
}

export function failureOfMessage(error: MessageError): Failure {
  return { kind: kindOf(error.type), title: error.title, ...(error.detail ? { detail: error.detail } : {}) };
}

export function textOf(message: Message | undefined): AnswerText {
  return { content: message?.content ?? "", reasoning: message?.reasoning ?? "" };
}

export function replaced(messages: readonly Message[], message: Message): readonly Message[] {
  const index = messages.findIndex((each) => each.id === message.id);
  return index < 0 ? [...messages, message] : messages.with(index, message);
}

/** What stands before this message. */
export function before(messages: readonly Message[], messageId: string): readonly Message[] {
  const index = messages.findIndex((each) => each.id === messageId);
  return index < 0 ? messages : messages.slice(0, index);
}

/** The messages once the server has taken what was pending and begun to answer, or has gone on with an answer it had. */
export function withRunning(view: View, sessionId: string, messageId: string, userMessageId: string | null): readonly Message[] {
  const createdAt = new Date().toISOString();
  const { pending } = view;
  let { messages } = view;
  if (pending !== null) {
    const id = userMessageId ?? pending.key;
    messages = replaced(messages, { id, sessionId, author: "user", content: pending.text, status: "complete", createdAt });
  }
  const row = messages.find((each) => each.id === messageId);
  const running: Message = { ...(row ?? { id: messageId, sessionId, author: "assistant", content: "", createdAt }), status: "running" };
  delete running.error;
  return replaced(messages, running);
}

/** The message as it stands once its answer has ended. */
export function finished(message: Message, answer: Answer): Message {
  const { end, text } = answer;
  if (end === null) return message;
  const base: Message = { ...message, content: text.content };
  delete base.error;
  delete base.finishReason;
  if (text.reasoning) base.reasoning = text.reasoning;
  if (answer.model) base.model = answer.model;
  if (answer.provider) base.provider = answer.provider;
  if (answer.generationId) base.generationId = answer.generationId;
  if ("error" in end) {
    const status: MessageStatus = kindOf(end.error.type) === "interrupted" ? "interrupted" : "failed";
    return { ...base, status, error: end.error };
  }
  const { finishReason, usage, responseTimeMs } = end.done;
  return {
    ...base,
    status: finishReason === "stopped" ? "stopped" : "complete",
    ...(finishReason ? { finishReason } : {}),
    ...(usage ? { usage } : {}),
    ...(responseTimeMs !== undefined ? { responseTimeMs } : {}),
  };
}

/** Whether the answer can be carried on from its end. */
export function canContinue(message: Message | undefined): boolean {
  if (message?.author !== "assistant") return false;
  return message.status === "complete" ? message.finishReason === "length" : message.status !== "running";
}

/** Whether pressing stop takes back what was asked: the server is away, and is not known to have heard of it. */
export function canGiveUp({ phase, asking, answer }: View): boolean {
  return asking && (phase === "reconnecting" || phase === "offline") && answer?.generationId === null;
}
