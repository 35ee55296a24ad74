import { memo, use, useDeferredValue, useEffect, useState, useSyncExternalStore } from "react";
import { deletions } from "../conversation/deletions";
import { LANGUAGES, LanguageContext, useText } from "../i18n/language";
import { byDay } from "./days";
import { SessionItem } from "./SessionItem";
import { useSessionActions } from "./useSessionActions";
import { useSessions } from "./useSessions";

interface Props {
  current: string | null;
  onOpen: (id: string | null, messageId?: string) => void;
}

export const SessionList = memo(function SessionList({ current, onOpen }: Props) {
  const strings = useText();
  const [language] = use(LanguageContext);
  const [query, setQuery] = useState("");
  const q = useDeferredValue(query.trim());
  const { sessions, found, rename, gone } = useSessions(q);
  const itemsFor = useSessionActions(gone);
  const days = byDay(sessions, strings, LANGUAGES[language].tag, new Date());
  useLeaving(current, onOpen);

  return (
    <>
      <input
        type="search"
        className="search"
        aria-label={strings.search}
        placeholder={strings.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || query === "") return;
          event.stopPropagation();
          setQuery("");
        }}
      />
      <div className="sessions">
        {found.isPending && <p className="fine late">{strings.loading}</p>}
        {found.isError && (
          <p className="fine" role="alert">
            {strings.chatsUnreachable}{" "}
            <button type="button" className="link" onClick={() => void found.refetch()}>{strings.tryAgain}</button>
          </p>
        )}
        {found.isSuccess && sessions.length === 0 && <p className="fine">{q === "" ? strings.noChats : strings.nothingFound}</p>}
        {days.map((day) => (
          <section key={day.name} aria-label={day.name}>
            <h2>{day.name}</h2>
            <ul>
              {day.sessions.map((session) => (
                <SessionItem
                  key={session.id}
                  session={session}
                  current={session.id === current}
                  onOpen={onOpen}
                  onRename={(title) => rename.mutate({ id: session.id, title })}
                  query={q}
                  items={itemsFor(session)}
                />
              ))}
            </ul>
          </section>
        ))}
        {found.hasNextPage && (
          <button type="button" className="more" onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
            {strings.more}
          </button>
        )}
      </div>
    </>
  );
});

/** A chat that has just been deleted is left, and opened again when the reader wants it back after all. */
function useLeaving(current: string | null, onOpen: (id: string | null) => void): void {
  const doomed = useSyncExternalStore(deletions.subscribe, deletions.current);
  const leaving = current !== null && doomed.has(current);
  useEffect(() => {
    if (leaving) onOpen(null);
  }, [leaving, onOpen]);
}
