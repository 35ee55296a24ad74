import type { Conversation } from "../conversation/conversation";
import type { View } from "../conversation/view";
import { useText } from "../i18n/language";
import { isLive } from "../stream/phase";
import { Icon } from "./Icon";
import { MessageView, Question } from "./MessageView";
import { useFollowEnd } from "./useFollowEnd";

interface Props {
  view: View;
  conversation: Conversation;
  onSendAgain: () => void;
}

export function MessageList({ view, conversation, onSendAgain }: Props) {
  const strings = useText();
  const { answer, messages, pending, phase } = view;
  const live = isLive(phase) ? answer : null;
  const { box, away, toEnd } = useFollowEnd(view.sessionId, pending?.key ?? null, view);
  return (
    <div className="reading">
      <div className="scroller" ref={box} tabIndex={0} role="region" aria-label={strings.conversation}>
        <div className="column">
          {view.older !== undefined && (
            <button type="button" className="older" onClick={() => void conversation.loadOlder()}>
              {strings.older}
            </button>
          )}
          {messages.map((message) => (
            <MessageView key={message.id} message={message} live={live?.messageId === message.id ? live.text : null} />
          ))}
          {pending !== null && (
            <Question text={pending.text}>
              {pending.refused ? (
                <p className="unsent">
                  <span>{strings.notSent}</span>
                  <button type="button" onClick={onSendAgain}>{strings.sendAgain}</button>
                  <button type="button" onClick={() => conversation.takeBack()}>{strings.editAgain}</button>
                </p>
              ) : (
                phase === "offline" && <p className="unsent">{strings.waitsForNetwork}</p>
              )}
            </Question>
          )}
        </div>
      </div>
      {away && (
        <button type="button" className="newest" onClick={toEnd}>
          <Icon name="down" /> {strings.jumpToNewest}
        </button>
      )}
    </div>
  );
}
