import { useEffect, useState } from "react";
import { MESSAGE_LIMIT } from "../api/types";
import { useText } from "../i18n/language";
import { drafts, editOf } from "../settings/drafts";

interface Props {
  messageId: string;
  text: string;
  /** Whether it can be sent now: an answer that is being made is waited for. */
  idle: boolean;
  onSend: (text: string) => void;
  /** @param from where the reader was before */
  onCancel: (from: Element | null) => void;
}

/** A question being asked in other words. */
export function EditQuestion({ messageId, text, idle, onSend, onCancel }: Props) {
  const strings = useText();
  const [from] = useState(document.activeElement);
  const [changed, setChanged] = useState(() => drafts.read(editOf(messageId)) || text);
  const sendable = idle && changed.trim() !== "" && changed.length <= MESSAGE_LIMIT;
  useEffect(() => drafts.write(editOf(messageId), changed === text ? "" : changed), [messageId, changed, text]);
  const cancel = () => {
    drafts.write(editOf(messageId), "");
    onCancel(from);
  };
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
            cancel();
          } else if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            if (sendable) onSend(changed);
          }
        }}
      />
      <p className="fine" role="status">{idle ? strings.editExplained : strings.editWaits}</p>
      <div className="actions">
        <button type="button" onClick={cancel}>{strings.cancel}</button>
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
