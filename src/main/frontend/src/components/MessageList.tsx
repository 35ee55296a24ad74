import { useEffect } from "react";
import type { Conversation } from "../conversation/conversation";
import type { View } from "../conversation/view";
import { useText } from "../i18n/language";
import { onAnchor } from "../router";
import { attempt } from "../settings/attempt";
import { isLive } from "../stream/phase";
import { BOX, CONVERSATION, FIRST_MESSAGE, refocus } from "./focus";
import { Icon } from "./Icon";
import { MessageView, Waiting, type MessageActions } from "./MessageView";
import { Question } from "./QuestionView";
import { useFollowEnd } from "./useFollowEnd";

interface Props {
  view: View;
  conversation: Conversation;
  actions: MessageActions;
  editing: string | null;
  onSendAgain: () => void;
}

export function MessageList({ view, conversation, actions, editing, onSendAgain }: Props) {
  const strings = useText();
  const { answer, messages, pending, phase } = view;
  const idle = !isLive(phase);
  const live = idle ? null : answer;
  const { box, away, toEnd } = useFollowEnd(view.sessionId, pending?.key ?? null, view);
  useEffect(() => onAnchor((anchor) => document.getElementById(anchor)?.scrollIntoView()), [view.sessionId]);
  return (
    <div className="reading">
      <div className="scroller" ref={box} tabIndex={0} role="region" aria-label={strings.conversation}>
        <div className="column">
          {view.older !== undefined && (
            <button type="button" className="older" onClick={() => void attempt(strings, strings.olderFailed, () => conversation.loadOlder()).then(() => refocus(FIRST_MESSAGE))}>
              {strings.older}
            </button>
          )}
          {messages.map((message) => (
            <MessageView
              key={message.id}
              message={message}
              live={live?.messageId === message.id ? live.text : null}
              actions={actions}
              editing={editing === message.id}
              idle={idle}
            />
          ))}
          {pending !== null && (
            <Question text={pending.text}>
              {pending.refused ? (
                <p className="unsent">
                  <span>{strings.notSent}</span>
                  <button type="button" onClick={onSendAgain}>{strings.sendAgain}</button>
                  <button
                    type="button"
                    onClick={() => {
                      conversation.takeBack();
                      refocus(BOX);
                    }}
                  >
                    {strings.editAgain}
                  </button>
                </p>
              ) : (
                phase === "offline" && <p className="unsent">{strings.waitsForNetwork}</p>
              )}
            </Question>
          )}
          {phase === "sending" && live?.messageId === null && <Waiting />}
        </div>
      </div>
      {away && (
        <button
          type="button"
          className="newest"
          onClick={() => {
            toEnd();
            refocus(CONVERSATION);
          }}
        >
          <Icon name="down" /> {strings.jumpToNewest}
        </button>
      )}
    </div>
  );
}
