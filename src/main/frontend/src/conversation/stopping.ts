import { api } from "../api/client";
import { ApiProblem } from "../api/problem";
import { delay } from "../stream/backoff";
import type { Wake } from "../stream/wake";

/** Asks the server to stop, as often as that takes; true once it has heard. Asking twice does no harm. Ends quietly when `signal` is aborted. */
export async function stopAnswer(sessionId: string, stillWanted: () => boolean, wake: Wake, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 0; stillWanted(); attempt++) {
    try {
      await api.stop(sessionId);
      return true;
    } catch (e) {
      if (e instanceof ApiProblem && !e.passing) return false;
      await wake.pause(delay(attempt, undefined, Math.random), signal).catch(() => undefined);
      if (signal.aborted) return false;
    }
  }
  return false;
}
