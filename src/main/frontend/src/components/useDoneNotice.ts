import { useEffect, useRef } from "react";
import type { View } from "../conversation/view";
import { useText } from "../i18n/language";
import { LONG_ANSWER, notify } from "../settings/notifications";
import { isLive } from "../stream/phase";

/** Tells whoever is looking elsewhere, and wants to know, that a long answer is done. */
export function useDoneNotice(view: View, title: string | null): void {
  const strings = useText();
  const since = useRef<number | null>(null);
  const { phase, sessionId, messages } = view;
  useEffect(() => {
    if (isLive(phase)) {
      since.current ??= Date.now();
      return;
    }
    const started = since.current;
    since.current = null;
    if (started === null || phase !== "done" || document.visibilityState === "visible" || Date.now() - started < LONG_ANSWER) return;
    notify(strings.notifyDone(title ?? strings.untitled), (messages.at(-1)?.content ?? "").slice(0, 140), sessionId ?? "");
  }, [phase, sessionId, messages, title, strings]);
}
