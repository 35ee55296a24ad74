import type { Acquiring, Tabs } from "../../src/stream/tabs";

interface Waiting {
  grant: () => void;
}

/** A browser with several tabs: locks and channels that they share. */
export class FakeBrowser {
  private readonly held = new Map<string, { lost: (() => void) | undefined }>();
  private readonly queues = new Map<string, Waiting[]>();
  private readonly channels = new Map<string, Set<(message: unknown) => void>>();
  /** Tabs that do not hear anything any more, as the browser freezes them. */
  readonly frozen = new Set<Tabs>();

  tab(visible = true): Tabs {
    const tab: Tabs = {
      visible: () => visible,
      acquire: (name, how) => this.acquire(name, how),
      join: (name, listener) => {
        const listeners = this.channels.get(name) ?? new Set();
        this.channels.set(name, listeners);
        const own = (message: unknown) => {
          if (!this.frozen.has(tab)) listener(message);
        };
        listeners.add(own);
        return {
          post: (message) => {
            for (const each of listeners) if (each !== own) setTimeout(() => listeners.has(each) && each(structuredClone(message)));
          },
          close: () => void listeners.delete(own),
        };
      },
    };
    return tab;
  }

  private acquire(name: string, { signal, steal, atOnce, lost }: Acquiring): Promise<(() => void) | null> {
    return new Promise((resolve, reject) => {
      const hold = () => {
        const mine = { lost };
        this.held.set(name, mine);
        resolve(() => {
          if (this.held.get(name) !== mine) return;
          this.held.delete(name);
          this.queues.get(name)?.shift()?.grant();
        });
      };
      const holder = this.held.get(name);
      if (holder === undefined) hold();
      else if (steal) {
        holder.lost?.();
        hold();
      } else if (atOnce) resolve(null);
      else {
        const queue = this.queues.get(name) ?? [];
        this.queues.set(name, queue);
        const waiting = { grant: hold };
        queue.push(waiting);
        signal.addEventListener("abort", () => {
          if (queue.includes(waiting)) queue.splice(queue.indexOf(waiting), 1);
          reject(signal.reason as Error);
        });
      }
    });
  }
}
