import { leaveFor } from "../api/leave";
import { request } from "../api/typed";
import { useText } from "../i18n/language";
import { attempt } from "../settings/attempt";
import { Menu } from "./Menu";
import { nameOf, useMe } from "./useMe";

/** Who is signed in, and the way out; nothing where nobody signs in. */
export function Account() {
  const strings = useText();
  const me = useMe();
  const logout = me?.logout;
  if (me === undefined || logout === undefined) return null;
  return (
    <Menu
      label={strings.account(nameOf(me, strings))}
      icon="person"
      items={[{ label: strings.signOut, icon: "leave", onChoose: () => void attempt(strings, strings.signOutFailed, () => signOut(logout)) }]}
    />
  );
}

/** The server ends the session, and may name an address where its provider of identities ends its own. */
async function signOut(path: string): Promise<void> {
  const response = await request("post", path, {});
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  const next = typeof body === "object" && body !== null && "location" in body && typeof body.location === "string" ? body.location : "/";
  leaveFor(/^(?:https?:\/\/|\/(?![/\\]))/.test(next) ? next : "/");
}
