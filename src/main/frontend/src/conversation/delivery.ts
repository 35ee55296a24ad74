import { disconnected, reduce, unread, type Answer } from "../stream/answer";
import { follow, type Reader } from "../stream/follow";
import type { Wake } from "../stream/wake";
import { tell } from "./channel";
import { beginOf, outbox, type Unsent } from "./outbox";
import { deliverStop, stops } from "./stopping";

/**
 * What waits for a chat that is not the opened one goes too: stops at once, messages the oldest first, one after the
 * other. A message that the server refuses is not sent again here: it stays in the outbox, and its chat shows the reason
 * when it is opened.
 */
export async function deliverOthers(opened: string | null, wake: Wake, signal: AbortSignal): Promise<void> {
  for (const stop of stops.waiting(Date.now())) if (stop.sessionId !== opened) void deliverStop(stop, wake, signal);
  for (const unsent of outbox.waiting(Date.now())) {
    if (unsent.sessionId !== opened && !refused.has(unsent.key)) await deliver(unsent, wake, signal);
    if (signal.aborted) return;
  }
}

const refused = new Set<string>();

/** Ends as soon as the server has taken it: nobody watches the answer here. */
async function deliver(unsent: Unsent, wake: Wake, signal: AbortSignal): Promise<void> {
  const taken = new AbortController();
  let answer: Answer = unread();
  const reader: Reader = {
    answer: () => answer,
    receive: (frame) => {
      answer = reduce(answer, frame);
      const { sessionId, generationId } = answer;
      if (sessionId === null) return;
      outbox.clear(unsent.key);
      taken.abort();
      tell({ kind: "started", sessionId });
      if (unsent.stop && generationId !== null) void deliverStop({ sessionId, generationId, at: Date.now() }, wake, signal);
    },
    signal: () => undefined,
    waits: () => undefined,
    disconnected: () => {
      answer = disconnected(answer);
    },
  };
  const outcome = await follow(beginOf(unsent), reader, wake, AbortSignal.any([signal, taken.signal])).catch((e: unknown) => {
    if (!signal.aborted && !taken.signal.aborted) reportError(e);
  });
  if (outcome?.kind !== "refused") return;
  if (outcome.problem.kind === "unknown-session") outbox.setFree(unsent);
  else refused.add(unsent.key);
}
