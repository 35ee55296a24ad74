import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { api } from "../api/client";
import { tell } from "../conversation/channel";
import type { Conversation } from "../conversation/conversation";
import type { View } from "../conversation/view";
import { read, write } from "../settings/stored";
import { choiceFor, type Choice } from "./ModelPicker";

export const PROVIDERS = "providers";

export function useProviders() {
  return useQuery({ queryKey: [PROVIDERS], queryFn: ({ signal }) => api.providers(signal) }).data ?? [];
}

/** The model to ask: this session's, else the one chosen last. A choice made in a session stays with it on every device. */
export function useChoice(conversation: Conversation, view: View, providers: Parameters<typeof choiceFor>[0]) {
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
