import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { signIn } from "../api/signIn";
import { useText } from "../i18n/language";

/** Whether the server wants a login before it goes on. */
export function useSignedOut(): boolean {
  return useSyncExternalStore(signIn.subscribe, signIn.address) !== null;
}

/** A quiet line, while the server wants a login: nothing on the page is lost by it. */
export function SignInBar() {
  const strings = useText();
  const client = useQueryClient();
  const signedOut = useSignedOut();
  useEffect(() => {
    if (!signedOut) return;
    // The reader may have signed in elsewhere.
    const look = () => {
      if (document.visibilityState === "visible") void client.invalidateQueries();
    };
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
      void client.invalidateQueries();
    };
  }, [signedOut, client]);
  if (!signedOut) return null;
  return (
    <div className="sign-in" role="status">
      <span>{strings.signedOut}</span>
      <button type="button" onClick={() => signIn.go()}>{strings.signInAgain}</button>
    </div>
  );
}
