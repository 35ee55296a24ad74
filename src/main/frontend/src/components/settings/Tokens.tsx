import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { use, useState } from "react";
import { api } from "../../api/client";
import type { NewToken, Token, TokenDraft } from "../../api/types";
import { LANGUAGES, LanguageContext, useText } from "../../i18n/language";
import { tellFailure } from "../../settings/attempt";
import { CopyButton } from "../CopyButton";
import { Icon } from "../Icon";
import { useMe } from "../useMe";
import { TokenForm } from "./TokenForm";

const TOKENS = "tokens";

/** What the user's programs sign in with, where the server takes such. */
export function Tokens() {
  const me = useMe();
  return me?.tokens === true ? <TokenSection admin={me.roles.includes("admin")} /> : null;
}

function TokenSection({ admin }: { admin: boolean }) {
  const strings = useText();
  const client = useQueryClient();
  const [made, setMade] = useState<NewToken | null>(null);
  const [making, setMaking] = useState(false);
  const { data: tokens } = useQuery({ queryKey: [TOKENS], queryFn: ({ signal }) => api.tokens(signal) });
  const again = () => client.invalidateQueries({ queryKey: [TOKENS] });
  const make = useMutation({
    mutationFn: (draft: TokenDraft) => api.makeToken(draft),
    onSuccess: (token) => {
      setMade(token);
      setMaking(false);
      return again();
    },
    onError: (e) => tellFailure(strings, strings.saveFailed, e),
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.removeToken(id),
    onSuccess: (_, id) => {
      setMade((token) => (token?.id === id ? null : token));
      return again();
    },
    onError: (e) => tellFailure(strings, strings.deleteFailed, e),
  });
  return (
    <section>
      <h3>{strings.tokensTitle}</h3>
      <p className="fine">{strings.tokensExplained}</p>
      {tokens !== undefined && tokens.length > 0 && (
        <ul className="role-list">
          {tokens.map((token) => (
            <li key={token.id}>
              <TokenLine token={token} />
              <button type="button" className="icon-button" aria-label={strings.deleteToken(token.name)} disabled={remove.isPending} onClick={() => remove.mutate(token.id)}>
                <Icon name="bin" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {made !== null && <Secret token={made} />}
      {making ? (
        <TokenForm admin={admin} saving={make.isPending} onMake={make.mutate} onCancel={() => setMaking(false)} />
      ) : (
        <button type="button" onClick={() => setMaking(true)}>
          <Icon name="plus" /> {strings.newToken}
        </button>
      )}
    </section>
  );
}

function TokenLine({ token }: { token: Token }) {
  const strings = useText();
  const [language] = use(LanguageContext);
  const format = new Intl.DateTimeFormat(LANGUAGES[language].tag, { dateStyle: "medium" });
  const day = (at: string) => format.format(new Date(at));
  const facts = [
    strings.listed(token.scopes.map((scope) => strings.scopes[scope])),
    strings.expires(day(token.expiresAt)),
    token.lastUsedAt === undefined ? strings.neverUsed : strings.lastUsed(day(token.lastUsedAt)),
  ];
  return (
    <span>
      <span dir="auto">{token.name}</span>
      <small className="fine">{facts.join(" · ")}</small>
    </span>
  );
}

/** Shown this once: the server keeps only what it needs to know it again. */
function Secret({ token }: { token: NewToken }) {
  const strings = useText();
  return (
    <div className="secret" role="status">
      <p>{strings.tokenMade(token.name)}</p>
      <div>
        <code dir="ltr">{token.token}</code>
        <CopyButton text={token.token} label={strings.copyToken} />
      </div>
    </div>
  );
}
