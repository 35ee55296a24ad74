import type { Frame, WireEvent } from "../../src/stream/frames";

/** A frame of generation `g`; without a `seq` it has no id. */
export function frame(event: WireEvent, seq?: number, generation = "g"): Frame {
  return { ...event, cursor: seq === undefined ? null : { generation, seq } };
}

export const message = (content: string, seq?: number, generation?: string) => frame({ event: "message", data: { content } }, seq, generation);

export const session = (seq = 1, generation = "g") =>
  frame({ event: "session", data: { sessionId: "s", generationId: generation, messageId: "m", userMessageId: "u", model: "model-1" } }, seq, generation);

export const snapshot = (content: string, seq?: number) => frame({ event: "snapshot", data: { content, reasoning: "" } }, seq);

export const done = (seq: number) => frame({ event: "done", data: { messageId: "m", finishReason: "stop" } }, seq);

/** How the frames go over the wire. */
export function wire(...frames: Frame[]): string {
  return frames
    .map((each) => {
      const { cursor, event } = each;
      const id = cursor === null ? "" : `id: ${cursor.generation}:${cursor.seq}\n`;
      return `${id}event: ${event}\ndata: ${JSON.stringify("data" in each ? each.data : {})}\n\n`;
    })
    .join("");
}
