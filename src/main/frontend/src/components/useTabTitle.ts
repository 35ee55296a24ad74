import { useEffect, useState } from "react";
import { useText } from "../i18n/language";
import { isLive, type Phase } from "../stream/phase";

/** The tab's title says that an answer is being written, and, until the reader looks, that one is done. */
export function useTabTitle(title: string | null, phase: Phase): void {
  const strings = useText();
  const [unseen, setUnseen] = useState(false);
  const [before, setBefore] = useState(phase);
  if (before !== phase) {
    setBefore(phase);
    if (isLive(phase)) setUnseen(false);
    else if (isLive(before) && document.visibilityState === "hidden") setUnseen(true);
  }
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") setUnseen(false);
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  useEffect(() => {
    const name = title ? `${title} · ${strings.appName}` : strings.appName;
    document.title = isLive(phase) ? strings.titleRunning(name) : unseen ? strings.titleDone(name) : name;
  }, [title, phase, unseen, strings]);
}
