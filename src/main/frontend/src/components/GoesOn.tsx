import { useSyncExternalStore } from "react";
import type { Failure } from "../conversation/view";
import { secondsUntil, useText, wordsFor } from "../i18n/language";

/** A little more often than once a second: no number is left out. */
const TICK = 250;

/** Why it waits, and that it goes on by itself. When is counted down for the eyes only: nobody is to hear every number. */
export function GoesOn({ why }: { why: Failure }) {
  const strings = useText();
  const seconds = useSyncExternalStore(ticking, () => secondsUntil(why.notBefore));
  const words = wordsFor(strings, why);
  // The same element at zero, too: a live region would say what is put into it anew.
  return (
    <>
      <span className={seconds === 0 ? "" : "hidden"}>{strings.waitsBecause(words)}</span>
      {seconds > 0 && <span className="counts" aria-hidden="true">{strings.goesOnIn(words, seconds)}</span>}
    </>
  );
}

function ticking(changed: () => void): () => void {
  const timer = setInterval(changed, TICK);
  return () => clearInterval(timer);
}
