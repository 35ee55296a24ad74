import { memo, useId, useState } from "react";
import type { Message } from "../api/types";
import { useText } from "../i18n/language";
import { Markdown } from "../markdown/Markdown";
import type { AnswerText } from "../stream/answer";
import { anchorOf } from "../router";
import { BranchStepper, type Direction } from "./BranchStepper";
import { CopyButton } from "./CopyButton";
import { Icon } from "./Icon";
import { QuestionView } from "./QuestionView";

/** What can be done with a message; the same object as long as the conversation is the same. */
export interface MessageActions {
  onRegenerate: (messageId: string) => void;
  onBranch: (messageId: string, direction: Direction) => void;
  /** Opens a question for editing; null closes it. */
  onEditing: (messageId: string | null) => void;
  onEdit: (messageId: string, text: string) => void;
}

interface Props {
  message: Message;
  /** What has been streamed of it, while it is being made. */
  live: AnswerText | null;
  actions: MessageActions;
  editing: boolean;
  /** Whether no answer is being made, so that another may be asked for. */
  idle: boolean;
}

export const MessageView = memo(function MessageView({ message, live, actions, editing, idle }: Props) {
  if (message.author === "user") return <QuestionView message={message} actions={actions} editing={editing} idle={idle} />;
  return <AnswerView message={message} live={live} actions={actions} idle={idle} />;
});

function AnswerView({ message, live, actions, idle }: Omit<Props, "editing">) {
  const strings = useText();
  const { content, reasoning } = live ?? { content: message.content, reasoning: message.reasoning ?? "" };
  const running = live !== null;
  return (
    <article className="answer" id={anchorOf(message.id)} tabIndex={-1} aria-busy={running} data-message-id={message.id} data-status={running ? "running" : message.status}>
      <h2 className="hidden">{strings.answer}</h2>
      {reasoning !== "" && <Reasoning text={reasoning} thinking={running && content === ""} />}
      {content !== "" && <Markdown text={content} id={message.id} />}
      {running && content === "" && reasoning === "" && <Waiting />}
      {!running && <Footer message={message} actions={actions} idle={idle} />}
    </article>
  );
}

export function Waiting() {
  return <p className="waiting" aria-hidden="true"><span /><span /><span /></p>;
}

function Reasoning({ text, thinking }: { text: string; thinking: boolean }) {
  const strings = useText();
  return (
    <details className="reasoning">
      <summary>{thinking ? strings.thinking : strings.reasoning}</summary>
      <p dir="auto">{text}</p>
    </details>
  );
}

function Footer({ message, actions, idle }: Omit<Props, "editing" | "live">) {
  const strings = useText();
  return (
    <footer>
      {message.siblings && <BranchStepper siblings={message.siblings} disabled={!idle} onStep={actions.onBranch} />}
      {message.content !== "" && <CopyButton text={message.content} label={strings.copyAnswer} of="answer" iconOnly />}
      {idle && (
        <button type="button" className="quiet" aria-label={strings.regenerate} title={strings.regenerate} onClick={() => actions.onRegenerate(message.id)}>
          <Icon name="again" />
        </button>
      )}
      <Facts message={message} />
      <span className="ending">{ending(strings, message)}</span>
    </footer>
  );
}

/** Which model, how many tokens, how long: for those who ask. */
function Facts({ message }: { message: Message }) {
  const strings = useText();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { model, usage, responseTimeMs } = message;
  const facts: string[] = [];
  if (model) facts.push(model);
  if (usage) facts.push(strings.tokens(usage.completionTokens));
  if (responseTimeMs !== undefined) facts.push(strings.seconds((responseTimeMs / 1000).toFixed(1)));
  if (facts.length === 0) return null;
  return (
    <>
      <button type="button" className="quiet" aria-label={strings.details} title={strings.details} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <Icon name="info" />
      </button>
      <span id={id} className="fine" hidden={!open}>{facts.join(" · ")}</span>
    </>
  );
}

function ending(strings: ReturnType<typeof useText>, message: Message): string {
  if (message.status === "stopped") return strings.stateStopped;
  if (message.status === "interrupted") return strings.stateInterrupted;
  if (message.status === "failed") return message.content === "" ? strings.stateFailed : strings.stateInterrupted;
  if (message.finishReason === "length") return strings.stateLength;
  return message.finishReason === "content_filter" ? strings.stateFiltered : "";
}
