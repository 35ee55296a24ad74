import { api } from "../api/client";
import { ApiProblem } from "../api/problem";
import { UNDO_TIME } from "../settings/toasts";

/**
 * Sessions that the reader has deleted and may still have back: they are only hidden until the time for that is over,
 * or the page is left; the server is asked then, and not before.
 */
class Deletions {
  private doomed: ReadonlyMap<string, ReturnType<typeof setTimeout>> = new Map();
  private readonly listeners = new Set<() => void>();

  constructor() {
    window.addEventListener("pagehide", () => {
      for (const id of this.doomed.keys()) void this.carryOut(id);
    });
  }

  readonly current = (): ReadonlyMap<string, unknown> => this.doomed;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** @param done called once the server has been asked; with the reason when it would not */
  doom(id: string, done: (failure: Error | null) => void): void {
    const timer = setTimeout(() => void this.carryOut(id).then(done), UNDO_TIME);
    this.set(new Map(this.doomed).set(id, timer));
  }

  spare(id: string): void {
    clearTimeout(this.doomed.get(id));
    this.forget(id);
  }

  private async carryOut(id: string): Promise<Error | null> {
    clearTimeout(this.doomed.get(id));
    try {
      await api.remove(id);
      return null;
    } catch (e) {
      // Gone already is as good as gone.
      if (e instanceof ApiProblem && e.status === 404) return null;
      this.forget(id);
      return e instanceof Error ? e : new Error(String(e));
    }
  }

  private forget(id: string): void {
    const left = new Map(this.doomed);
    left.delete(id);
    this.set(left);
  }

  private set(next: ReadonlyMap<string, ReturnType<typeof setTimeout>>): void {
    this.doomed = next;
    this.listeners.forEach((listener) => listener());
  }
}

export const deletions = new Deletions();
