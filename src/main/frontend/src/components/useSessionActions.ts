import { useMemo } from "react";
import { api, type ExportFormat } from "../api/client";
import type { Session } from "../api/types";
import { deletions } from "../conversation/deletions";
import type { Strings } from "../i18n/en";
import { pathOf } from "../router";
import { attempt, tellFailure } from "../settings/attempt";
import { toasts } from "../settings/toasts";
import { copy } from "./CopyButton";
import { inList, MAIN, refocus } from "./focus";
import type { MenuItem } from "./Menu";
import { useText } from "../i18n/language";

type Named = Pick<Session, "id" | "title">;

/** What can be done with a session as a whole, wherever it is named. */
export function useSessionActions(onGone: (id: string) => void): (session: Named) => MenuItem[] {
  const strings = useText();
  return useMemo(() => {
    const save = (session: Named, format: ExportFormat) => void attempt(strings, strings.exportFailed, () => download(session, format));
    return (session) => [
      { label: strings.copyLink, icon: "link", onChoose: () => void copyLink(session.id, strings) },
      { label: strings.exportMarkdown, icon: "save", onChoose: () => save(session, "markdown") },
      { label: strings.exportJson, icon: "save", onChoose: () => save(session, "json") },
      { label: strings.delete, icon: "bin", danger: true, onChoose: () => remove(session, strings, onGone) },
    ];
  }, [strings, onGone]);
}

async function copyLink(id: string, strings: Strings): Promise<void> {
  if (await copy(new URL(pathOf(id), location.href).href)) toasts.show(strings.linkCopied);
}

async function download({ id, title }: Named, format: ExportFormat): Promise<void> {
  const address = URL.createObjectURL(await api.export(id, format));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${title.replace(/[^\p{L}\p{N}._ -]/gu, "_").slice(0, 80) || "chat"}.${format === "json" ? "json" : "md"}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Hidden at once, gone when nobody has wanted it back. */
function remove({ id, title }: Named, strings: Strings, onGone: (id: string) => void): void {
  if (deletions.current().has(id)) return;
  const items = [...document.querySelectorAll(".session")];
  const at = items.findIndex((each) => each.contains(document.activeElement));
  const beside = at < 0 ? [] : [items[at + 1], items[at - 1]].map((each) => each?.querySelector("a"));
  deletions.doom(id);
  refocus(...beside, MAIN);
  const undo = () => {
    deletions.spare(id);
    refocus(inList(id));
  };
  const over = async () => {
    if (!deletions.current().has(id)) return;
    const failure = await deletions.carryOut(id);
    if (failure === null) onGone(id);
    else tellFailure(strings, strings.deleteFailed, failure, () => remove({ id, title }, strings, onGone));
  };
  toasts.show(strings.deleted(title || strings.untitled), { words: strings.undo, act: undo }, () => void over());
}
