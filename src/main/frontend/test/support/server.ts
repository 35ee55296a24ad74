import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

export type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export interface Seen {
  method: string;
  path: string;
  lastEventId: string | undefined;
  key: string | undefined;
  body: string;
}

/** A real HTTP server on a free port that answers the n-th request with the n-th of what it was given. */
export async function scripted(...answers: Answering[]) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const header = (name: string) => request.headers[name] as string | undefined;
      seen.push({
        method: request.method ?? "",
        path: request.url ?? "",
        lastEventId: header("last-event-id"),
        key: header("idempotency-key"),
        body: Buffer.concat(chunks).toString(),
      });
      const answer = answers[seen.length - 1];
      if (answer) answer(response, request);
      else response.writeHead(500).end("nothing more was scripted");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => real(new URL(path, address), init));
  return {
    seen,
    close: async () => {
      vi.unstubAllGlobals();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const STREAM = { "Content-Type": "text/event-stream;charset=UTF-8" };

/** An event stream of the given pieces, each a write of its own; then closed, cut, or left open. */
export function streaming(pieces: (string | Uint8Array)[], then: "close" | "cut" | "open" = "close"): Answering {
  return (response) => {
    response.writeHead(200, STREAM);
    response.flushHeaders();
    const writeNext = (index: number) => {
      const piece = pieces[index];
      if (piece !== undefined) response.write(piece, () => setImmediate(writeNext, index + 1));
      else if (then === "close") response.end();
      else if (then === "cut") response.destroy();
    };
    writeNext(0);
  };
}

export const nothingToFollow: Answering = (response) => response.writeHead(204).end();

export const badGateway: Answering = (response) => response.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad gateway</h1>");

export function problem(kind: string, status: number, headers: Record<string, string> = {}): Answering {
  return (response) =>
    response
      .writeHead(status, { "Content-Type": "application/problem+json", ...headers })
      .end(JSON.stringify({ type: `urn:streamchat:problem:${kind}`, title: `It is ${kind}`, status, detail: "in detail" }));
}
