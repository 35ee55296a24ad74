import { useCallback, useEffect, useMemo, useState } from "react";
import { LANGUAGES, LanguageContext, preferredLanguage, type Language } from "../i18n/language";
import { write } from "../settings/stored";
import { Frame } from "./Frame";

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
