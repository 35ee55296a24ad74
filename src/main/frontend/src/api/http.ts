import { ApiProblem, problemFrom } from "./problem";
import { signIn } from "./signIn";

const SAFE = new Set(["GET", "HEAD"]);
const CSRF_COOKIE = "sc-csrf";
const CSRF_HEADER = "X-CSRF-Token";

/**
 * Sends a request to the page's own server, and notes whether the server wants a login before it answers. A request that
 * changes something carries the token that no other site's page can read.
 */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const token = cookie(CSRF_COOKIE);
  if (token !== null && !SAFE.has(init.method ?? "GET")) headers.set(CSRF_HEADER, token);
  const response = await fetch(path, { ...init, headers });
  if (response.ok) signIn.answered();
  else if (response.status === 401) signIn.wanted((await problemFrom(response.clone())).login);
  return response;
}

/** @throws ApiProblem when the answer is a failure */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await send(path, init);
  if (!response.ok) throw await problemFrom(response);
  return response;
}

/** Whether waiting for a moment may help: the network, a proxy, a server that restarts, a limit. */
export const passes = (e: unknown): boolean => !(e instanceof ApiProblem) || e.passing;

function cookie(name: string): string | null {
  const all = typeof document === "undefined" ? "" : document.cookie;
  const found = all.split("; ").find((each) => each.startsWith(`${name}=`));
  return found === undefined ? null : decodeURIComponent(found.slice(name.length + 1));
}
