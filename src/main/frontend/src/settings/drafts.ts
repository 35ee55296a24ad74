import { read, write } from "./stored";

const keyOf = (of: string | null) => `draft.${of ?? "new"}`;

/** What was typed and not sent, kept per session, and per question that was being changed. */
export const drafts = {
  read: (of: string | null): string => read(keyOf(of)) ?? "",
  write: (of: string | null, text: string): void => write(keyOf(of), text === "" ? null : text),
};

export const editOf = (messageId: string) => `edit.${messageId}`;
