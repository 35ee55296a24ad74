import { use } from "react";
import { LANGUAGES, LanguageContext, useText, type Language } from "../../i18n/language";
import { canNotify, useNotify } from "../../settings/notifications";
import { THEMES, useTheme, type Theme } from "../../settings/theme";

export function Appearance() {
  const strings = useText();
  const [language, setLanguage] = use(LanguageContext);
  const [theme, setTheme] = useTheme();
  const [notifying, setNotifying] = useNotify();
  const names: Record<Theme, string> = { system: strings.themeSystem, light: strings.themeLight, dark: strings.themeDark };
  return (
    <section>
      <h3>{strings.appearance}</h3>
      <div className="fields">
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
      {canNotify() && (
        <label className="check">
          <input type="checkbox" checked={notifying} onChange={(event) => setNotifying(event.target.checked)} />
          <span>{strings.notifications}</span>
        </label>
      )}
    </section>
  );
}
