import { useEffect, useRef, useState, useSyncExternalStore, type FocusEvent, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import { useText } from "../i18n/language";
import { toasts, type Action, type Toast } from "../settings/toasts";
import { focusOn, MAIN, refocus } from "./focus";
import { Icon } from "./Icon";
import { topLayer } from "./topLayer";

/**
 * Short words on what has just been done, or could not be, with what can be done about it. They have a place of their own
 * between what is read and the box, or at the end of an open dialog: they cover nothing.
 */
export function Toasts() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.current);
  const dialog = useSyncExternalStore(topLayer.subscribe, topLayer.current);
  const from = useRef<Element | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const newest = shown.at(-1)?.id;
  // Where there is no room for all of them, it is the newest that shows.
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [newest]);
  const onFocus = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) from.current = event.relatedTarget;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.shiftKey) return;
    event.stopPropagation();
    focusOn(from.current, MAIN);
  };
  const region = (
    <div className="toasts" ref={box} role="status" aria-live="polite" onFocus={onFocus} onKeyDown={onKeyDown}>
      {shown.map((toast) => (
        <ToastView key={toast.id} toast={toast} onGone={() => refocus(from.current, MAIN)} />
      ))}
    </div>
  );
  return dialog === null ? region : createPortal(region, dialog);
}

function ToastView({ toast: { id, text, action }, onGone }: { toast: Toast; onGone: () => void }) {
  const strings = useText();
  // What is taken off the page, also to be drawn elsewhere, is not told that pointer and focus have left it.
  useEffect(
    () => () => {
      toasts.hold(id, "pointer", false);
      toasts.hold(id, "focus", false);
    },
    [id],
  );
  return (
    <div
      className="toast"
      onPointerEnter={() => toasts.hold(id, "pointer", true)}
      onPointerLeave={() => toasts.hold(id, "pointer", false)}
      onFocus={() => toasts.hold(id, "focus", true)}
      onBlur={() => toasts.hold(id, "focus", false)}
    >
      <span dir="auto">{text}</span>
      {action && (
        <ActionButton
          action={action}
          onPress={() => {
            toasts.act(id);
            onGone();
          }}
        />
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={strings.dismiss}
        onClick={() => {
          toasts.dismiss(id);
          onGone();
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function ActionButton({ action: { words, notBefore }, onPress }: { action: Action; onPress: () => void }) {
  const [ready, setReady] = useState(notBefore === undefined);
  useEffect(() => {
    if (notBefore === undefined) return;
    const timer = setTimeout(() => setReady(true), notBefore - Date.now());
    return () => clearTimeout(timer);
  }, [notBefore]);
  return (
    <button type="button" disabled={!ready} onClick={onPress}>
      {words}
    </button>
  );
}
