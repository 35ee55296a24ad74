import { useSyncExternalStore } from "react";
import { useText } from "../i18n/language";
import { toasts } from "../settings/toasts";
import { Icon } from "./Icon";

/** Short words on what has just been done, with a way to undo it. */
export function Toasts() {
  const strings = useText();
  const shown = useSyncExternalStore(toasts.subscribe, toasts.current);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className="toast">
          <span dir="auto">{toast.text}</span>
          {toast.undo && (
            <button
              type="button"
              onClick={() => {
                toasts.dismiss(toast.id);
                toast.undo?.();
              }}
            >
              {strings.undo}
            </button>
          )}
          <button type="button" className="icon-button" aria-label={strings.dismiss} onClick={() => toasts.dismiss(toast.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
