import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";

/** Who is signed in; undefined until that is known. */
export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: ({ signal }) => api.me(signal), staleTime: 0 }).data;
}
