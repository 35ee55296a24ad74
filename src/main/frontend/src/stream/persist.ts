import { ApiProblem } from "../api/problem";
import { delay } from "./backoff";
import type { Wake } from "./wake";

/**
 * Does `work`, again and again while it fails in a way that passes: the network, a proxy, a server that restarts.
 *
 * @param failed told of each failure, with the way to try again before the wait is over
 * @throws ApiProblem when the server refuses; the signal's reason when aborted
 */
export async function persist<T>(work: () => Promise<T>, wake: Wake, signal: AbortSignal, failed: (e: unknown, tryNow: () => void) => void): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (e) {
      signal.throwIfAborted();
      if (e instanceof ApiProblem && !e.passing) throw e;
      const early = new AbortController();
      failed(e, () => early.abort());
      const wait = delay(attempt, e instanceof ApiProblem ? e.retryAfter : undefined, Math.random);
      await wake.pause(wait, AbortSignal.any([signal, early.signal])).catch(() => signal.throwIfAborted());
    }
  }
}
