import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import type { Provider } from "../../api/types";
import { useText } from "../../i18n/language";
import { tellFailure } from "../../settings/attempt";
import { toasts } from "../../settings/toasts";
import { PROVIDERS, useProviders } from "../useChoice";

/** The user's own keys, where the server keeps such. */
export function ProviderKeys() {
  const strings = useText();
  const providers = useProviders().filter((each) => each.ownKeys);
  if (providers.length === 0) return null;
  return (
    <section>
      <h3>{strings.keysOfProviders}</h3>
      <p className="fine">{strings.keysExplained}</p>
      {providers.map((provider) => (
        <KeyForm key={provider.id} provider={provider} />
      ))}
    </section>
  );
}

function KeyForm({ provider }: { provider: Provider }) {
  const strings = useText();
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const again = () => client.invalidateQueries({ queryKey: [PROVIDERS] });
  const failed = (e: Error) => tellFailure(strings, strings.saveFailed, e);
  const keep = useMutation({
    mutationFn: () => api.keepKey(provider.id, key.trim()),
    onSuccess: () => {
      setKey("");
      toasts.show(strings.keyKept);
      return again();
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => api.removeKey(provider.id),
    onSuccess: () => {
      toasts.show(strings.keyRemoved);
      return again();
    },
    onError: failed,
  });
  const whose = { user: strings.keyOwn, operator: strings.keyOperator, none: strings.keyNone }[provider.keyOf];
  return (
    <form
      className="key"
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== "") keep.mutate();
      }}
    >
      <label>
        <span>
          {strings.keyFor(provider.name)} <small className="fine">({whose})</small>
        </span>
        <input type="password" autoComplete="off" value={key} maxLength={500} onChange={(event) => setKey(event.target.value)} />
      </label>
      <button type="submit" disabled={key.trim() === "" || keep.isPending}>{strings.keySave}</button>
      {provider.keyOf === "user" && (
        <button type="button" className="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>{strings.keyRemove}</button>
      )}
    </form>
  );
}
