import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { isLive } from "../stream/phase";
import { browserWake } from "../stream/wake";
import { onHint } from "./channel";
import { Conversation } from "./conversation";
import { deliverOthers } from "./delivery";
import { blank, type View } from "./view";

const LOOK_EVERY = 20_000;

/** The one place that owns a conversation and, with it, its connection. */
export function useConversation(sessionId: string | null, onSession: (id: string) => void): Conversation | null {
  const [conversation, setConversation] = useState<Conversation | null>(null);
  const current = useRef<Conversation | null>(null);

  useEffect(() => {
    // A new chat that has just got its id is the same conversation still.
    if (current.current !== null && current.current.shown.latest.sessionId === sessionId && sessionId !== null) return;
    current.current?.dispose();
    const opened = new Conversation(sessionId, onSession);
    current.current = opened;
    setConversation(opened);
    void opened.open();
  }, [sessionId, onSession]);

  useEffect(() => () => current.current?.dispose(), []);

  useEffect(() => {
    const left = new AbortController();
    void deliverOthers(sessionId, browserWake, left.signal);
    return () => left.abort();
  }, [sessionId]);

  useEffect(() => (conversation ? lookingAround(conversation) : undefined), [conversation]);

  return conversation;
}

const nothing = blank(null);
const never = () => () => undefined;

export function useView(conversation: Conversation | null): View {
  return useSyncExternalStore(conversation?.shown.subscribe ?? never, conversation?.shown.painted ?? (() => nothing));
}

/** Answers asked for in another tab or on another device are noticed on focus, on a hint, and now and then while visible. */
function lookingAround(conversation: Conversation): () => void {
  const look = () => {
    if (document.visibilityState === "visible") void conversation.refresh();
  };
  const stopHints = onHint((hint) => {
    const { sessionId, load, phase } = conversation.shown.latest;
    if (hint.kind === "sessions" || hint.sessionId !== sessionId) return;
    if (hint.kind !== "branch") void conversation.refresh();
    // Another branch is shown, and the session does not count that as a change.
    else if (load === "ready" && !isLive(phase)) void conversation.reload().catch(() => undefined);
  });
  const timer = setInterval(look, LOOK_EVERY);
  window.addEventListener("focus", look);
  window.addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  return () => {
    stopHints();
    clearInterval(timer);
    window.removeEventListener("focus", look);
    window.removeEventListener("pageshow", look);
    document.removeEventListener("visibilitychange", look);
  };
}
