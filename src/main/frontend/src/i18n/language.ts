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
export function wordsFor(text: Strings, failure: { kind: string; title: string }): string {
  return failure.kind in text.problems ? text.problems[failure.kind as ProblemKind] : failure.title;
}
