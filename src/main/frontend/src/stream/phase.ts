/** Where the one connection of a conversation stands. */
export type Phase = "idle" | "sending" | "answering" | "reconnecting" | "recovering" | "offline" | "failed" | "done";

/**
 * What can happen to it: `send` and `attach` begin, `progress` is any frame of the answer, `recover` a notice that the
 * server is mending it, `lose` a connection that ended without a terminal event, `end` and `fail` the two ends,
 * `leave` the reader going elsewhere.
 */
export type Signal = "send" | "attach" | "progress" | "recover" | "lose" | "offline" | "online" | "end" | "fail" | "leave";

type Row = Partial<Record<Signal, Phase>>;

const BEGIN: Row = { send: "sending", attach: "answering" };
const ENDS: Row = { end: "done", fail: "failed", leave: "idle" };

/** Everything that is not in the table leaves the phase as it is. */
const TABLE: Record<Phase, Row> = {
  idle: { ...BEGIN },
  sending: { progress: "answering", recover: "recovering", lose: "reconnecting", offline: "offline", ...ENDS },
  answering: { recover: "recovering", lose: "reconnecting", offline: "offline", ...ENDS },
  reconnecting: { progress: "answering", recover: "recovering", offline: "offline", ...ENDS },
  recovering: { progress: "answering", lose: "reconnecting", offline: "offline", ...ENDS },
  offline: { progress: "answering", recover: "recovering", online: "reconnecting", ...ENDS },
  failed: { ...BEGIN, leave: "idle" },
  done: { ...BEGIN, leave: "idle" },
};

export function step(phase: Phase, signal: Signal): Phase {
  return TABLE[phase][signal] ?? phase;
}

/** Whether an answer is under way: something is being made, or waited for. */
export function isLive(phase: Phase): boolean {
  return phase !== "idle" && phase !== "failed" && phase !== "done";
}
