/** What the tabs of one browser do together. A port, so that tests can play several tabs. */
export interface Tabs {
  /**
   * Resolves with the way to give the lock back once this tab holds it; with null when it is to be had `atOnce` only and
   * another tab has it. `steal` takes it away from whoever holds it; `lost` tells that this has happened here.
   *
   * @throws the signal's reason when aborted while waiting
   */
  acquire: (name: string, how: Acquiring) => Promise<(() => void) | null>;
  /** Joins a channel; what this tab posts, only the others hear. */
  join: (name: string, listener: (message: unknown) => void) => Channel;
  /** Whether the reader can see this tab: a hidden one is slowed down by the browser. */
  visible: () => boolean;
}

export interface Acquiring {
  signal: AbortSignal;
  steal?: boolean;
  atOnce?: boolean;
  lost?: () => void;
}

export interface Channel {
  post: (message: unknown) => void;
  close: () => void;
}

/** Null where tabs cannot agree: a plain http address in the house. Each then keeps a connection of its own, if there is one left. */
export const browserTabs: Tabs | null =
  typeof navigator !== "undefined" && "locks" in navigator && typeof BroadcastChannel !== "undefined"
    ? { acquire, join, visible: () => document.visibilityState === "visible" }
    : null;

function acquire(name: string, { signal, steal = false, atOnce = false, lost }: Acquiring): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    let held = false;
    // The browser takes a signal only with a request that may wait.
    const options: LockOptions = steal ? { steal } : atOnce ? { ifAvailable: true } : { signal };
    navigator.locks
      .request(`streamchat.${name}`, options, (lock) => {
        if (lock === null) {
          resolve(null);
          return;
        }
        signal.throwIfAborted();
        held = true;
        return new Promise<void>((release) => resolve(release));
      })
      .catch((e: unknown) => (held ? lost?.() : reject(e as Error)));
  });
}

function join(name: string, listener: (message: unknown) => void): Channel {
  const channel = new BroadcastChannel(`streamchat.${name}`);
  channel.addEventListener("message", (event: MessageEvent<unknown>) => listener(event.data));
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}
