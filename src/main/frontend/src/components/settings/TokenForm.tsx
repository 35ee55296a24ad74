import { useState } from "react";
import type { Scope, TokenDraft } from "../../api/types";
import { useText } from "../../i18n/language";

const DAYS = [7, 30, 90, 365];

interface Props {
  admin: boolean;
  saving: boolean;
  onMake: (draft: TokenDraft) => void;
  onCancel: () => void;
}

/** What a token is to be for, and how long. */
export function TokenForm({ admin, saving, onMake, onCancel }: Props) {
  const strings = useText();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["chat"]);
  const [days, setDays] = useState(30);
  const offered: readonly Scope[] = admin ? ["chat", "read", "admin"] : ["chat", "read"];
  const ready = name.trim() !== "" && scopes.length > 0 && !saving;
  return (
    <form
      className="role-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onMake({ name: name.trim(), scopes: [...scopes], expiresInDays: days });
      }}
    >
      <div className="fields">
        <label>
          <span>{strings.tokenName}</span>
          <input value={name} required maxLength={100} dir="auto" onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          <span>{strings.tokenLife}</span>
          <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {DAYS.map((each) => (
              <option key={each} value={each}>{strings.days(each)}</option>
            ))}
          </select>
        </label>
      </div>
      <fieldset className="checks">
        <legend>{strings.tokenScopes}</legend>
        {offered.map((scope) => (
          <label key={scope} className="check">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) => setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))}
            />
            <span>{strings.scopes[scope]}</span>
          </label>
        ))}
      </fieldset>
      <div className="actions">
        <button type="button" onClick={onCancel}>{strings.cancel}</button>
        <button type="submit" className="primary" disabled={!ready}>{strings.makeToken}</button>
      </div>
    </form>
  );
}
