import { ApiProblem } from "../api/problem";
import { delay } from "./backoff";
import type { Wake } from "./wake";

/**
 * Does `work`, again and again while it fails in a way that passes: the network, a proxy, a server that restarts.
 *
 * @throws ApiProblem when the server refuses; the signal's reason when aborted
 */
export async function persist<T>(work: () => Promise<T>, wake: Wake, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (e) {
      signal.throwIfAborted();
      if (e instanceof ApiProblem && !e.passing) throw e;
      await wake.pause(delay(attempt, e instanceof ApiProblem ? e.retryAfter : undefined, Math.random), signal);
    }
  }
}
