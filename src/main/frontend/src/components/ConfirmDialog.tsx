import { useEffect, useId, useRef } from "react";
import { useText } from "../i18n/language";

interface Props {
  title: string;
  text: string;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** The browser's own dialog: it keeps the focus, closes on Escape and gives the focus back. */
export function ConfirmDialog({ title, text, action, onConfirm, onClose }: Props) {
  const strings = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`}>{text}</p>
      <div className="actions">
        <button type="button" onClick={() => dialog.current?.close()} autoFocus>
          {strings.cancel}
        </button>
        <button
          type="button"
          className="danger"
          onClick={() => {
            onConfirm();
            dialog.current?.close();
          }}
        >
          {action}
        </button>
      </div>
    </dialog>
  );
}
