import { useEffect, useId, useRef, type ReactNode } from "react";
import { useText } from "../i18n/language";
import { Icon } from "./Icon";
import { topLayer } from "./topLayer";

interface Props {
  title: string;
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own dialog: it keeps the focus, closes on Escape and on a press beside it, and gives the focus back. */
export function Dialog({ title, className, onClose, children }: Props) {
  const strings = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (dialog.current === null) return;
    dialog.current.showModal();
    return topLayer.opened(dialog.current);
  }, []);
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={id}
      onClose={(event) => event.target === dialog.current && onClose()}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="dialog-body">
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" className="icon-button" aria-label={strings.close} onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
