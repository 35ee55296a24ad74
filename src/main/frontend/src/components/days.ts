import type { Session } from "../api/types";
import type { Strings } from "../i18n/en";

export interface Day {
  name: string;
  sessions: Session[];
}

/** Sessions, newest first, under the day they were last used on. */
export function byDay(sessions: readonly Session[], strings: Strings, tag: string, now: Date): Day[] {
  const days: Day[] = [];
  for (const session of sessions) {
    const name = nameOf(new Date(session.updatedAt), strings, tag, now);
    const last = days.at(-1);
    if (last?.name === name) last.sessions.push(session);
    else days.push({ name, sessions: [session] });
  }
  return days;
}

function nameOf(date: Date, strings: Strings, tag: string, now: Date): string {
  const ago = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (ago <= 0) return strings.today;
  if (ago === 1) return strings.yesterday;
  const thisYear = date.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(tag, { day: "numeric", month: "long", ...(thisYear ? {} : { year: "numeric" }) }).format(date);
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
