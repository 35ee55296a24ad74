import { api } from "../api/client";
import type { Prompt, Session } from "../api/types";
import { unread } from "../stream/answer";
import { isLive } from "../stream/phase";
import { tell, tellOthers } from "./channel";
import { LEFT, OpenedSession } from "./opened";
import { newKey, outbox } from "./outbox";
import { stopAnswer } from "./stopping";
import { canGiveUp, textOf } from "./view";

type Choice = Omit<Prompt, "message">;

/** An opened session, and what its reader can do in it. */
export class Conversation extends OpenedSession {
  /** @param role of the chat that this message begins, if any was chosen */
  send(text: string, choice: Choice, role: string | null = null): void {
    const { sessionId, phase, load } = this.view;
    if (isLive(phase) || load !== "ready") return;
    this.post({ key: newKey(), sessionId, prompt: { message: text, ...choice }, at: Date.now(), ...(role !== null && sessionId === null ? { role } : {}) });
  }

  /** Tries once more what the server refused to show. */
  async openAgain(): Promise<void> {
    if (this.view.load !== "refused") return;
    this.set({ load: "loading", failure: null });
    await this.open();
  }

  /** Asks this instead of an earlier question; what came after it stays, as a branch of its own. False while that cannot be asked. */
  edit(messageId: string, text: string, choice: Choice): boolean {
    const { sessionId, phase } = this.view;
    if (sessionId === null || isLive(phase)) return false;
    this.post({ key: newKey(), sessionId, edits: messageId, prompt: { message: text, ...choice }, at: Date.now() });
    return true;
  }

  /** Has a question answered once more; the answer there is stays, as a branch of its own. */
  regenerate(messageId: string, choice: Choice): void {
    const { sessionId, phase } = this.view;
    if (sessionId === null || isLive(phase)) return;
    this.cutFrom(messageId);
    this.follow({ kind: "regenerate", sessionId, messageId, choice, key: newKey() }, unread(), "send");
  }

  /** Shows the branch that holds this message. */
  async showBranch(messageId: string): Promise<void> {
    const { sessionId, phase } = this.view;
    if (sessionId === null || isLive(phase)) return;
    await api.showBranch(sessionId, messageId);
    tellOthers({ kind: "branch", sessionId });
    await this.reload();
  }

  /** Reads the messages anew: which siblings there are only the server knows. */
  async reload(): Promise<void> {
    const { sessionId } = this.view;
    if (sessionId === null) return;
    const { following } = this;
    await this.guarded(async () => {
      const session = await api.session(sessionId, this.life.signal);
      if (!isLive(this.view.phase)) await this.load(sessionId, session, following);
    });
  }

  /** Carries the last answer on from its end. */
  carryOn(): void {
    const { sessionId, messages, phase } = this.view;
    const last = messages.at(-1);
    if (sessionId === null || last?.author !== "assistant" || isLive(phase)) return;
    this.follow({ kind: "continue", sessionId }, unread(textOf(last), last.id), "send");
    tell({ kind: "started", sessionId });
  }

  /** Stops the answer wherever it is being made; before the server has taken what was asked, takes it back. */
  async stop(): Promise<void> {
    const { sessionId, asking, pending, stopping } = this.view;
    if (canGiveUp(this.view)) {
      this.giveUp();
      return;
    }
    if (stopping) return;
    if (asking) this.stopWanted = true;
    if (asking && pending !== null) outbox.stop(pending.key);
    await this.askToStop(sessionId);
  }

  /** The stop is not given up as long as there is something to stop, also when the reader goes elsewhere. */
  protected async askToStop(sessionId: string | null): Promise<void> {
    this.set({ stopping: true });
    if (sessionId === null) return;
    const { following } = this;
    const { answer, asking, session } = this.view;
    const running = asking ? undefined : session?.activeGeneration?.id;
    const stillWanted = () => isLive(this.view.phase) && this.following === following;
    const heard = await stopAnswer(sessionId, answer?.generationId ?? running ?? null, stillWanted, this.wake, this.life.signal);
    if (!heard && stillWanted() && !this.stopWanted) this.set({ stopping: false });
  }

  /** Sends a message that the server refused once more. */
  sendAgain(choice: Choice, role: string | null = null): void {
    const { pending } = this.view;
    if (!pending?.refused) return;
    this.forget(pending);
    this.send(pending.text, choice, role);
  }

  /** Gives up a message that is not known to have arrived; its text goes back into the box. */
  takeBack(): void {
    if (this.view.pending !== null) this.giveUp();
  }

  /** Whether the server has heard of what is given up is not known: the messages are read anew. */
  private giveUp(): void {
    const { pending, sessionId } = this.view;
    this.following?.abort(LEFT);
    this.forget(pending);
    this.uncut();
    this.set({ pending: null, asking: false, answer: null, failure: null, stopping: false, returned: pending && { text: pending.text } });
    this.signal("leave");
    if (sessionId !== null) void this.reload().catch(() => undefined);
  }

  /** @throws whatever kept the server from being asked; then nothing has changed */
  async loadOlder(): Promise<void> {
    const { sessionId, older } = this.view;
    if (sessionId === null || older === undefined) return;
    await this.guarded(async () => {
      const page = await api.messages(sessionId, older, this.life.signal);
      // Pressed twice, or read anew meanwhile: these are there already, or have no place any more.
      if (this.view.older !== older) return;
      this.set({ messages: [...page.items, ...this.view.messages], older: page.next });
    });
  }

  updateSession(session: Session): void {
    this.set({ session });
  }
}
