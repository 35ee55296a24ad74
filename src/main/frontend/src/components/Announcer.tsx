import { useEffect, useRef, useState } from "react";
import type { View } from "../conversation/view";
import { useText } from "../i18n/language";
import { stateWords } from "./StateLine";

const SPOKEN = 1_500;

/** Tells a screen reader how the answer stands, and the answer once it is finished: never word by word. */
export function Announcer({ view }: { view: View }) {
  const strings = useText();
  const [said, setSaid] = useState("");
  const before = useRef(view.phase);
  const { phase } = view;
  useEffect(() => {
    if (before.current === phase) return;
    before.current = phase;
    if (phase === "done") setSaid(strings.announceDone((view.messages.at(-1)?.content ?? "").slice(0, SPOKEN)));
    else if (phase === "failed") setSaid(strings.announceFailed(stateWords(strings, view)));
    else if (phase === "answering") setSaid(strings.announceAnswering);
    else setSaid(stateWords(strings, view));
  }, [phase, strings, view]);
  return (
    <div role="status" aria-live="polite" className="hidden">
      {said}
    </div>
  );
}
