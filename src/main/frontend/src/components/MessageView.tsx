import { memo } from "react";
import type { Message } from "../api/types";
import { useText } from "../i18n/language";
import { Markdown } from "../markdown/Markdown";
import type { AnswerText } from "../stream/answer";
import { CopyButton } from "./CopyButton";

interface Props {
  message: Message;
  /** What has been streamed of it, while it is being made. */
  live: AnswerText | null;
}

export const MessageView = memo(function MessageView({ message, live }: Props) {
  return message.author === "user" ? <Question text={message.content} /> : <AnswerView message={message} live={live} />;
});

export function Question({ text, children }: { text: string; children?: React.ReactNode }) {
  const strings = useText();
  return (
    <article className="question">
      <h2 className="hidden">{strings.youSaid}</h2>
      <p dir="auto" className="said">{text}</p>
      {children}
    </article>
  );
}

function AnswerView({ message, live }: Props) {
  const strings = useText();
  const { content, reasoning } = live ?? { content: message.content, reasoning: message.reasoning ?? "" };
  const running = live !== null;
  return (
    <article className="answer" aria-busy={running} data-message-id={message.id} data-status={running ? "running" : message.status}>
      <h2 className="hidden">{strings.answer}</h2>
      {reasoning !== "" && <Reasoning text={reasoning} thinking={running && content === ""} />}
      {content !== "" && <Markdown text={content} id={message.id} />}
      {running && content === "" && reasoning === "" && <p className="waiting" aria-hidden="true"><span /><span /><span /></p>}
      {!running && <Footer message={message} />}
    </article>
  );
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

function Footer({ message }: { message: Message }) {
  const strings = useText();
  const parts: string[] = [];
  if (message.model) parts.push(message.model);
  if (message.usage) parts.push(strings.tokens(message.usage.completionTokens));
  if (message.responseTimeMs !== undefined) parts.push(strings.seconds((message.responseTimeMs / 1000).toFixed(1)));
  return (
    <footer>
      {message.content !== "" && <CopyButton text={message.content} label={strings.copyAnswer} />}
      <span className="fine">{strings.details(parts)}</span>
      <span className="ending">{ending(strings, message)}</span>
    </footer>
  );
}

function ending(strings: ReturnType<typeof useText>, message: Message): string {
  if (message.status === "stopped") return strings.stateStopped;
  if (message.status === "interrupted") return strings.stateInterrupted;
  if (message.status === "failed") return message.content === "" ? strings.stateFailed : strings.stateInterrupted;
  if (message.finishReason === "length") return strings.stateLength;
  return message.finishReason === "content_filter" ? strings.stateFiltered : "";
}
