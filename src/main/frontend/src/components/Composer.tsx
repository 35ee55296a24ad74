import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { MESSAGE_LIMIT } from "../api/types";
import type { Returned } from "../conversation/view";
import { useText, wordsFor } from "../i18n/language";
import { drafts } from "../settings/drafts";
import { Icon } from "./Icon";

interface Props {
  sessionId: string | null;
  live: boolean;
  stopping: boolean;
  disabled: boolean;
  /** Whether a message can go now; writing one is possible before. */
  ready: boolean;
  /** A text that could not be sent and comes back into the box. */
  returned: Returned | null;
  onSend: (text: string) => void;
  onStop: () => void;
  onEditLast: () => void;
}

/** From here on the reader is told how much room is left. */
const NEAR_LIMIT = MESSAGE_LIMIT - 1_000;

export function Composer({ sessionId, live, stopping, disabled, ready, returned, onSend, onStop, onEditLast }: Props) {
  const strings = useText();
  const [text, setText] = useState(() => drafts.read(sessionId) || (sessionId === null ? suggested() : ""));
  const [takenBack, setTakenBack] = useState<Returned | null>(null);
  const [why, setWhy] = useState<Returned["why"]>();
  const initial = useRef(sessionId);
  const composing = useRef(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  if (returned !== takenBack) {
    setTakenBack(returned);
    if (returned !== null) {
      setText(text === "" ? returned.text : `${returned.text}\n${text}`);
      setWhy(returned.why);
    }
  }

  useEffect(() => drafts.write(sessionId, text), [sessionId, text]);
  useEffect(() => {
    // A new chat that has got its id takes its draft along.
    if (sessionId !== null && initial.current === null) drafts.write(null, "");
  }, [sessionId]);
  useLayoutEffect(() => fit(box.current), [text]);

  // The server counts as Java does: so does a string's length here.
  const left = MESSAGE_LIMIT - text.length;
  const sendable = text.trim() !== "" && left >= 0 && !live && !disabled && ready;

  const change = (changed: string) => {
    setText(changed);
    setWhy(undefined);
  };

  const send = () => {
    if (!sendable) return;
    change("");
    onSend(text);
    box.current?.focus();
  };

  const stop = (event: MouseEvent) => {
    // What stops may have become what sends by the time the press takes effect: it is the same button to the browser.
    event.preventDefault();
    onStop();
    // Pressed by a key: the button can be pressed no more. A finger on the screen would call up the keyboard there.
    if (event.detail === 0) box.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word. Safari ends the composition just before that Enter arrives.
    if (event.key === "Escape" && !event.shiftKey && live && !stopping) onStop();
    if (event.key === "ArrowUp" && text === "" && !live) {
      event.preventDefault();
      onEditLast();
    }
    if (event.key !== "Enter" || event.shiftKey || composing.current) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor={id} className="hidden">{strings.composer}</label>
      <textarea
        id={id}
        ref={box}
        rows={1}
        dir="auto"
        value={text}
        disabled={disabled}
        placeholder={strings.placeholder}
        aria-describedby={`${id}-keys`}
        aria-invalid={left < 0}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={() => {
          setTimeout(() => (composing.current = false));
        }}
      />
      <span id={`${id}-keys`} className="hidden">{strings.keys}</span>
      {why && left >= 0 && <span className="count" role="status">{wordsFor(strings, why)}</span>}
      {(left < 0 || (!why && text.length >= NEAR_LIMIT)) && (
        <span className={left < 0 ? "count over" : "count"} role="status">
          {left < 0 ? strings.tooLong(-left) : strings.left(left)}
        </span>
      )}
      {live ? (
        <button type="button" className="round" onClick={stop} disabled={stopping} aria-label={strings.stop} title={strings.stop}>
          <Icon name="stop" />
        </button>
      ) : (
        <button type="submit" className="round primary" disabled={!sendable} aria-label={strings.send} title={strings.send}>
          <Icon name="send" />
        </button>
      )}
    </form>
  );
}

/** A question that a link brought along; it is put into the box, never sent. */
function suggested(): string {
  return new URLSearchParams(location.search).get("message")?.slice(0, MESSAGE_LIMIT) ?? "";
}

/** As high as its text, up to what the style sheet allows. */
function fit(box: HTMLTextAreaElement | null): void {
  if (box === null) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}
