import { useState } from "react";
import { MESSAGE_LIMIT } from "../api/types";
import { useText } from "../i18n/language";

interface Props {
  text: string;
  onSend: (text: string) => void;
  /** @param from where the reader was before */
  onCancel: (from: Element | null) => void;
}

/** A question being asked in other words. */
export function EditQuestion({ text, onSend, onCancel }: Props) {
  const strings = useText();
  const [from] = useState(document.activeElement);
  const [changed, setChanged] = useState(text);
  const sendable = changed.trim() !== "" && changed.length <= MESSAGE_LIMIT;
  return (
    <form
      className="editing"
      onSubmit={(event) => {
        event.preventDefault();
        if (sendable) onSend(changed);
      }}
    >
      <textarea
        aria-label={strings.editQuestion}
        dir="auto"
        rows={Math.min(12, changed.split("\n").length + 1)}
        value={changed}
        ref={focusAtEnd}
        onChange={(event) => setChanged(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") {
            event.stopPropagation();
            onCancel(from);
          } else if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            if (sendable) onSend(changed);
          }
        }}
      />
      <p className="fine">{strings.editExplained}</p>
      <div className="actions">
        <button type="button" onClick={() => onCancel(from)}>{strings.cancel}</button>
        <button type="submit" className="primary" disabled={!sendable}>{strings.send}</button>
      </div>
    </form>
  );
}

function focusAtEnd(box: HTMLTextAreaElement | null): void {
  if (box === null || document.activeElement === box) return;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}
