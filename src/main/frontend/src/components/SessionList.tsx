import { use, useDeferredValue, useState } from "react";
import type { Session } from "../api/types";
import { LANGUAGES, LanguageContext, useText } from "../i18n/language";
import { ConfirmDialog } from "./ConfirmDialog";
import { byDay } from "./days";
import { SessionItem } from "./SessionItem";
import { useSessions } from "./useSessions";

interface Props {
  current: string | null;
  onOpen: (id: string | null) => void;
}

export function SessionList({ current, onOpen }: Props) {
  const strings = useText();
  const [language] = use(LanguageContext);
  const [query, setQuery] = useState("");
  const [doomed, setDoomed] = useState<Session | null>(null);
  const q = useDeferredValue(query.trim());
  const { sessions, found, rename, remove } = useSessions(q);
  const days = byDay(sessions, strings, LANGUAGES[language].tag, new Date());

  return (
    <>
      <input type="search" className="search" aria-label={strings.search} placeholder={strings.search} value={query} onChange={(event) => setQuery(event.target.value)} />
      <div className="sessions">
        {found.isPending && <p className="fine">{strings.loading}</p>}
        {found.isError && (
          <p className="fine" role="alert">
            {strings.chatsUnreachable}{" "}
            <button type="button" className="link" onClick={() => void found.refetch()}>{strings.tryAgain}</button>
          </p>
        )}
        {rename.isError && <p className="fine" role="alert">{strings.renameFailed}</p>}
        {remove.isError && <p className="fine" role="alert">{strings.deleteFailed}</p>}
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
                  onDelete={() => setDoomed(session)}
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
      {doomed !== null && (
        <ConfirmDialog
          title={strings.deleteQuestion}
          text={strings.deleteExplained(doomed.title || strings.untitled)}
          action={strings.delete}
          onClose={() => setDoomed(null)}
          onConfirm={() => {
            const { id } = doomed;
            remove.mutate(id, { onSuccess: () => id === current && onOpen(null) });
          }}
        />
      )}
    </>
  );
}
