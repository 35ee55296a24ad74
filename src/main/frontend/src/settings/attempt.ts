import { ApiProblem, retryable } from "../api/problem";
import { passes } from "../api/http";
import { failureOfCall } from "../conversation/view";
import type { Strings } from "../i18n/en";
import { shortWait, wordsFor } from "../i18n/language";
import { delay } from "../stream/backoff";
import { browserWake } from "../stream/wake";
import { toasts } from "./toasts";

const TRIES = 3;
/** A wait that the reader will hardly notice; a longer one is theirs to decide on. */
const SHORT = 5_000;
const FOR_GOOD = new AbortController().signal;

/**
 * Does what the reader has asked for, and may be done twice: by itself once more when that may help soon, else it says
 * why it could not be done, with a button where another try makes sense (not before the server allows it).
 *
 * @param failed says what could not be done
 */
export async function attempt(strings: Strings, failed: string, work: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return true;
    } catch (e) {
      const wait = delay(tries - 1, e instanceof ApiProblem ? e.retryAfter : undefined, Math.random);
      if (passes(e) && tries < TRIES && wait <= SHORT && navigator.onLine) {
        await browserWake.pause(wait, FOR_GOOD);
        continue;
      }
      tellFailure(strings, failed, e, () => void attempt(strings, failed, work));
      return false;
    }
  }
}

/** Says what failed, why, and when it may be tried again. */
export function tellFailure(strings: Strings, failed: string, e: unknown, again?: () => void): void {
  const ours = e instanceof ApiProblem;
  const failure = failureOfCall(e);
  const text = strings.sentences([failed, wordsFor(strings, failure), shortWait(strings, failure.notBefore)]);
  const offered = again !== undefined && (!ours || e.passing || retryable(e.kind));
  if (!offered) toasts.show(text);
  else toasts.show(text, { words: strings.tryAgain, act: again, ...(failure.notBefore ? { notBefore: failure.notBefore } : {}) });
}
