import { describe, expect, it } from "vitest";
import { isLive, step, type Phase, type Signal } from "../src/stream/phase";

const SIGNALS: Signal[] = ["send", "attach", "progress", "recover", "lose", "offline", "online", "end", "fail", "leave"];

// Each row: the phase, and what every signal makes of it; "." is "no change".
const TABLE: Record<Phase, string> = {
  //             send      attach     progress   recover     lose          offline  online        end   fail    leave
  idle: "        sending   answering  .          .           .             .        .             .     .       .",
  sending: "     .         .          answering  recovering  reconnecting  offline  .             done  failed  idle",
  answering: "   .         .          .          recovering  reconnecting  offline  .             done  failed  idle",
  reconnecting: ".         .          answering  recovering  .             offline  .             done  failed  idle",
  recovering: "  .         .          answering  .           reconnecting  offline  .             done  failed  idle",
  offline: "     .         .          answering  recovering  .             .        reconnecting  done  failed  idle",
  failed: "      sending   answering  .          .           .             .        .             .     .       idle",
  done: "        sending   answering  .          .           .             .        .             .     .       idle",
};

describe("the connection's phases", () => {
  for (const [phase, row] of Object.entries(TABLE) as [Phase, string][]) {
    const targets = row.trim().split(/\s+/);
    it.each(SIGNALS.map((signal, index) => [signal, targets[index]] as const))(`${phase}: %s → %s`, (signal, target) => {
      expect(targets).toHaveLength(SIGNALS.length);
      expect(step(phase, signal)).toBe(target === "." ? phase : target);
    });
  }

  it("are live from the send to the end", () => {
    expect((Object.keys(TABLE) as Phase[]).filter(isLive)).toEqual(["sending", "answering", "reconnecting", "recovering", "offline"]);
  });
});
