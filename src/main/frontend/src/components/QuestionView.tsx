import { memo, type ReactNode } from "react";
import type { Message } from "../api/types";
import { useText } from "../i18n/language";
import { anchorOf } from "../router";
import { BranchStepper } from "./BranchStepper";
import { CopyButton } from "./CopyButton";
import { EditQuestion } from "./EditQuestion";
import { inMessage, refocus } from "./focus";
import { Icon } from "./Icon";
import type { MessageActions } from "./MessageView";

interface Props {
  message: Message;
  actions: MessageActions;
  editing: boolean;
  idle: boolean;
}

export const QuestionView = memo(function QuestionView({ message, actions, editing, idle }: Props) {
  const strings = useText();
  if (editing) {
    return (
      <article className="question" id={anchorOf(message.id)} tabIndex={-1}>
        <h2 className="hidden">{strings.youSaid}</h2>
        <EditQuestion
          messageId={message.id}
          text={message.content}
          idle={idle}
          onSend={(text) => actions.onEdit(message.id, text)}
          onCancel={(from) => {
            actions.onEditing(null);
            refocus(from, inMessage(message.id, "[data-edits]"));
          }}
        />
      </article>
    );
  }
  return (
    <Question text={message.content} id={anchorOf(message.id)}>
      <footer>
        {message.siblings && <BranchStepper siblings={message.siblings} disabled={!idle} onStep={actions.onBranch} />}
        <CopyButton text={message.content} label={strings.copyQuestion} iconOnly />
        {idle && (
          <button type="button" className="quiet" data-edits aria-label={strings.editQuestion} title={strings.editQuestion} onClick={() => actions.onEditing(message.id)}>
            <Icon name="pencil" />
          </button>
        )}
      </footer>
    </Question>
  );
});

export function Question({ text, id, children }: { text: string; id?: string; children?: ReactNode }) {
  const strings = useText();
  return (
    <article className="question" id={id} tabIndex={-1}>
      <h2 className="hidden">{strings.youSaid}</h2>
      <p dir="auto" className="said">{text}</p>
      {children}
    </article>
  );
}
