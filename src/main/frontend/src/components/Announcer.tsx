import { useState } from "react";
import type { View } from "../conversation/view";
import type { Strings } from "../i18n/en";
import { useText } from "../i18n/language";
import { stateWords } from "./StateLine";

const SPOKEN = 1_500;

/** Tells a screen reader how the answer stands, and the answer once it is finished: never word by word. */
export function Announcer({ view }: { view: View }) {
  const strings = useText();
  const [said, setSaid] = useState({ phase: view.phase, words: "" });
  if (said.phase !== view.phase) setSaid({ phase: view.phase, words: wordsAt(view, strings) });
  return (
    <div role="status" aria-live="polite" className="hidden">
      {said.words}
    </div>
  );
}

function wordsAt(view: View, strings: Strings): string {
  switch (view.phase) {
    case "idle":
      return "";
    case "answering":
      return strings.announceAnswering;
    case "done":
      return strings.announceDone((view.messages.at(-1)?.content ?? "").slice(0, SPOKEN));
    case "failed":
      return strings.announceFailed(stateWords(strings, view));
    default:
      return stateWords(strings, view);
  }
}
