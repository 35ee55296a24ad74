import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { tell } from "../conversation/channel";
import { useConversation, useView } from "../conversation/useConversation";
import { LANGUAGES, LanguageContext, preferredLanguage, type Language } from "../i18n/language";
import { navigate, useRoute } from "../router";
import { write } from "../settings/stored";
import { Chat } from "./Chat";
import { Icon } from "./Icon";
import { SessionList } from "./SessionList";
import { Settings } from "./Settings";
import { useTabTitle } from "./useTabTitle";
import { useText } from "../i18n/language";

export function App() {
  const [language, setLanguage] = useState(preferredLanguage);
  const choose = useCallback((chosen: Language) => {
    write("language", chosen);
    setLanguage(chosen);
  }, []);
  useEffect(() => {
    document.documentElement.lang = LANGUAGES[language].tag;
  }, [language]);
  const context = useMemo((): [Language, (language: Language) => void] => [language, choose], [language, choose]);
  return (
    <LanguageContext value={context}>
      <Frame />
    </LanguageContext>
  );
}

/** A new chat has just become a session: the address says so, and the lists show it. */
function named(id: string): void {
  navigate(id, "replace");
  tell({ kind: "sessions" });
}

function Frame() {
  const strings = useText();
  const sessionId = useRoute();
  const conversation = useConversation(sessionId, named);
  const view = useView(conversation);
  const [drawer, setDrawer] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const title = view.session?.title ?? view.messages.find((each) => each.author === "user")?.content.slice(0, 50) ?? null;
  useTabTitle(title, view.phase);

  const open = (id: string | null) => {
    navigate(id);
    setDrawer(false);
  };
  const close = () => {
    setDrawer(false);
    opener.current?.focus();
  };

  return (
    <div className={drawer ? "frame drawer-open" : "frame"} onKeyDown={(event) => event.key === "Escape" && drawer && close()}>
      <a className="skip" href="#main">{strings.skip}</a>
      <header className="bar">
        <button type="button" ref={opener} className="icon-button only-narrow" aria-label={strings.openChats} aria-expanded={drawer} onClick={() => setDrawer(true)}>
          <Icon name="menu" />
        </button>
        <h1 dir="auto">{title ?? strings.appName}</h1>
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
        <Settings />
      </nav>
      {drawer && <div className="shade" onClick={close} />}
      <main id="main" tabIndex={-1}>
        {conversation !== null && <Chat conversation={conversation} view={view} serial={conversation.serial} />}
      </main>
    </div>
  );
}
