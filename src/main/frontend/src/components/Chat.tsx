import { useMemo, useState } from "react";
import type { Conversation } from "../conversation/conversation";
import { canGiveUp, type View } from "../conversation/view";
import { useText } from "../i18n/language";
import { attempt } from "../settings/attempt";
import { drafts, editOf } from "../settings/drafts";
import { isLive } from "../stream/phase";
import { Announcer } from "./Announcer";
import { Blank } from "./Blank";
import { Composer } from "./Composer";
import { BOX, inMessage, LAST_MESSAGE, refocus } from "./focus";
import { MessageList } from "./MessageList";
import type { MessageActions } from "./MessageView";
import { ModelPicker, type Choice } from "./ModelPicker";
import { RolePicker } from "./RolePicker";
import { StateLine } from "./StateLine";
import { Toasts } from "./Toasts";
import { useChoice, useProviders } from "./useChoice";
import { useRoles } from "./useRoles";

interface Props {
  conversation: Conversation;
  view: View;
  serial: number;
}

export function Chat({ conversation, view, serial }: Props) {
  const strings = useText();
  const providers = useProviders();
  const roles = useRoles() ?? [];
  const { choice, choose } = useChoice(conversation, view, providers);
  const [role, setRole] = useState<{ of: number; id: string } | null>(null);
  const { actions, editing, setEditing } = useMessageActions(conversation, view, choice);
  const live = isLive(view.phase);
  const empty = view.load === "ready" && view.messages.length === 0 && view.pending === null && !live;
  const demo = providers.find((each) => each.id === choice?.provider)?.demo ?? false;
  const chosenRole = role?.of === serial ? role.id : null;
  const sessionRole = roles.find((each) => each.id === view.session?.role);
  const lastQuestion = view.messages.findLast((each) => each.author === "user")?.id ?? null;

  return (
    <>
      {demo && <p className="demo">{strings.demoNotice}</p>}
      {view.load === "ready" && !empty ? (
        <MessageList
          view={view}
          conversation={conversation}
          actions={actions}
          editing={editing}
          onSendAgain={() => {
            conversation.sendAgain(choice ?? {}, chosenRole);
            refocus(LAST_MESSAGE);
          }}
        />
      ) : (
        <Blank view={view} onOpenAgain={() => void conversation.openAgain()}>
          {view.sessionId === null && <RolePicker roles={roles} chosen={chosenRole} onChoose={(id) => setRole({ of: serial, id })} />}
        </Blank>
      )}
      <div className="foot">
        <Toasts />
        <StateLine view={view} onCarryOn={() => conversation.carryOn()} />
        <Composer
          key={serial}
          sessionId={view.sessionId}
          live={live}
          stopping={view.stopping && !canGiveUp(view)}
          disabled={view.load === "missing" || view.load === "refused"}
          ready={view.load === "ready"}
          returned={view.returned}
          onSend={(text) => conversation.send(text, choice ?? {}, chosenRole)}
          onStop={() => void conversation.stop()}
          onEditLast={() => setEditing(lastQuestion)}
        />
        <div className="under">
          <ModelPicker providers={providers} choice={choice} disabled={live} onChoose={choose} />
          {sessionRole && (
            <span className="fine" dir="auto">
              {sessionRole.icon} {sessionRole.name}
            </span>
          )}
        </div>
      </div>
      <Announcer view={view} />
    </>
  );
}

/** The same object as long as conversation and choice are: messages that do not change are not drawn again. */
function useMessageActions(conversation: Conversation, view: View, choice: Choice | null) {
  const strings = useText();
  const [opened, setOpened] = useState<{ of: Conversation; id: string } | null>(null);
  // Its question is not shown any more: what was typed is there when it is opened again.
  if (opened?.of === conversation && !view.messages.some((each) => each.id === opened.id)) setOpened(null);
  const chosen = choice === null ? "" : JSON.stringify(choice);
  const actions = useMemo((): MessageActions => {
    const wish = chosen === "" ? {} : (JSON.parse(chosen) as Choice);
    const onEditing = (id: string | null) => setOpened(id === null ? null : { of: conversation, id });
    return {
      onRegenerate: (id) => {
        conversation.regenerate(id, wish);
        refocus(LAST_MESSAGE);
      },
      onBranch: (id, direction) =>
        void attempt(strings, strings.branchFailed, () => conversation.showBranch(id)).then(() =>
          refocus(inMessage(id, `[data-step=${direction}]`), inMessage(id, "[data-step]:enabled")),
        ),
      onEditing,
      onEdit: (id, text) => {
        if (!conversation.edit(id, text, wish)) return;
        drafts.write(editOf(id), "");
        onEditing(null);
        refocus(BOX);
      },
    };
  }, [conversation, chosen, strings]);
  return { actions, editing: opened?.of === conversation ? opened.id : null, setEditing: actions.onEditing };
}
