import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { api } from "../../api/client";
import { tell } from "../../conversation/channel";
import { useText } from "../../i18n/language";
import { tellFailure } from "../../settings/attempt";

/** Takes up a chat from a file. */
export function Importing({ onImported }: { onImported: (sessionId: string) => void }) {
  const strings = useText();
  const client = useQueryClient();
  const id = useId();
  const take = useMutation({
    mutationFn: async (file: File) => api.import(await file.text()),
    onSuccess: (session) => {
      tell({ kind: "sessions" });
      void client.invalidateQueries();
      onImported(session.id);
    },
    onError: (e) => tellFailure(strings, strings.importFailed, e),
  });
  return (
    <section>
      <h3>{strings.import}</h3>
      <p className="fine" id={id}>{strings.importExplained}</p>
      <label className="choose">
        {strings.chooseFile}
        <input
          type="file"
          aria-describedby={id}
          accept=".json,application/json"
          disabled={take.isPending}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) take.mutate(file);
          }}
        />
      </label>
    </section>
  );
}
