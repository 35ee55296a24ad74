import { api } from "../api/client";
import { ApiProblem } from "../api/problem";

/** Sessions that the reader has deleted and may still have back: they are only hidden until that is carried out. */
class Deletions {
  private doomed: ReadonlySet<string> = new Set();
  private readonly listeners = new Set<() => void>();

  readonly current = (): ReadonlySet<string> => this.doomed;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  doom(id: string): void {
    this.set(new Set(this.doomed).add(id));
  }

  spare(id: string): void {
    const left = new Set(this.doomed);
    left.delete(id);
    this.set(left);
  }

  /** Gives the reason when the server would not; the session is there again then. */
  async carryOut(id: string): Promise<Error | null> {
    try {
      await api.remove(id);
      return null;
    } catch (e) {
      // Gone already is as good as gone.
      if (e instanceof ApiProblem && e.status === 404) return null;
      this.spare(id);
      return e instanceof Error ? e : new Error(String(e));
    }
  }

  private set(next: ReadonlySet<string>): void {
    this.doomed = next;
    this.listeners.forEach((listener) => listener());
  }
}

export const deletions = new Deletions();
