import { useState, type MouseEvent, type ReactNode } from "react";
import { TITLE_LIMIT, type Session } from "../api/types";
import { useText } from "../i18n/language";
import { pathOf } from "../router";
import { inList, refocus } from "./focus";
import { Menu, type MenuItem } from "./Menu";

interface Props {
  session: Session;
  current: boolean;
  onOpen: (id: string, messageId?: string) => void;
  onRename: (title: string) => void;
  /** What was searched for. */
  query: string;
  items: readonly MenuItem[];
}

export function SessionItem({ session, current, onOpen, onRename, query, items }: Props) {
  const strings = useText();
  const [renaming, setRenaming] = useState(false);
  const title = session.title || strings.untitled;

  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(session.id, session.passageMessageId);
  };

  if (renaming) {
    return (
      <li className="session">
        <RenameForm
          title={session.title}
          onDone={(changed) => {
            setRenaming(false);
            refocus(inList(session.id));
            if (changed !== null && changed !== session.title) onRename(changed);
          }}
        />
      </li>
    );
  }
  return (
    <li className={current ? "session current" : "session"}>
      <a href={pathOf(session.id, session.passageMessageId)} onClick={open} aria-current={current ? "page" : undefined} dir="auto" title={title}>
        {session.activeGeneration && <span className="dot" role="img" aria-label={strings.running} />}
        <span className="title">{title}</span>
        {session.passage && <Passage text={session.passage} query={query} />}
      </a>
      <Menu label={strings.chatActions(title)} items={[{ label: strings.rename, icon: "pencil", onChoose: () => setRenaming(true) }, ...items]} />
    </li>
  );
}

const MARKS = /\*\*|`|^\s*#{1,6} |(?<=\s)#{1,6} /gm;

/** The text around what was searched for, without the marks of its markdown, and with that marked. */
function Passage({ text: written, query }: { text: string; query: string }) {
  const text = written.replace(MARKS, "");
  const parts: ReactNode[] = [];
  const haystack = text.toLowerCase();
  const needle = query.toLowerCase();
  // Where lower case has another length, places in the two do not match: nothing is marked then.
  const marking = needle !== "" && haystack.length === text.length;
  let from = 0;
  for (let at = marking ? haystack.indexOf(needle) : -1; at >= 0; at = haystack.indexOf(needle, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + needle.length)}</mark>);
    from = at + needle.length;
  }
  return <span className="passage" dir="auto">{parts}{text.slice(from)}</span>;
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
