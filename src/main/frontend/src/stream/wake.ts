/** What the browser tells about whether a connection has a chance; stands between the page's events and the stream. */
export interface Wake {
  online: () => boolean;
  /** Resolves after `ms`, or as soon as something says that a try may work now; rejects when aborted. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /**
   * Calls back when a connection that looks alive may be dead: `hard` when it surely is of no more use (network back,
   * page out of the back/forward cache, or thawed), else only a hint (tab visible again). Returns the way to stop listening.
   */
  onDoubt: (listener: (hard: boolean) => void) => () => void;
  /** Calls back when the browser says that the network is gone. */
  onOffline: (listener: () => void) => () => void;
}

function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

function all(...stops: (() => void)[]): () => void {
  return () => stops.forEach((stop) => stop());
}

export const browserWake: Wake = {
  online: () => navigator.onLine,

  pause: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const wakeUp = () => {
        stop();
        resolve();
      };
      const timer = setTimeout(wakeUp, ms);
      const stop = all(
        () => clearTimeout(timer),
        browserWake.onDoubt(wakeUp),
        listen(signal, "abort", () => {
          stop();
          reject(signal.reason as Error);
        }),
      );
    }),

  onDoubt: (listener) =>
    all(
      listen(window, "online", () => listener(true)),
      listen(window, "pageshow", (event) => {
        if ((event as PageTransitionEvent).persisted) listener(true);
      }),
      // A phone that wakes up: the page had stood still, its connections had not.
      listen(document, "resume", () => listener(true)),
      listen(document, "visibilitychange", () => {
        if (document.visibilityState === "visible") listener(false);
      }),
    ),

  onOffline: (listener) => listen(window, "offline", listener),
};
