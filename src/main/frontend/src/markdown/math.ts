/** `$$…$$`, `\(…\)`, `\[…\]`, or `$…$` that does not look like two prices. */
const FORMULA = /\$\$[^$]+\$\$|\\\([^\n]+?\\\)|\\\[[\s\S]+?\\\]|(?<![\\$\w])\$(?!\s)[^$\n]*[\\^_={}a-zA-Z][^$\n]*(?<![\s\\])\$(?![\w$])/;
const CODE = /(`+)[\s\S]*?\1/g;

/** Whether the block holds a formula, so that what sets formulas is worth loading. */
export function holdsMath(text: string): boolean {
  return (text.includes("$") || text.includes("\\(") || text.includes("\\[")) && FORMULA.test(text.replace(CODE, ""));
}

/** The same text with every formula between dollars as the parser knows them; code and prices stay as they are. */
export function withDollars(text: string): string {
  let result = "";
  let from = 0;
  for (const code of text.matchAll(CODE)) {
    result += converted(text.slice(from, code.index)) + code[0];
    from = code.index + code[0].length;
  }
  return result + converted(text.slice(from));
}

function converted(text: string): string {
  const formulas = text
    .replace(/\\\[([\s\S]+?)\\\]/g, (_, tex: string) => `$$${tex.trim()}$$`)
    .replace(/\\\(([^\n]+?)\\\)/g, (_, tex: string) => `$$${tex.trim()}$$`)
    .replace(/(?<![\\$\w])\$(?![\s$])([^$\n]*[\\^_={}a-zA-Z][^$\n]*)(?<![\s\\])\$(?![\w$])/g, (_, tex: string) => `$$${tex}$$`);
  // A formula on lines of its own is set as a display.
  return formulas.replace(/^[ \t]*\$\$([^$]+)\$\$[ \t]*[.,;]?[ \t]*$/gm, (_, tex: string) => `\n$$\n${tex.trim()}\n$$\n`);
}
