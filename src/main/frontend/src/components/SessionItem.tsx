import { useState, type MouseEvent } from "react";
import { TITLE_LIMIT, type Session } from "../api/types";
import { useText } from "../i18n/language";
import { pathOf } from "../router";
import { Icon } from "./Icon";

interface Props {
  session: Session;
  current: boolean;
  onOpen: (id: string) => void;
  onRename: (title: string) => void;
  onDelete: () => void;
}

export function SessionItem({ session, current, onOpen, onRename, onDelete }: Props) {
  const strings = useText();
  const [renaming, setRenaming] = useState(false);
  const title = session.title || strings.untitled;

  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(session.id);
  };

  if (renaming) {
    return (
      <li className="session">
        <RenameForm
          title={session.title}
          onDone={(changed) => {
            setRenaming(false);
            if (changed !== null && changed !== session.title) onRename(changed);
          }}
        />
      </li>
    );
  }
  return (
    <li className={current ? "session current" : "session"}>
      <a href={pathOf(session.id)} onClick={open} aria-current={current ? "page" : undefined} dir="auto" title={title}>
        {session.activeGeneration && <span className="dot" role="img" aria-label={strings.running} />}
        {title}
      </a>
      <button type="button" className="icon-button" aria-label={strings.renameChat(title)} title={strings.rename} onClick={() => setRenaming(true)}>
        <Icon name="pencil" />
      </button>
      <button type="button" className="icon-button" aria-label={strings.deleteChat(title)} title={strings.delete} onClick={onDelete}>
        <Icon name="bin" />
      </button>
    </li>
  );
}

/** Enter and leaving the field keep the title, Escape does not. */
function RenameForm({ title, onDone }: { title: string; onDone: (changed: string | null) => void }) {
  const strings = useText();
  const [text, setText] = useState(title);
  const keep = () => onDone(text.trim() === "" ? null : text.trim());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <input
        aria-label={strings.newTitle}
        value={text}
        maxLength={TITLE_LIMIT}
        dir="auto"
        ref={focusAndSelect}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            onDone(null);
          }
        }}
      />
    </form>
  );
}

function focusAndSelect(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
