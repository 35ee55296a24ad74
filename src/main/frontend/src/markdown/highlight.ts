import type { Root } from "hast";

/** A coloured piece of code; what has no class is plain. */
export interface Piece {
  text: string;
  classes: string;
}

let worker: Worker | null = null;
let count = 0;
const waiting = new Map<number, (pieces: Piece[] | null) => void>();

/** Colours code in a thread of its own; null for a language that is not known, and where there are no such threads. */
export function highlight(language: string, code: string): Promise<Piece[] | null> {
  if (typeof Worker === "undefined") return Promise.resolve(null);
  worker ??= started();
  const id = ++count;
  const pieces = new Promise<Piece[] | null>((resolve) => waiting.set(id, resolve));
  worker.postMessage({ id, language, code });
  return pieces;
}

function started(): Worker {
  const begun = new Worker(new URL("./highlighter.ts", import.meta.url), { type: "module" });
  begun.onmessage = ({ data: { id, pieces } }: MessageEvent<{ id: number; pieces: Piece[] | null }>) => {
    waiting.get(id)?.(pieces);
    waiting.delete(id);
  };
  begun.onerror = () => {
    // It could not be loaded: code stays plain.
    waiting.forEach((resolve) => resolve(null));
    waiting.clear();
  };
  return begun;
}

/** The tree as a row of pieces: nested classes add up. */
export function flattened(nodes: Root["children"], outer = ""): Piece[] {
  return nodes.flatMap((node): Piece[] => {
    if (node.type === "text") return [{ text: node.value, classes: outer }];
    if (node.type !== "element") return [];
    const own = node.properties["className"];
    return flattened(node.children, [outer, ...(Array.isArray(own) ? own : [])].join(" ").trim());
  });
}
