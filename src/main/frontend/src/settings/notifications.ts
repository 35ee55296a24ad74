import { useCallback, useState } from "react";
import { read, write } from "./stored";

/** Shorter answers are there before anyone has gone elsewhere. */
export const LONG_ANSWER = 10_000;

export const canNotify = (): boolean => "Notification" in window && isSecureContext;

const wanted = (): boolean => canNotify() && read("notify") === "yes" && Notification.permission === "granted";

/** Whether the reader wants to be told of a finished answer while looking elsewhere; asks the browser when switched on. */
export function useNotify(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(wanted);
  const choose = useCallback((chosen: boolean) => {
    write("notify", chosen ? "yes" : null);
    setOn(chosen);
    if (chosen) void Notification.requestPermission().then((answer) => setOn(answer === "granted"));
  }, []);
  return [on, choose];
}

export function notify(title: string, text: string, tag: string): void {
  if (!wanted()) return;
  try {
    const shown = new Notification(title, { body: text, tag, icon: "/favicon.svg" });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // Phones show notifications only through a service worker; the tab's title tells there.
  }
}
