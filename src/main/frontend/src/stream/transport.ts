import { createParser, type EventSourceMessage } from "eventsource-parser";
import { problemFrom } from "../api/problem";
import { parseFrame, type Frame } from "./frames";

/** No byte for so long means that the connection is dead, whatever the network stack thinks: the server speaks every 15 s. */
export const SILENCE = 40_000;

/** The connection ended before the answer did. */
export class ConnectionLost extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "ConnectionLost";
  }
}

/**
 * Sends a request and yields the frames of the stream it opens; ends without a frame when the server says that there is
 * nothing to follow (204).
 *
 * @throws ApiProblem when the answer is a failure
 * @throws ConnectionLost on a network error, on silence, and on an answer that is not a stream
 * @throws the signal's reason when aborted
 */
export async function* frames(
  request: (signal: AbortSignal) => Promise<Response>,
  signal: AbortSignal,
  onOpen: (nothingToFollow: boolean) => void = () => undefined,
): AsyncGenerator<Frame, void, undefined> {
  const connection = new AbortController();
  const abort = () => connection.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  const watchdog = silenceWatchdog(() => connection.abort(new ConnectionLost("silence")));
  try {
    watchdog.life();
    const response = await request(connection.signal);
    if (response.status === 204) {
      onOpen(true);
      return;
    }
    if (!response.ok) throw await problemFrom(response);
    if (!(response.headers.get("content-type") ?? "").startsWith("text/event-stream") || response.body === null)
      throw new ConnectionLost("not an event stream");
    onOpen(false);
    yield* decode(response.body, watchdog.life);
  } catch (e) {
    // What an abort looks like to whoever reads the body differs by browser: some give its reason, some one of their own.
    connection.signal.throwIfAborted();
    throw isNetworkError(e) ? new ConnectionLost("network", { cause: e }) : e;
  } finally {
    watchdog.stop();
    signal.removeEventListener("abort", abort);
    // Also when the reader leaves in mid-stream: the browser has six connections for this origin and no more.
    connection.abort();
  }
}

async function* decode(body: ReadableStream<Uint8Array>, life: () => void): AsyncGenerator<Frame, void, undefined> {
  let ready: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event) });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    // What the parser holds of an unfinished frame is dropped: it comes again, whole, after the cursor.
    if (done) return;
    life();
    parser.feed(decoder.decode(value, { stream: true }));
    const batch = ready;
    ready = [];
    for (const { event, id, data } of batch) yield parseFrame(event, id, data);
  }
}

function silenceWatchdog(onSilence: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  const life = () => {
    stop();
    timer = setTimeout(onSilence, SILENCE);
  };
  return { life, stop };
}

function isNetworkError(e: unknown): boolean {
  return e instanceof TypeError || e instanceof SyntaxError || e instanceof DOMException;
}
