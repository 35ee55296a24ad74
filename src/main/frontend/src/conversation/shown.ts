import type { Message } from "../api/types";
import { step, type Signal } from "../stream/phase";
import { outbox } from "./outbox";
import { Painted } from "./painted";
import { before, blank, type View } from "./view";

/** What one opened session shows, and how that changes; it ends with the session's life. */
export abstract class ShownSession {
  private static count = 0;
  /** Tells one opened conversation from another, also before it has an id. */
  readonly serial = ++ShownSession.count;
  readonly shown: Painted<View>;
  protected readonly life = new AbortController();
  /** What made room for an answer that the server has not begun yet. */
  protected cut: readonly Message[] = [];

  constructor(sessionId: string | null) {
    this.shown = new Painted(blank(sessionId));
  }

  protected get view(): View {
    return this.shown.latest;
  }

  protected set(part: Partial<View>): void {
    this.shown.set({ ...this.view, ...part }, true);
  }

  protected cutFrom(messageId: string): void {
    const { messages } = this.view;
    const kept = before(messages, messageId);
    this.cut = messages.slice(kept.length);
    this.set({ messages: kept });
  }

  /** What was cut away stands there again, also while the server cannot be asked. */
  protected uncut(): void {
    const { cut } = this;
    this.cut = [];
    if (cut.length > 0) this.set({ messages: [...this.view.messages, ...cut] });
  }

  /** What was on its way is shown elsewhere from now on, or not wanted any more. */
  protected forget(pending: View["pending"]): void {
    if (pending !== null) outbox.clear(pending.key);
  }

  protected refused(failure: NonNullable<View["failure"]>): void {
    this.set({ failure, stopping: false });
    this.signal("fail");
  }

  protected signal(signal: Signal): void {
    const phase = step(this.view.phase, signal);
    if (phase !== this.view.phase) this.shown.set({ ...this.view, phase }, true);
  }

  /** Runs what ends quietly when the reader goes elsewhere. */
  protected async guarded<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (e) {
      if (this.life.signal.aborted) return undefined;
      throw e;
    }
  }
}
