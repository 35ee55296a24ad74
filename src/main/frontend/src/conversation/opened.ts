import { api } from "../api/client";
import { ApiProblem, retryable } from "../api/problem";
import type { Session } from "../api/types";
import { disconnected, reduce, unread, type Answer } from "../stream/answer";
import { delay } from "../stream/backoff";
import type { Begin, Outcome, Reader } from "../stream/follow";
import type { Frame } from "../stream/frames";
import { persist } from "../stream/persist";
import { isLive, type Signal } from "../stream/phase";
import { browserTabs, type Tabs } from "../stream/tabs";
import { followTogether } from "../stream/together";
import { browserWake, type Wake } from "../stream/wake";
import { tell } from "./channel";
import { beginOf, outbox, type Unsent } from "./outbox";
import { ShownSession } from "./shown";
import { stops } from "./stopping";
import { failureOf, failureOfCall, failureOfMessage, finished, replaced, textOf, withRunning, type Failure } from "./view";

export const LEFT = new DOMException("the reader went elsewhere", "AbortError");

const TITLE_TIME = 3_000;

/** A short answer is painted with every frame of the screen, a long one less often: nobody reads that fast. */
const pauseFor = ({ text }: Answer): number => Math.min(150, (text.content.length + text.reasoning.length) / 500);

/**
 * One opened session: its messages, and the one connection that follows its running answer. The answer itself is made by
 * the server and outlives this object, the page and the browser.
 */
export abstract class OpenedSession extends ShownSession {
  protected following: AbortController | null = null;
  /** A stop asked for before it was known what to stop. */
  protected stopWanted = false;
  private settled = 0;
  /** Whether the server has said whose answer is followed. */
  private taken = false;

  constructor(
    sessionId: string | null,
    private readonly onSession: (id: string) => void = () => undefined,
    protected readonly wake: Wake = browserWake,
    private readonly tabs: Tabs | null = browserTabs,
  ) {
    super(sessionId);
  }

  /** Shows what is stored and follows what is running; tries again by itself while the server cannot be reached. */
  async open(): Promise<void> {
    const { sessionId } = this.view;
    const left = outbox.pending(sessionId, Date.now());
    if (sessionId !== null) await this.guarded(() => this.loadUntilThere(sessionId));
    if (left === null || this.life.signal.aborted || this.view.load !== "ready") return;
    const { unsent, fresh } = left;
    const asked = this.view.messages.findLast((each) => each.author === "user");
    if (isLive(this.view.phase) && asked?.content === unsent.prompt.message) {
      outbox.clear(unsent.key);
      if (unsent.stop) void this.askToStop(sessionId);
    } else if (fresh) this.dispatch(unsent);
    else {
      outbox.clear(unsent.key);
      this.set({ returned: { text: unsent.prompt.message } });
    }
  }

  /** Looks whether anything has happened elsewhere, and follows it. Cheap; called on focus and on hints of other tabs. */
  async refresh(): Promise<void> {
    const { sessionId, phase, load, session } = this.view;
    if (sessionId === null || load !== "ready" || isLive(phase)) return;
    const { following } = this;
    await this.guarded(async () => {
      const now = await api.session(sessionId, this.life.signal);
      if (now.activeGeneration || now.updatedAt !== session?.updatedAt) await this.load(sessionId, now, following);
    }).catch(() => undefined);
  }

  dispose(): void {
    this.life.abort(LEFT);
    this.following?.abort(LEFT);
    this.shown.dispose();
  }

  protected abstract askToStop(sessionId: string | null): Promise<void>;

  private async loadUntilThere(sessionId: string): Promise<void> {
    const { signal } = this.life;
    try {
      const read = async () => {
        const { following } = this;
        await this.load(sessionId, await api.session(sessionId, signal), following);
      };
      await persist(read, this.wake, signal, (e, tryNow) => this.waitsForServer(failureOfCall(e), tryNow));
    } catch (e) {
      if (!(e instanceof ApiProblem)) throw e;
      this.set({ load: e.status === 404 ? "missing" : "refused", failure: failureOf(e), unreached: null });
    }
  }

  private waitsForServer(why: Failure, tryNow: () => void): void {
    if (this.view.load === "loading") this.set({ unreached: { why, tryNow } });
    else {
      this.signal("lose");
      this.set({ failure: why });
    }
  }

  /** @param following what was followed before the session was read */
  protected async load(sessionId: string, session: Session, following: AbortController | null): Promise<void> {
    if (this.following !== following) return;
    const page = await api.messages(sessionId, undefined, this.life.signal);
    // Something has been asked meanwhile: what was read is older than what is shown.
    if (this.following !== following) return;
    const active = session.activeGeneration;
    this.cut = [];
    this.set({ session, messages: page.items, older: page.next, load: "ready", unreached: null });
    if (active) {
      const message = page.items.find((each) => each.id === active.messageId);
      this.follow({ kind: "attach", sessionId }, unread(textOf(message), active.messageId), "attach");
      if (stops.wanted(active.id, Date.now())) void this.askToStop(sessionId);
    } else this.set({ answer: null });
  }

  protected post(unsent: Unsent): void {
    outbox.keep(unsent);
    this.dispatch(unsent);
  }

  private dispatch(unsent: Unsent): void {
    const { key, prompt, edits } = unsent;
    this.set({ pending: { key, text: prompt.message, refused: false } });
    if (edits) this.cutFrom(edits);
    this.follow(beginOf(unsent), unread(), "send");
    this.stopWanted = unsent.stop ?? false;
    if (this.stopWanted) this.set({ stopping: true });
  }

  protected follow(begin: Begin, answer: Answer, first: Signal): void {
    this.following?.abort(LEFT);
    this.taken = false;
    this.stopWanted = false;
    const following = (this.following = new AbortController());
    this.set({ answer, asking: begin.kind !== "attach", failure: null, repeat: null, stopping: false, returned: null });
    this.signal(first);
    const reader: Reader = {
      answer: () => this.view.answer ?? answer,
      receive: (frame) => this.receive(frame),
      signal: (signal) => this.signal(signal),
      waits: (problem) => this.set({ failure: failureOf(problem) }),
      disconnected: () => {
        const current = this.view.answer;
        if (current !== null) this.set({ answer: disconnected(current) });
      },
    };
    followTogether(begin, reader, this.wake, following.signal, this.tabs).then(
      (outcome) => {
        if (!following.signal.aborted) this.concluded(begin, outcome);
      },
      (e: unknown) => {
        if (following.signal.aborted) return;
        // A fault of the page itself: whoever opens the browser's console is to find it.
        reportError(e);
        this.set({ asking: false });
        this.uncut();
        this.refused({ kind: "internal", title: String(e) });
      },
    );
  }

  private receive(frame: Frame): void {
    const before = this.view.answer;
    if (before === null) return;
    const answer = reduce(before, frame);
    if (answer === before) return;
    this.settled = 0;
    this.shown.set({ ...this.view, answer, failure: null }, frame.event === "session" || answer.end !== null, pauseFor(answer));
    // Not always the first frame: a log that was lost begins with all of the text.
    if (frame.event === "session" && !this.taken) this.begun(answer);
  }

  /** The server has taken the message: what was on its way is now a message like any other. */
  private begun(answer: Answer): void {
    const { pending, sessionId: known } = this.view;
    const sessionId = answer.sessionId ?? known;
    const messageId = answer.messageId;
    if (sessionId === null || messageId === null) return;
    this.taken = true;
    this.cut = [];
    this.forget(pending);
    this.set({ messages: withRunning(this.view, sessionId, messageId, answer.userMessageId), pending: null, asking: false, sessionId, load: "ready" });
    if (known === null) this.onSession(sessionId);
    if (pending !== null) tell({ kind: "started", sessionId });
    if (this.stopWanted) {
      this.stopWanted = false;
      void this.askToStop(sessionId);
    }
  }

  private concluded(begin: Begin, outcome: Outcome): void {
    this.set({ asking: false });
    if (outcome.kind === "refused") return void this.whenRefused(begin, outcome.problem);
    const { answer, sessionId, messages } = this.view;
    if (sessionId === null) return;
    if (outcome.kind !== "ended" || answer?.end == null) return void this.settle(sessionId);
    const row = messages.find((each) => each.id === answer.messageId);
    this.set({ stopping: false, ...(row ? { messages: replaced(messages, finished(row, answer)) } : {}) });
    if ("error" in answer.end) this.refused(failureOfMessage(answer.end.error));
    else this.signal("end");
    tell({ kind: "ended", sessionId });
    if (messages.length <= 2) void this.readTitle(sessionId);
    if (begin.kind === "regenerate" || (begin.kind === "send" && begin.edits)) void this.readSiblings();
  }

  /** The server finds a title once the first answer is there; nobody waits for it. */
  private async readTitle(sessionId: string): Promise<void> {
    await this.guarded(async () => {
      await this.wake.pause(TITLE_TIME, this.life.signal);
      this.set({ session: await api.session(sessionId, this.life.signal) });
      tell({ kind: "sessions" });
    }).catch(() => undefined);
  }

  private async readSiblings(): Promise<void> {
    const { sessionId } = this.view;
    if (sessionId === null) return;
    const page = await this.guarded(() => api.messages(sessionId, undefined, this.life.signal)).catch(() => undefined);
    if (page && !isLive(this.view.phase)) this.set({ messages: page.items, older: page.next });
  }

  /** The stream has nothing more to say: the stored state is the answer's end, or another answer is running. */
  private async settle(sessionId: string): Promise<void> {
    const { stopping, answer } = this.view;
    await this.guarded(async () => {
      // Asked over and over only when the server says in turn that something runs and that there is nothing to follow.
      if (this.settled++ > 0) await this.wake.pause(delay(this.settled, undefined, Math.random), this.life.signal);
      await this.loadUntilThere(sessionId);
      const active = this.view.session?.activeGeneration;
      if (active && this.view.load === "ready") {
        if (stopping && !this.view.stopping && active.id === answer?.generationId) void this.askToStop(sessionId);
        return;
      }
      const error = this.view.messages.at(-1)?.error;
      this.set({ stopping: false });
      if (error) this.refused(failureOfMessage(error));
      else this.signal("end");
    });
    tell({ kind: "ended", sessionId });
  }

  private async whenRefused(begin: Begin, problem: ApiProblem): Promise<void> {
    const { pending } = this.view;
    if (pending !== null) outbox.refused(pending.key);
    const named = problem.members["sessionId"];
    const sessionId = this.view.sessionId ?? (typeof named === "string" ? named : null);
    this.uncut();
    const known = new Set(this.view.messages.map((each) => each.id));
    this.refused(failureOf(problem));
    if (problem.kind === "unknown-session") {
      this.forget(pending);
      this.set({ load: "missing", pending: null, answer: null, returned: pending && { text: pending.text } });
      return;
    }
    if (sessionId === null) {
      this.set({ pending: pending && { ...pending, refused: true } });
      return;
    }
    if (this.view.sessionId === null) {
      this.set({ sessionId });
      this.onSession(sessionId);
    }
    const page = await this.guarded(() => api.messages(sessionId, undefined, this.life.signal)).catch(() => undefined);
    const taken = page?.items.some((each) => each.author === "user" && !known.has(each.id) && each.content === pending?.text);
    if (page) this.set({ messages: page.items, older: page.next });
    if (retryable(problem.kind) && (begin.kind === "regenerate" || begin.kind === "continue")) this.set({ repeat: () => this.again(begin) });
    if (taken || begin.kind !== "send" || pending === null) {
      this.forget(pending);
      this.set({ pending: null, answer: null });
    } else if (problem.kind === "generation-running" || begin.edits !== undefined) {
      this.forget(pending);
      // The answer that runs takes the place of the reason.
      const why = problem.kind === "generation-running" ? { why: failureOf(problem) } : {};
      this.set({ pending: null, answer: null, returned: { text: pending.text, ...why } });
      await this.refresh();
    } else this.set({ pending: { ...pending, refused: true } });
  }

  /** Asks once more for the answer that the server would not give. */
  private again(begin: Begin & { kind: "regenerate" | "continue" }): void {
    const { messages } = this.view;
    if (begin.kind === "regenerate") this.cutFrom(begin.messageId);
    this.follow(begin, begin.kind === "continue" ? unread(textOf(messages.at(-1)), messages.at(-1)?.id ?? null) : unread(), "send");
  }
}
