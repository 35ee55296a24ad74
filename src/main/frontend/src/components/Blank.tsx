import type { ReactNode } from "react";
import type { View } from "../conversation/view";
import { useText, wordsFor } from "../i18n/language";

/** What stands where no messages are: a welcome, a wait, or why there is nothing. */
export function Blank({ view, children }: { view: View; children?: ReactNode }) {
  const strings = useText();
  if (view.load === "loading") {
    return <div className="blank"><p className="fine late">{strings.loading}</p></div>;
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
      {view.load === "missing" && <p>{strings.missingHint}</p>}
    </div>
  );
}
