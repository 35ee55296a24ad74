import { useInfiniteQuery, useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { api } from "../api/client";
import type { Page, Session } from "../api/types";
import { onHint, tell } from "../conversation/channel";
import { deletions } from "../conversation/deletions";
import { useText } from "../i18n/language";
import { tellFailure } from "../settings/attempt";

const KEY = "sessions";

type Pages = InfiniteData<Page<Session>, string | undefined>;

/** The list of sessions, kept fresh by what this tab and the others do. */
export function useSessions(q: string) {
  const strings = useText();
  const client = useQueryClient();
  const found = useInfiniteQuery({
    queryKey: [KEY, q],
    queryFn: ({ pageParam, signal }) => api.sessions(q, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous,
  });

  useEffect(() => onHint(() => void client.invalidateQueries({ queryKey: [KEY] })), [client]);

  const rename = useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) => api.rename(id, title),
    onSuccess: (session) => {
      change(client.setQueriesData.bind(client), (sessions) => sessions.map((each) => (each.id === session.id ? { ...each, title: session.title } : each)));
      tell({ kind: "sessions" });
    },
    onError: (e) => tellFailure(strings, strings.renameFailed, e),
  });

  const gone = useCallback(
    (id: string) => {
      change(client.setQueriesData.bind(client), (sessions) => sessions.filter((each) => each.id !== id));
      tell({ kind: "sessions" });
    },
    [client],
  );

  const doomed = useSyncExternalStore(deletions.subscribe, deletions.current);
  const sessions = useMemo(() => unique(found.data?.pages ?? []).filter((each) => !doomed.has(each.id)), [found.data, doomed]);
  return { sessions, found, rename, gone };
}

/** What the lists call a session whose own data has yet to come. */
export function useListedTitle(id: string | null): string | null {
  const client = useQueryClient();
  for (const [, found] of client.getQueriesData<Pages>({ queryKey: [KEY] })) {
    const listed = found?.pages.flatMap((page) => page.items).find((each) => each.id === id);
    if (listed) return listed.title || null;
  }
  return null;
}

/** A session that was used between two pages is on both of them. */
function unique(pages: readonly Page<Session>[]): Session[] {
  const seen = new Map<string, Session>();
  for (const page of pages) for (const session of page.items) if (!seen.has(session.id)) seen.set(session.id, session);
  return [...seen.values()];
}

function change(
  set: (filter: { queryKey: string[] }, update: (old: Pages | undefined) => Pages | undefined) => unknown,
  update: (sessions: Session[]) => Session[],
): void {
  set({ queryKey: [KEY] }, (old) => old && { ...old, pages: old.pages.map((page) => ({ ...page, items: update(page.items) })) });
}
