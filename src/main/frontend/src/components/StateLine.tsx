import type { View } from "../conversation/view";
import { canContinue } from "../conversation/view";
import type { Strings } from "../i18n/en";
import { useText, wordsFor } from "../i18n/language";
import type { Phase } from "../stream/phase";
import { LAST_MESSAGE, refocus } from "./focus";
import { GoesOn } from "./GoesOn";
import { Icon } from "./Icon";
import { useSignedOut } from "./SignInBar";

interface Props {
  view: View;
  onCarryOn: () => void;
}

const OVER: readonly Phase[] = ["idle", "done", "failed"];

/** One quiet line between the text and the box: how the answer stands, and what can be done about it. */
export function StateLine({ view, onCarryOn }: Props) {
  const strings = useText();
  const last = view.messages.at(-1);
  const resumable = OVER.includes(view.phase) && view.pending === null && canContinue(last);
  const { repeat } = view;
  const pressed = (act: () => void) => () => {
    act();
    refocus(LAST_MESSAGE);
  };
  const signedOut = useSignedOut();
  const lost = view.phase === "reconnecting";
  const words = signedOut && lost ? strings.stateSignedOut : stateWords(strings, view);
  const waitsFor = lost && !signedOut && !view.stopping ? view.failure : null;
  return (
    <div className="state" data-phase={view.phase}>
      {words !== "" && (
        <span className="words">
          <span className="dot" aria-hidden="true" />
          {waitsFor ? <GoesOn why={waitsFor} /> : words}
        </span>
      )}
      {repeat !== null && (
        <button type="button" onClick={pressed(repeat)}>
          <Icon name="again" />
          {strings.tryAgain}
        </button>
      )}
      {resumable && repeat === null && (
        <button type="button" onClick={pressed(onCarryOn)}>
          <Icon name={last?.content === "" ? "again" : "play"} />
          {last?.content === "" ? strings.retry : strings.carryOn}
        </button>
      )}
    </div>
  );
}

export function stateWords(strings: Strings, view: View): string {
  if (view.stopping) return view.phase === "reconnecting" || view.phase === "offline" ? strings.stoppingWaits : strings.stopping;
  switch (view.phase) {
    case "sending":
      return strings.stateSending;
    case "answering":
      return strings.stateAnswering;
    case "reconnecting":
      return view.failure ? strings.waitsBecause(wordsFor(strings, view.failure)) : strings.stateReconnecting;
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
