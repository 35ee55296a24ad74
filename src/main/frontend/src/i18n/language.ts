import { createContext, use } from "react";
import { read } from "../settings/stored";
import { en, type ProblemKind, type Strings } from "./en";
import { zh } from "./zh";

export type Language = "en" | "zh";

export const LANGUAGES: Readonly<Record<Language, { strings: Strings; name: string; tag: string }>> = {
  en: { strings: en, name: "English", tag: "en" },
  zh: { strings: zh, name: "中文", tag: "zh-Hans" },
};

export const LanguageContext = createContext<[Language, (language: Language) => void]>(["en", () => undefined]);

/** The chosen language, else the first of the browser's that there is, else English. */
export function preferredLanguage(): Language {
  const chosen = read("language");
  if (chosen === "en" || chosen === "zh") return chosen;
  for (const tag of navigator.languages) {
    const language = tag.toLowerCase().split("-")[0];
    if (language === "en" || language === "zh") return language;
  }
  return "en";
}

export function useText(): Strings {
  return LANGUAGES[use(LanguageContext)[0]].strings;
}

/** What to tell the reader: our own words for a problem we know, else the server's. */
export function wordsFor(text: Strings, { kind, title, notBefore = 0 }: { kind: string; title: string; notBefore?: number }): string {
  const words = kind in text.problems ? text.problems[kind as ProblemKind] : title;
  if (notBefore - Date.now() < MINUTE) return words;
  const time = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeStyle: "short" }).format(notBefore);
  return text.sentences([words, text.waitUntil(time)]);
}

/** How long a reader is asked to wait for something that is not far; empty when that is not to be said. */
export function shortWait(text: Strings, notBefore?: number): string {
  const seconds = secondsUntil(notBefore);
  return seconds > 0 ? text.waitSeconds(seconds) : "";
}

/** The seconds that are left until then; 0 when it is past, or too far for seconds. */
export function secondsUntil(time = 0): number {
  const wait = time - Date.now();
  return wait > 0 && wait < MINUTE ? Math.ceil(wait / 1000) : 0;
}

const MINUTE = 60_000;
