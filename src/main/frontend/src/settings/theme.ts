import { useCallback, useState } from "react";
import { read, write } from "./stored";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** Light or dark by the system, unless chosen; `theme.js` sets the choice before the first paint. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => THEMES.find((each) => each === read("theme")) ?? "system");
  const choose = useCallback((chosen: Theme) => {
    write("theme", chosen === "system" ? null : chosen);
    if (chosen === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = chosen;
    setTheme(chosen);
  }, []);
  return [theme, choose];
}
