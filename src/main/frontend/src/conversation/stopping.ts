import { api } from "../api/client";
import { ApiProblem } from "../api/problem";
import { delay } from "../stream/backoff";
import { persist } from "../stream/persist";
import type { Wake } from "../stream/wake";
import { TabList } from "./tabList";

/** A stop that the server is not known to have heard. It means one answer: one that is asked for later goes on. */
export interface WantedStop {
  readonly sessionId: string;
  readonly generationId: string;
  readonly at: number;
}

/** An older one is not carried out any more: nobody remembers having pressed it. */
const FRESH = 10 * 60_000;
/** More than anyone presses while nothing arrives. */
const MOST = 20;

const kept = new TabList<WantedStop>("streamchat.stops");

const isFresh = ({ at }: WantedStop, now: number) => now - at < FRESH;

const others = (generationId: string) => kept.all().filter((each) => each.generationId !== generationId);

/** One list per tab; lives as long as the tab, over reloads. */
export const stops = {
  /** Pressed again it gets no older, and no younger. */
  keep(stop: WantedStop): void {
    if (!stops.wanted(stop.generationId, stop.at)) kept.set([...others(stop.generationId), stop].slice(-MOST));
  },

  clear(generationId: string): void {
    kept.set(others(generationId));
  },

  /** All that are still to be carried out, oldest first. */
  waiting: (now: number): WantedStop[] => kept.all().filter((each) => isFresh(each, now)),

  wanted: (generationId: string, now: number): boolean => stops.waiting(now).some((each) => each.generationId === generationId),
};

/**
 * Asks the server to stop, as often as that takes; true once it has heard. Asking twice does no harm. Ends quietly when
 * `signal` is aborted, and is kept then for {@link deliverStop}.
 *
 * @param generationId what is to be stopped, as far as that is known
 */
export async function stopAnswer(
  sessionId: string,
  generationId: string | null,
  stillWanted: () => boolean,
  wake: Wake,
  signal: AbortSignal,
): Promise<boolean> {
  if (generationId !== null) stops.keep({ sessionId, generationId, at: Date.now() });
  const over = () => generationId !== null && stops.clear(generationId);
  for (let attempt = 0; stillWanted(); attempt++) {
    try {
      await api.stop(sessionId, generationId);
      over();
      return true;
    } catch (e) {
      if (e instanceof ApiProblem && !e.passing) {
        over();
        return false;
      }
      await wake.pause(delay(attempt, undefined, Math.random), signal).catch(() => undefined);
      if (signal.aborted) return false;
    }
  }
  return false;
}

/** Carries a stop out whose chat is not the opened one: until the server has heard, or would not, or it is too old. */
export async function deliverStop(stop: WantedStop, wake: Wake, signal: AbortSignal): Promise<void> {
  const { sessionId, generationId } = stop;
  stops.keep(stop);
  const stopIt = async () => {
    if (isFresh(stop, Date.now())) await api.stop(sessionId, generationId);
  };
  await persist(stopIt, wake, signal, () => undefined).catch(() => undefined);
  if (!signal.aborted) stops.clear(generationId);
}
