import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../api/client";
import { tell } from "../conversation/channel";
import type { View } from "../conversation/view";
import { useText } from "../i18n/language";
import { toasts } from "../settings/toasts";
import { Menu } from "./Menu";
import { useSessionActions } from "./useSessionActions";

/** What can be done with the chat that is open. */
export function ChatMenu({ view, title }: { view: View; title: string | null }) {
  const strings = useText();
  const client = useQueryClient();
  const onGone = useCallback(() => {
    void client.invalidateQueries();
    tell({ kind: "sessions" });
  }, [client]);
  const itemsFor = useSessionActions(onGone);
  const { sessionId } = view;
  if (sessionId === null || view.load !== "ready") return null;
  const clear = () => {
    api.clearContext(sessionId).then(
      () => toasts.show(strings.contextCleared),
      () => toasts.show(strings.contextFailed),
    );
  };
  return <Menu label={strings.thisChat} items={[{ label: strings.clearContext, icon: "broom", onChoose: clear }, ...itemsFor({ id: sessionId, title: title ?? "" })]} />;
}
