/** A top-level piece of an answer; once the next one has begun, its text does not change any more. */
export type Block = { kind: "text"; text: string } | { kind: "code"; language: string; text: string; closed: boolean };

interface Split {
  source: string;
  blocks: readonly Block[];
  /** Where each block begins. */
  starts: readonly number[];
  /** What stands before each block's own text: the head of the table that it goes on with. */
  heads: readonly string[];
  definitions: Definitions;
}

export type Definitions = ReadonlyMap<string, string>;

const NOTHING: Split = { source: "", blocks: [], starts: [], heads: [], definitions: new Map() };
/** What the last line turns out to be, once it is whole, may still join its block to the one before. */
const UNSETTLED = 2;
/**
 * No block that still grows is parsed again and again when it has become longer than this: a long list is cut between
 * its items, a long table between its rows (with its head again), a paragraph of that length between words.
 */
const LONGEST = 6_000;
const LONGEST_LIST = 2_000;
const SLACK = 600;
const LONGEST_TABLE = 8_000;
const DELIMITERS = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const FENCE = /^( *)(?:[-*+>] +|\d{1,9}[.)] +)*(`{3,}|~{3,})(.*)$/;
const LIST_ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
/** A list that begins right below a paragraph's last line. */
const BEGINS_LIST = /^(?:[-*+]|1[.)])[ \t]+\S/;
const DEFINITION = /^ {0,3}\[([^\]\\]+)\]:\s*\S/;

/**
 * Cuts a growing markdown text into top-level blocks, so that only the last one is parsed and rendered again while the
 * answer grows. Cuts only where the meaning does not change: at top-level code fences, and at a blank line before an
 * unindented line that does not carry on a list.
 */
export class Splitter {
  private last = NOTHING;

  split(source: string): readonly Block[] {
    if (source !== this.last.source)
      this.last = source.startsWith(this.last.source) ? scan(source, this.last) : scan(source, NOTHING);
    return this.last.blocks;
  }

  /** What links and footnotes are defined, wherever in the answer that is; the same object as long as they are the same. */
  get definitions(): Definitions {
    return this.last.definitions;
  }
}

/** The block's text with the definitions that it refers to. */
export function completed(text: string, definitions: Definitions): string {
  if (definitions.size === 0) return text;
  const wanted = [...definitions].filter(([label, line]) => text.includes(`[${label}]`) && !text.includes(line)).map(([, line]) => line);
  return wanted.length === 0 ? text : `${text}\n\n${wanted.join("\n\n")}`;
}

function scan(source: string, before: Split): Split {
  const settled = Math.max(0, before.blocks.length - UNSETTLED);
  const blocks = before.blocks.slice(0, settled);
  const starts = before.starts.slice(0, settled);
  const heads = before.heads.slice(0, settled);
  let { definitions } = before;
  let start = before.starts[settled] ?? 0;
  let fence: { mark: string; top: boolean; language: string; bodyStart: number } | null = null;
  let head = before.heads[settled] ?? "";
  let afterBlank = false;
  let list = false;

  const add = (block: Block, end: number) => {
    if (block.kind === "code" || block.text.trim() !== "") {
      blocks.push(block);
      starts.push(start);
      heads.push(head);
    }
    start = end;
    head = "";
  };
  const addText = (end: number) => add({ kind: "text", text: head + source.slice(start, end).trimEnd() }, end);
  /** Cuts an overlong block where nothing is lost by it. */
  const cutLong = (at: number, lineEnd: number, line: string) => {
    const table = line.includes("|") ? head || tableHead(source.slice(start, at)) : "";
    if (table !== "") {
      if (at - start <= LONGEST_TABLE) return;
      addText(at);
      head = table;
    } else if (list ? LIST_ITEM.test(line) : /^\p{L}/u.test(line)) {
      if (at - start > (list ? LONGEST_LIST : LONGEST)) addText(at);
      while (!list && lineEnd - start > LONGEST + SLACK) addText(wordEnd(source, start + LONGEST));
    }
  };

  for (let at = start; at < source.length; ) {
    const newline = source.indexOf("\n", at);
    const lineEnd = newline < 0 ? source.length : newline;
    const next = newline < 0 ? source.length : newline + 1;
    const line = source.slice(at, lineEnd);
    if (fence !== null) {
      if (closes(fence.mark, line)) {
        const text = source.slice(fence.bodyStart, Math.max(fence.bodyStart, at - 1));
        if (fence.top) add({ kind: "code", language: fence.language, text, closed: true }, next);
        fence = null;
      }
    } else if (line.trim() === "") {
      afterBlank = true;
    } else {
      const opening = fenceOpening(line);
      if (opening?.top || (afterBlank && !/^\s/.test(line) && !(list && LIST_ITEM.test(line)))) addText(at);
      cutLong(at, lineEnd, line);
      if (start <= at && source.slice(start, at).trim() === "") list = LIST_ITEM.test(line);
      else if (BEGINS_LIST.test(line)) list = true;
      if (opening) fence = { ...opening, bodyStart: next };
      // The last line may still grow: its definition is taken once it is whole.
      const label = newline < 0 ? undefined : DEFINITION.exec(line)?.[1];
      if (label !== undefined && definitions.get(label) !== line) definitions = new Map(definitions).set(label, line);
      afterBlank = false;
    }
    at = next;
  }

  if (fence?.top) add({ kind: "code", language: fence.language, text: source.slice(fence.bodyStart), closed: false }, source.length);
  else addText(source.length);
  return { source, blocks, starts, heads, definitions };
}

/** Before the next word; where a script has no blanks, anywhere. */
function wordEnd(source: string, from: number): number {
  const next = /[\s。][\p{L}]/u.exec(source.slice(from, from + SLACK));
  return next === null ? from : from + next.index + 1;
}

/** The two lines that make a table of what follows them; empty when the text is no table. */
function tableHead(text: string): string {
  const [names, rule] = text.trimStart().split("\n", 2);
  return names?.includes("|") && rule !== undefined && DELIMITERS.test(rule) ? `${names}\n${rule}\n` : "";
}

function fenceOpening(line: string): { mark: string; top: boolean; language: string } | null {
  const [, , mark, info] = FENCE.exec(line) ?? [];
  if (mark === undefined || info === undefined || (mark.startsWith("`") && info.includes("`"))) return null;
  return { mark, top: /^[`~]/.test(line), language: info.trim().split(/\s/)[0] ?? "" };
}

function closes(mark: string, line: string): boolean {
  const body = line.trim();
  return body.length >= mark.length && body === mark.charAt(0).repeat(body.length);
}
