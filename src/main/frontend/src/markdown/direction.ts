import type { Element, ElementContent } from "hast";

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** By the first letter in it: what holds other blocks is not set by `dir="auto"`, which skips blocks that have a direction themselves. */
export function directionOf(node: Element | undefined): "rtl" | undefined {
  const letter = node && firstLetter(node);
  return letter !== undefined && RIGHT_TO_LEFT.test(letter) ? "rtl" : undefined;
}

function firstLetter(node: ElementContent): string | undefined {
  if (node.type === "text") return LETTER.exec(node.value)?.[0];
  if (node.type !== "element") return undefined;
  for (const child of node.children) {
    const letter = firstLetter(child);
    if (letter !== undefined) return letter;
  }
  return undefined;
}
