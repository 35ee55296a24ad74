import type { components } from "./schema";
import type { Given, Taken } from "./typed";

/** The shapes of the JSON interface, by the names that the page uses. They are made from the OpenAPI file with every build. */
type Schema = components["schemas"];

export type Session = Schema["Session"];
export type Message = Schema["Message"];
export type MessageStatus = Message["status"];
export type MessageError = NonNullable<Message["error"]>;
/** Where a message stands among those that answer, or ask, at the same place. */
export type Siblings = NonNullable<Message["siblings"]>;
export type FinishReason = Schema["FinishReason"];
export type Usage = Schema["Usage"];
export type Provider = Schema["Provider"];
export type Role = Schema["Role"];
export type RoleDraft = Schema["RoleText"];
export type Prompt = Pick<Schema["Ask"], "message" | "provider" | "model">;

/** With single sign-on there is also a way out. */
export type Me = Schema["Me"] & { logout?: string };

/** What a program of the user's signs in with. */
export type Token = Schema["Token"];
export type Scope = Token["scopes"][number];
export type TokenDraft = Required<Taken<"/api/tokens", "post">>;
/** The secret itself is given once, when it is made. */
export type NewToken = Given<"/api/tokens", "post">;

export interface Page<T> {
  items: T[];
  next?: string;
}

export const MESSAGE_LIMIT = 32_000;
export const TITLE_LIMIT = 200;
