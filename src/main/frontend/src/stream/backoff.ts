const FIRST_CEILING = 1_000;
const CAP = 15_000;
const FLOOR = 100;

/**
 * How long to wait before try number `attempt` (0 for the first repetition), in milliseconds: full jitter under a
 * ceiling that doubles from one second to fifteen, never before what the server asked for.
 */
export function delay(attempt: number, retryAfter: number | undefined, random: () => number): number {
  const ceiling = Math.min(CAP, FIRST_CEILING * 2 ** Math.min(attempt, 10));
  const jittered = Math.max(FLOOR, random() * ceiling);
  // A server that names a time is asked at that time and a little after, so that its clients do not come all at once.
  return retryAfter === undefined ? jittered : Math.min(retryAfter, 60_000) + random() * FIRST_CEILING;
}
