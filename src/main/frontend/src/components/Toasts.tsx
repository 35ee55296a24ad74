import { useEffect, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { useText } from "../i18n/language";
import { toasts, type Action } from "../settings/toasts";
import { Icon } from "./Icon";
import { topLayer } from "./topLayer";

/** Short words on what has just been done, or could not be, with what can be done about it; in front of an open dialog too. */
export function Toasts() {
  const strings = useText();
  const shown = useSyncExternalStore(toasts.subscribe, toasts.current);
  const dialog = useSyncExternalStore(topLayer.subscribe, topLayer.current);
  const region = (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text, action }) => (
        <div key={id} className="toast">
          <span dir="auto">{text}</span>
          {action && <ActionButton action={action} onDone={() => toasts.dismiss(id)} />}
          <button type="button" className="icon-button" aria-label={strings.dismiss} onClick={() => toasts.dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
  return dialog === null ? region : createPortal(region, dialog);
}

function ActionButton({ action, onDone }: { action: Action; onDone: () => void }) {
  const { words, act, notBefore } = action;
  const [ready, setReady] = useState(notBefore === undefined);
  useEffect(() => {
    if (notBefore === undefined) return;
    const timer = setTimeout(() => setReady(true), notBefore - Date.now());
    return () => clearTimeout(timer);
  }, [notBefore]);
  return (
    <button
      type="button"
      disabled={!ready}
      onClick={() => {
        onDone();
        act();
      }}
    >
      {words}
    </button>
  );
}
