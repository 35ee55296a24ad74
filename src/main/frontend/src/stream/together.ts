import { isForeign } from "./answer";
import { follow, type Begin, type Outcome, type Reader } from "./follow";
import { channelOf, Leader, relaying, type Relayed } from "./relay";
import { browserSlots, lockedSlots } from "./slots";
import type { Tabs } from "./tabs";
import type { Wake } from "./wake";

/** So long a listening tab hears nothing before it asks, and so long it then waits for a word before it leads itself. */
const SILENT = 12_000;
const UNANSWERED = 4_000;
const HEARD = 500;

const leadOf = (sessionId: string) => `lead.${sessionId}`;

/** The lead of one session's answer, as long as no other tab takes it away. */
interface Lead {
  release: () => void;
  stolen: AbortSignal;
}

/**
 * Follows one answer to its end together with the browser's other tabs: one of them holds the connection, the others
 * hear from it. Each knows its own cursor, so that whoever takes over goes on exactly where it is itself.
 *
 * @throws the signal's reason when aborted
 */
export async function followTogether(begin: Begin, reader: Reader, wake: Wake, signal: AbortSignal, tabs: Tabs | null): Promise<Outcome> {
  if (tabs === null) return follow(begin, reader, wake, signal, browserSlots());
  for (let next = begin; ; ) {
    const heard = next.kind === "attach" ? await listen(next.sessionId, reader, wake, signal, tabs) : null;
    if (heard !== null && "outcome" in heard) return heard.outcome;
    const outcome = await lead(next, heard?.lead ?? null, reader, wake, signal, tabs);
    if (outcome !== null) return outcome;
    reader.disconnected();
    const sessionId = reader.answer().sessionId ?? next.sessionId;
    if (sessionId === null) return { kind: "settled" };
    next = { kind: "attach", sessionId };
  }
}

/** Null when another tab has taken the lead. */
async function lead(begin: Begin, held: Lead | null, reader: Reader, wake: Wake, signal: AbortSignal, tabs: Tabs): Promise<Outcome | null> {
  const over = new AbortController();
  const stolen = new AbortController();
  let leader: Leader | null = null;
  let release = held?.release;
  const doubts = new Set<(hard: boolean) => void>();
  const announce = (sessionId: string) => {
    leader = new Leader(sessionId, tabs, reader.answer);
    leader.onDoubt((hard) => doubts.forEach((doubt) => doubt(hard)));
  };
  /** A session that has just been begun, or an answer in it: whoever else opens it may listen here. */
  const claim = async (sessionId: string) => {
    const got = await tabs.acquire(leadOf(sessionId), { signal: over.signal, lost: () => stolen.abort() });
    if (over.signal.aborted) got?.();
    else {
      release = got ?? undefined;
      announce(sessionId);
    }
  };
  if (held !== null && begin.sessionId !== null) announce(begin.sessionId);
  const relayed = relaying(
    reader,
    () => leader,
    (answer) => {
      if (held === null && answer.sessionId !== null) void claim(answer.sessionId).catch(() => undefined);
    },
  );
  const doubted: Wake = {
    ...wake,
    onDoubt: (listener) => {
      const stop = wake.onDoubt(listener);
      doubts.add(listener);
      return () => {
        stop();
        doubts.delete(listener);
      };
    },
  };
  const taken = AbortSignal.any(held === null ? [stolen.signal] : [stolen.signal, held.stolen]);
  try {
    return await follow(begin, relayed, doubted, AbortSignal.any([signal, taken]), lockedSlots(tabs));
  } catch (e) {
    signal.throwIfAborted();
    if (taken.aborted) return null;
    throw e;
  } finally {
    over.abort();
    (leader as Leader | null)?.close();
    // The others hear of the end before they could find themselves in the lead of an answer that is over.
    if (release) setTimeout(release, reader.answer().end === null ? 0 : HEARD);
  }
}

/** Hears of the answer from the tab that leads, until it has ended or this tab is to lead. */
function listen(sessionId: string, reader: Reader, wake: Wake, signal: AbortSignal, tabs: Tabs): Promise<{ outcome: Outcome } | { lead: Lead }> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const stolen = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Something is missing, and the leader knows that. */
    let asked = false;
    const finish = () => {
      over.abort();
      clearTimeout(timer);
      channel.close();
      stopDoubt();
      signal.removeEventListener("abort", leave);
    };
    const leave = () => {
      finish();
      reject(signal.reason as Error);
    };
    const ended = (outcome: Outcome) => {
      finish();
      resolve({ outcome });
    };
    const want = (steal: boolean) => {
      const request = tabs.acquire(leadOf(sessionId), { signal: over.signal, steal, lost: () => stolen.abort() });
      request.then(
        (release) => {
          if (release === null) return;
          if (over.signal.aborted) release();
          else {
            finish();
            resolve({ lead: { release, stolen: stolen.signal } });
          }
        },
        (e: unknown) => {
          if (over.signal.aborted) return;
          finish();
          reject(e instanceof Error ? e : new Error(String(e)));
        },
      );
    };
    const ask = (doubt: boolean) => {
      asked = true;
      channel.post({ kind: "hello", doubt } satisfies Relayed);
      clearTimeout(timer);
      timer = setTimeout(() => want(true), UNANSWERED);
    };
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => ask(true), SILENT);
    };
    const take = (message: Relayed) => {
      if (message.kind === "hello") return;
      heard();
      if (message.kind === "state") {
        asked = false;
        if (message.first) channel.post({ kind: "hello", doubt: false } satisfies Relayed);
      }
      if (message.kind === "signal") {
        if (!["end", "fail", "leave"].includes(message.signal)) reader.signal(message.signal);
        // A hidden tab is slow to mend its connection; one that is looked at does it at once.
        if (message.signal === "lose" && message.hidden && tabs.visible()) want(true);
        return;
      }
      for (const frame of message.kind === "frame" ? [message.frame] : message.frames) {
        const answer = reader.answer();
        const other = frame.event === "session" && answer.messageId !== null && frame.data.messageId !== answer.messageId;
        if (other || isForeign(answer, frame)) {
          ended({ kind: "foreign" });
          return;
        }
        if (message.kind === "frame" && message.after > answer.lastSeq) {
          if (!asked) ask(false);
          return;
        }
        reader.receive(frame);
        if (reader.answer().end !== null) {
          ended({ kind: "ended" });
          return;
        }
        reader.signal(frame.event === "notice" ? "recover" : "progress");
      }
    };
    const channel = tabs.join(channelOf(sessionId), (message) => take(message as Relayed));
    const stopDoubt = wake.onDoubt(() => ask(true));
    if (signal.aborted) {
      leave();
      return;
    }
    signal.addEventListener("abort", leave);
    want(false);
    ask(false);
  });
}
