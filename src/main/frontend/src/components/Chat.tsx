import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { api } from "../api/client";
import { tell } from "../conversation/channel";
import type { Conversation } from "../conversation/conversation";
import type { View } from "../conversation/view";
import { useText, wordsFor } from "../i18n/language";
import { read, write } from "../settings/stored";
import { isLive } from "../stream/phase";
import { Announcer } from "./Announcer";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { choiceFor, ModelPicker, type Choice } from "./ModelPicker";
import { StateLine } from "./StateLine";

interface Props {
  conversation: Conversation;
  view: View;
  serial: number;
}

export function Chat({ conversation, view, serial }: Props) {
  const strings = useText();
  const providers = useQuery({ queryKey: ["providers"], queryFn: ({ signal }) => api.providers(signal) }).data ?? [];
  const { choice, choose } = useChoice(conversation, view, providers);
  const live = isLive(view.phase);
  const empty = view.load === "ready" && view.messages.length === 0 && view.pending === null && !live;
  const demo = providers.find((each) => each.id === choice?.provider)?.demo ?? false;

  return (
    <>
      {demo && <p className="demo">{strings.demoNotice}</p>}
      {view.load === "ready" && !empty ? (
        <MessageList view={view} conversation={conversation} onSendAgain={() => conversation.sendAgain(choice ?? {})} />
      ) : (
        <Blank view={view} />
      )}
      <div className="foot">
        <StateLine view={view} onCarryOn={() => conversation.carryOn()} />
        <Composer
          key={serial}
          sessionId={view.sessionId}
          live={live}
          stopping={view.stopping}
          disabled={view.load === "missing" || view.load === "refused"}
          returned={view.returned}
          onSend={(text) => conversation.send(text, choice ?? {})}
          onStop={() => void conversation.stop()}
        />
        <ModelPicker providers={providers} choice={choice} disabled={live} onChoose={choose} />
      </div>
      <Announcer view={view} />
    </>
  );
}

/** What stands where no messages are: a welcome, a wait, or why there is nothing. */
function Blank({ view }: { view: View }) {
  const strings = useText();
  if (view.load === "loading") {
    return <div className="blank"><p className="fine">{strings.loading}</p></div>;
  }
  if (view.load === "ready") {
    return (
      <div className="blank">
        <h2>{strings.welcome}</h2>
        <p>{strings.welcomeHint}</p>
      </div>
    );
  }
  return (
    <div className="blank" role="alert">
      <h2>{view.load === "missing" || !view.failure ? strings.missing : wordsFor(strings, view.failure)}</h2>
      {view.load === "missing" && <p>{strings.missingHint}</p>}
    </div>
  );
}

/** The model to ask: this session's, else the one chosen last. A choice made in a session stays with it on every device. */
function useChoice(conversation: Conversation, view: View, providers: Parameters<typeof choiceFor>[0]) {
  const [chosen, setChosen] = useState<{ of: Conversation; choice: Choice } | null>(null);
  const wish = chosen?.of === conversation ? chosen.choice : null;
  const choice = choiceFor(providers, wish, view.session, lastChoice());
  const { sessionId } = view;
  const choose = useCallback(
    (picked: Choice) => {
      setChosen({ of: conversation, choice: picked });
      write("choice", JSON.stringify(picked));
      if (sessionId !== null)
        void api.choose(sessionId, picked).then(
          () => tell({ kind: "sessions" }),
          () => undefined, // It goes with the next message all the same.
        );
    },
    [conversation, sessionId],
  );
  return { choice, choose };
}

function lastChoice(): Partial<Choice> | null {
  try {
    return JSON.parse(read("choice") ?? "null") as Partial<Choice> | null;
  } catch {
    return null;
  }
}
