import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { Me } from "../api/types";
import type { Strings } from "../i18n/en";

/** Who is signed in; undefined until that is known. */
export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: ({ signal }) => api.me(signal), staleTime: 0 }).data;
}

/** What to call them. Where nobody signs in the server knows one user only, and gives out no tokens. */
export function nameOf({ id, name, tokens }: Me, strings: Strings): string {
  return id === "local" && tokens !== true ? strings.localUser : name;
}
