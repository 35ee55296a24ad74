import { useQuery } from "@tanstack/react-query";
import { use } from "react";
import { api } from "../api/client";
import type { Role } from "../api/types";
import { LANGUAGES, LanguageContext } from "../i18n/language";

export const ROLES = "roles";

/** The roles there are, in the page's language; none where the server knows no roles. */
export function useRoles(): readonly Role[] | null {
  const [language] = use(LanguageContext);
  const { tag } = LANGUAGES[language];
  return useQuery({ queryKey: [ROLES, tag], queryFn: ({ signal }) => api.roles(tag, signal) }).data ?? null;
}
