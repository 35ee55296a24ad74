import { useEffect, type ReactNode } from "react";
import type { Unreached as Waiting, View } from "../conversation/view";
import { useText, wordsFor } from "../i18n/language";
import { CONVERSATION, MAIN, refocus } from "./focus";
import { GoesOn } from "./GoesOn";
import { useSignedOut } from "./SignInBar";

/** What stands where no messages are: a welcome, a wait, or why there is nothing. */
export function Blank({ view, onOpenAgain, children }: { view: View; onOpenAgain: () => void; children?: ReactNode }) {
  const strings = useText();
  if (view.load === "loading") {
    const { unreached } = view;
    return (
      <div className={unreached === null ? "opening late" : "blank"} role="status">
        {unreached === null ? (
          <>
            <p className="hidden">{strings.loading}</p>
            <Outline />
          </>
        ) : (
          <Unreached {...unreached} />
        )}
      </div>
    );
  }
  if (view.load === "ready") {
    return (
      <div className="blank welcome">
        <h2>{strings.welcome}</h2>
        <p>{strings.welcomeHint}</p>
        {children}
      </div>
    );
  }
  return (
    <div className="blank" role="alert">
      <h2>{view.load === "missing" || !view.failure ? strings.missing : wordsFor(strings, view.failure)}</h2>
      {view.load === "missing" ? <p>{strings.missingHint}</p> : <Again onPress={onOpenAgain} />}
    </div>
  );
}

/** Where a question and an answer will stand. */
function Outline() {
  return (
    <div className="column outline" aria-hidden="true">
      <span />
      <span />
      <span />
      <span />
      <span />
    </div>
  );
}

function Again({ onPress }: { onPress: () => void }) {
  const strings = useText();
  useEffect(() => () => refocus(CONVERSATION, MAIN), []);
  return <button type="button" onClick={onPress}>{strings.tryAgain}</button>;
}

/** Why a chat is not there yet: it comes by itself, or sooner when asked for. */
function Unreached({ why, tryNow }: Waiting) {
  const strings = useText();
  const signedOut = useSignedOut();
  useEffect(() => () => refocus(CONVERSATION, MAIN), []);
  return (
    <>
      <p>{signedOut ? strings.stateSignedOut : <GoesOn why={why} />}</p>
      <button type="button" onClick={tryNow}>{strings.tryNow}</button>
    </>
  );
}
