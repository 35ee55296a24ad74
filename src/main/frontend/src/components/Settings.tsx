import { use } from "react";
import { LANGUAGES, LanguageContext, useText, type Language } from "../i18n/language";
import { THEMES, useTheme, type Theme } from "../settings/theme";

export function Settings() {
  const strings = useText();
  const [language, setLanguage] = use(LanguageContext);
  const [theme, setTheme] = useTheme();
  const names: Record<Theme, string> = { system: strings.themeSystem, light: strings.themeLight, dark: strings.themeDark };
  return (
    <div className="settings">
      <label>
        <span>{strings.theme}</span>
        <select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
          {THEMES.map((each) => (
            <option key={each} value={each}>{names[each]}</option>
          ))}
        </select>
      </label>
      <label>
        <span>{strings.language}</span>
        <select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
          {Object.entries(LANGUAGES).map(([each, { name, tag }]) => (
            <option key={each} value={each} lang={tag}>{name}</option>
          ))}
        </select>
      </label>
    </div>
  );
}
