import { read, write } from "./stored";

const keyOf = (sessionId: string | null) => `draft.${sessionId ?? "new"}`;

/** What was typed and not sent, kept per session. */
export const drafts = {
  read: (sessionId: string | null): string => read(keyOf(sessionId)) ?? "",
  write: (sessionId: string | null, text: string): void => write(keyOf(sessionId), text === "" ? null : text),
};
