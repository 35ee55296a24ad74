import { useCallback, useRef, useState } from "react";
import { tell } from "../conversation/channel";
import { useConversation, useView } from "../conversation/useConversation";
import { useText } from "../i18n/language";
import { navigate, useRoute } from "../router";
import { Account } from "./Account";
import { Chat } from "./Chat";
import { ChatMenu } from "./ChatMenu";
import { BOX, CONVERSATION, focusOn, MAIN } from "./focus";
import { Icon } from "./Icon";
import { SessionList } from "./SessionList";
import { Sheets, type Sheet } from "./Sheets";
import { SignInBar } from "./SignInBar";
import { useDoneNotice } from "./useDoneNotice";
import { usePageKeys } from "./usePageKeys";
import { useListedTitle } from "./useSessions";
import { useTabTitle } from "./useTabTitle";

/** A new chat has just become a session: the address says so, and the lists show it. */
function named(id: string): void {
  navigate(id, "replace");
  tell({ kind: "sessions" });
}

/** Bar, list and chat, and what opens above them. */
export function Frame() {
  const strings = useText();
  const sessionId = useRoute();
  const conversation = useConversation(sessionId, named);
  const view = useView(conversation);
  const [drawer, setDrawer] = useState(false);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const listed = useListedTitle(view.load === "loading" ? view.sessionId : null);
  const title = listed ?? view.session?.title ?? view.messages.find((each) => each.author === "user")?.content.slice(0, 50) ?? null;
  useTabTitle(title, view.phase);
  useDoneNotice(view, title);

  const open = useCallback((id: string | null, messageId?: string) => {
    navigate(id, "push", messageId);
    setDrawer(false);
  }, []);
  const close = () => {
    setDrawer(false);
    opener.current?.focus();
  };
  usePageKeys({ open, openSheet: setSheet, openDrawer: () => setDrawer(true) });

  return (
    <div className={drawer ? "frame drawer-open" : "frame"} onKeyDown={(event) => event.key === "Escape" && !event.shiftKey && drawer && close()}>
      <SkipLink words={strings.skip} to={[BOX, MAIN]} />
      <SkipLink words={strings.skipToConversation} to={[CONVERSATION, MAIN]} />
      <header className="bar">
        <button type="button" ref={opener} className="icon-button only-narrow" aria-label={strings.openChats} aria-expanded={drawer} onClick={() => setDrawer(true)}>
          <Icon name="menu" />
        </button>
        <h1 dir="auto">{title ?? (view.load === "ready" ? strings.newChat : strings.appName)}</h1>
        {view.load === "ready" && view.sessionId !== null && <ChatMenu sessionId={view.sessionId} title={title ?? ""} />}
        <button type="button" className="icon-button only-narrow" aria-label={strings.newChat} onClick={() => open(null)}>
          <Icon name="plus" />
        </button>
      </header>
      <nav className="side" aria-label={strings.chats}>
        <div className="side-head">
          <span className="brand">{strings.appName}</span>
          <button type="button" className="icon-button only-narrow" aria-label={strings.closeChats} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <button type="button" className="new" onClick={() => open(null)}>
          <Icon name="plus" /> {strings.newChat}
        </button>
        <SessionList current={view.sessionId} onOpen={open} />
        <div className="side-foot">
          <button type="button" className="quiet" onClick={() => setSheet("settings")}>
            <Icon name="gear" /> {strings.settings}
          </button>
          <span>
            <button type="button" className="icon-button" aria-label={strings.shortcuts} title={strings.shortcuts} onClick={() => setSheet("help")}>
              <Icon name="keyboard" />
            </button>
            <Account />
          </span>
        </div>
      </nav>
      {drawer && <div className="shade" onClick={close} />}
      <main id="main" tabIndex={-1}>
        <SignInBar />
        {conversation !== null && <Chat conversation={conversation} view={view} serial={conversation.serial} />}
      </main>
      <Sheets sheet={sheet} onSheet={setSheet} onOpen={open} />
    </div>
  );
}

/** The address stays as it is: it names a chat, and perhaps a message in it. */
function SkipLink({ words, to }: { words: string; to: readonly string[] }) {
  return (
    <a
      className="skip"
      href={MAIN}
      onClick={(event) => {
        event.preventDefault();
        focusOn(...to);
      }}
    >
      {words}
    </a>
  );
}
