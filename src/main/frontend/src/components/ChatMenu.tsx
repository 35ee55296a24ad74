import { useQueryClient } from "@tanstack/react-query";
import { memo, useCallback, useEffect } from "react";
import { api } from "../api/client";
import { tell } from "../conversation/channel";
import { useText } from "../i18n/language";
import { attempt } from "../settings/attempt";
import { toasts } from "../settings/toasts";
import { MAIN, refocus } from "./focus";
import { Menu } from "./Menu";
import { useSessionActions } from "./useSessionActions";

/** What can be done with the chat that is open. */
export const ChatMenu = memo(function ChatMenu({ sessionId, title }: { sessionId: string; title: string }) {
  const strings = useText();
  const client = useQueryClient();
  const onGone = useCallback(() => {
    void client.invalidateQueries();
    tell({ kind: "sessions" });
  }, [client]);
  const itemsFor = useSessionActions(onGone);
  // The chat that has been deleted here takes its menu along.
  useEffect(() => () => refocus(MAIN), []);
  const clear = () => {
    void attempt(strings, strings.contextFailed, async () => {
      await api.clearContext(sessionId);
      toasts.show(strings.contextCleared);
    });
  };
  return <Menu label={strings.thisChat} items={[{ label: strings.clearContext, icon: "broom", onChoose: clear }, ...itemsFor({ id: sessionId, title })]} />;
});
