import type { Answer } from "./answer";
import type { Frame } from "./frames";
import type { Reader } from "./follow";
import type { Signal } from "./phase";
import type { Channel, Tabs } from "./tabs";

/** What tabs that follow the same answer tell each other. */
export type Relayed =
  /** A tab that lacks something, or doubts that the leader lives. */
  | { kind: "hello"; doubt: boolean }
  /** A frame of the log, and the `seq` it follows on. */
  | { kind: "frame"; after: number; frame: Frame }
  /** All that the leader has, as frames that any reader can apply; the `first` one asks who is there. */
  | { kind: "state"; frames: Frame[]; first?: boolean }
  /** How the leader's connection stands; `hidden` when the browser slows that tab down. */
  | { kind: "signal"; signal: Signal; hidden: boolean };

export const channelOf = (sessionId: string) => `answer.${sessionId}`;

/** The tab that holds the connection of a session's answer: tells the others what it reads, in pieces that are whole. */
export class Leader {
  private readonly channel: Channel;
  private readonly doubts = new Set<(hard: boolean) => void>();
  /** Frames without an id have come; the next one with an id stands for all of them. */
  private gathered = false;
  private last: Signal | null = null;
  /** Whether anyone listens: most answers are watched in one tab, which then has nothing to tell. */
  private heard = false;

  constructor(
    sessionId: string,
    private readonly tabs: Tabs,
    private readonly answer: () => Answer,
  ) {
    this.channel = tabs.join(channelOf(sessionId), (message) => this.hear(message as Relayed));
    this.tellAll(true);
  }

  /** Calls back when another tab doubts that the connection lives. */
  readonly onDoubt = (listener: (hard: boolean) => void): (() => void) => {
    this.doubts.add(listener);
    return () => void this.doubts.delete(listener);
  };

  read(before: Answer, frame: Frame): void {
    if (frame.cursor === null) this.gathered = true;
    else if (this.gathered) {
      this.gathered = false;
      if (this.heard) this.tellAll();
    } else if (this.heard && frame.cursor.seq > before.lastSeq) this.post({ kind: "frame", after: before.lastSeq, frame });
  }

  signal(signal: Signal): void {
    if (signal === "lose") this.gathered = false;
    if (signal !== "progress" || this.last !== "progress") this.post({ kind: "signal", signal, hidden: !this.tabs.visible() });
    this.last = signal;
  }

  close(): void {
    this.channel.close();
  }

  private hear(message: Relayed): void {
    if (message.kind !== "hello") return;
    this.heard = true;
    if (message.doubt) this.doubts.forEach((doubt) => doubt(false));
    this.tellAll();
  }

  /** Also when there is nothing to tell yet: it shows that this tab lives. */
  private tellAll(first = false): void {
    this.post({ kind: "state", frames: stateOf(this.answer()), ...(first ? { first } : {}) });
  }

  private post(message: Relayed): void {
    this.channel.post(message);
  }
}

/** A whole answer in two frames: whose it is, and its text as the log has it at its cursor; none when nothing is known yet. */
export function stateOf(answer: Answer): Frame[] {
  const { generationId, messageId, sessionId, lastSeq } = answer;
  if (generationId === null || messageId === null || sessionId === null || answer.end !== null) return [];
  const { userMessageId, provider, model } = answer;
  const data = { sessionId, generationId, messageId, ...(userMessageId ? { userMessageId } : {}), ...(provider ? { provider } : {}), ...(model ? { model } : {}) };
  const session: Frame = { event: "session", data, cursor: { generation: generationId, seq: 1 } };
  return answer.borrowed ? [session] : [session, { event: "snapshot", data: answer.confirmed, cursor: { generation: generationId, seq: lastSeq } }];
}

/** The reader of a tab that leads, or will: passes on what it is told. */
export function relaying(reader: Reader, leader: () => Leader | null, begun: (answer: Answer) => void): Reader {
  return {
    ...reader,
    receive: (frame) => {
      const before = reader.answer();
      reader.receive(frame);
      const after = reader.answer();
      if (before.sessionId === null && after.sessionId !== null) begun(after);
      if (after !== before) leader()?.read(before, frame);
    },
    signal: (signal) => {
      reader.signal(signal);
      leader()?.signal(signal);
    },
  };
}
