import { call } from "./http";
import type { paths } from "./schema";

/*
 * Calls as the OpenAPI file describes them: a path, a method, a parameter or a body that is not in there does not
 * compile, and what comes back has the type that the file says.
 */

/** The body of a call. */
export type Taken<P extends Path, M extends Method<P>> = paths[P][M] extends { requestBody: { content: { "application/json": infer V } } } ? V : never;

type Path = keyof paths;
type Method<P extends Path> = { [M in keyof paths[P]]-?: paths[P][M] extends { responses: unknown } ? M : never }[keyof paths[P]];

type InPath<O> = O extends { parameters: { path: infer V } } ? { path: V } : unknown;
type InQuery<O> = O extends { parameters: { query?: infer V } } ? { query?: { [K in keyof V]?: V[K] | undefined } } : unknown;
type InBody<O> = O extends { requestBody: { content: { "application/json": infer V } } }
  ? { body: V }
  : O extends { requestBody?: { content: { "application/json": infer V } } }
    ? { body?: V }
    : unknown;
export type Asked<P extends Path, M extends Method<P>> = InPath<paths[P][M]> & InQuery<paths[P][M]> & InBody<paths[P][M]>;

type Json<R> = R extends { content: { "application/json": infer V } } ? V : undefined;
export type Given<P extends Path, M extends Method<P>> = paths[P][M] extends { responses: infer R } ? Json<R[keyof R & (200 | 201)]> : never;

export interface Manner {
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
  /** Goes through also while the page is being left. */
  keepalive?: boolean;
}

interface Parts {
  path?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

const DEADLINE = 20_000;

/** @throws ApiProblem when the server refuses; whatever `fetch` throws when it cannot be reached */
export async function ask<P extends Path, M extends Method<P>>(method: M & string, path: P, asked: Asked<P, M>, manner: Manner = {}): Promise<Given<P, M>> {
  const response = await request(method, path, asked as Parts, manner);
  return (response.status === 204 ? undefined : await response.json()) as Given<P, M>;
}

/** The same, for what is not JSON. */
export async function download<P extends Path>(path: P, asked: Asked<P, "get" & Method<P>>): Promise<Blob> {
  return (await request("get", path, asked as Parts, { headers: { Accept: "*/*" } })).blob();
}

export function request(method: string, path: string, { path: values = {}, query = {}, body }: Parts, { signal, headers, keepalive }: Manner = {}): Promise<Response> {
  const deadline = AbortSignal.timeout(DEADLINE);
  return call(filled(path, values) + encoded(query), {
    method: method.toUpperCase(),
    headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    ...(keepalive ? { keepalive } : {}),
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  });
}

/** The path with its parameters in it. */
export function filled(path: string, values: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

function encoded(query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== "") search.set(name, String(value));
  return search.size === 0 ? "" : `?${search.toString()}`;
}
