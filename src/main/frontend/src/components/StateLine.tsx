import type { View } from "../conversation/view";
import { canContinue } from "../conversation/view";
import type { Strings } from "../i18n/en";
import { useText, wordsFor } from "../i18n/language";
import { Icon } from "./Icon";

interface Props {
  view: View;
  onCarryOn: () => void;
}

/** One quiet line between the text and the box: how the answer stands, and what can be done about it. */
export function StateLine({ view, onCarryOn }: Props) {
  const strings = useText();
  const last = view.messages.at(-1);
  const resumable = (view.phase === "idle" || view.phase === "done" || view.phase === "failed") && view.pending === null && canContinue(last);
  const words = stateWords(strings, view);
  return (
    <div className="state" data-phase={view.phase}>
      {words !== "" && (
        <span className="words">
          <span className="dot" aria-hidden="true" />
          {words}
        </span>
      )}
      {resumable && (
        <button type="button" onClick={onCarryOn}>
          <Icon name={last?.content === "" ? "again" : "play"} />
          {last?.content === "" ? strings.retry : strings.carryOn}
        </button>
      )}
    </div>
  );
}

export function stateWords(strings: Strings, view: View): string {
  if (view.stopping) return strings.stopping;
  switch (view.phase) {
    case "sending":
      return strings.stateSending;
    case "answering":
      return strings.stateAnswering;
    case "reconnecting":
      return strings.stateReconnecting;
    case "recovering":
      return strings.stateRecovering;
    case "offline":
      return strings.stateOffline;
    case "failed":
      return view.failure ? wordsFor(strings, view.failure) : strings.stateFailed;
    case "idle":
    case "done":
      return "";
  }
}
