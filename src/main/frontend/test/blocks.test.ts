import { describe, expect, it } from "vitest";
import { completed, Splitter, type Block } from "../src/markdown/blocks";
import { Parts } from "../src/markdown/parts";

const split = (text: string) => new Splitter().split(text);
const texts = (blocks: readonly Block[]) => blocks.map((block) => block.text);

const SAMPLE = [
  "# Title\n\nA paragraph\nof two lines.\n\n1. one\n\n2. two\n\n   more of two\n\n- new list\n- item\n\n",
  "```js\nconst a = 1;\n\nconst b = `x`;\n```\n\nAfter.\n```\nno language\n~~~\n```\n",
  "- list with code\n\n  ```py\nnot indented\n\n  x\n  ```\n\n- still the list\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n",
  "See [here][ref] and a note[^1].\n\nEnd.\n\n[ref]: https://example.com\n[^1]: The note.\n",
].join("");

describe("an answer in blocks", () => {
  it("is cut at blank lines and code fences, and nowhere else", () => {
    expect(texts(split("One\nline.\n\nTwo.\n\n```js\na\n\nb\n```\nThree."))).toEqual(["One\nline.", "Two.", "a\n\nb", "Three."]);
  });

  it("keeps a list with blank lines in one piece, and its numbers with it", () => {
    expect(texts(split("1. one\n\n2. two\n\n   more\n\nAfter"))).toEqual(["1. one\n\n2. two\n\n   more", "After"]);
  });

  it("shows code whose end has not come yet as code", () => {
    expect(split("```js\nlet a")).toEqual([{ kind: "code", language: "js", text: "let a", closed: false }]);
    expect(split("```js\nlet a\n```\n")).toEqual([{ kind: "code", language: "js", text: "let a", closed: true }]);
  });

  it("does not end a fence at a shorter or another one", () => {
    expect(texts(split("````md\n```\n~~~~\n````\nafter"))).toEqual(["```\n~~~~", "after"]);
  });

  it("is the same, whether it grows by characters or comes at once", () => {
    const whole = split(SAMPLE);
    const growing = new Splitter();
    for (let end = 1; end < SAMPLE.length; end++) growing.split(SAMPLE.slice(0, end));
    expect(growing.split(SAMPLE)).toEqual(whole);
  });

  it("never changes a block that two others follow", () => {
    const growing = new Splitter();
    let before: readonly Block[] = [];
    for (let end = 1; end <= SAMPLE.length; end++) {
      const now = growing.split(SAMPLE.slice(0, end));
      expect(now.slice(0, Math.max(0, before.length - 2))).toEqual(before.slice(0, Math.max(0, before.length - 2)));
      before = now;
    }
  });

  it("is read afresh when its text is replaced", () => {
    const splitter = new Splitter();
    splitter.split("One\n\nTwo\n\nThree");
    expect(texts(splitter.split("Other"))).toEqual(["Other"]);
  });

  it("gives a block the definitions it refers to", () => {
    const splitter = new Splitter();
    const blocks = splitter.split(SAMPLE);
    const referring = blocks.find((block) => block.text.startsWith("See"))?.text ?? "";
    expect(completed(referring, splitter.definitions)).toBe(`${referring}\n\n[ref]: https://example.com\n\n[^1]: The note.`);
    expect(completed("Nothing.", splitter.definitions)).toBe("Nothing.");
  });

  describe("that is overlong", () => {
    const grown = (text: string) => {
      const growing = new Splitter();
      for (let end = 1; end < text.length; end += 97) growing.split(text.slice(0, end));
      return growing.split(text);
    };
    const longest = (blocks: readonly Block[]) => Math.max(...texts(blocks).map((text) => text.length));

    it("is cut between the items of a list, and counts on", () => {
      const list = Array.from({ length: 2_000 }, (_, index) => `${index + 1}. an item`).join("\n");
      const blocks = grown(list);
      expect(longest(blocks)).toBeLessThan(7_000);
      expect(texts(blocks).join("\n")).toBe(list);
      expect(blocks).toEqual(split(list));
    });

    it("is cut between the rows of a table, with its head again", () => {
      const head = "| a | b |\n|---|---|";
      const rows = Array.from({ length: 4_000 }, (_, index) => `| ${index} | x |`);
      const blocks = grown([head, ...rows].join("\n"));
      expect(longest(blocks)).toBeLessThan(13_000);
      expect(texts(blocks).every((text) => text.startsWith(head))).toBe(true);
      expect(texts(blocks).flatMap((text) => text.split("\n").slice(2))).toEqual(rows);
      expect(blocks).toEqual(split([head, ...rows].join("\n")));
    });

    it.each(["some words ", "没有空格的文字"])("is cut in a paragraph of %j", (words) => {
      const text = words.repeat(3_000).trimEnd();
      const blocks = grown(text);
      expect(longest(blocks)).toBeLessThan(7_000);
      expect(texts(blocks).join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      expect(blocks).toEqual(split(text));
    });
  });
});

describe("a long list right below a line of text", () => {
  it("is cut between its items", () => {
    const list = Array.from({ length: 1_000 }, (_, index) => `- item ${index}`).join("\n");
    const blocks = split(`These are they:\n${list}`);
    expect(Math.max(...blocks.map((block) => block.text.length))).toBeLessThan(2_100);
    expect(texts(blocks).join("\n")).toBe(`These are they:\n${list}`);
  });
});

describe("a long answer in parts", () => {
  it("gives the same objects for what has not changed, and all blocks in their order", () => {
    const paragraphs = Array.from({ length: 200 }, (_, index) => `Paragraph ${index}.`);
    const splitter = new Splitter();
    const parts = new Parts<Block>();
    let before: readonly (readonly Block[])[] = [];
    for (let count = 1; count <= paragraphs.length; count++) {
      const blocks = splitter.split(paragraphs.slice(0, count).join("\n\n"));
      const now = parts.of(blocks);
      expect(now.flat()).toEqual(blocks);
      for (const [index, part] of before.slice(0, -2).entries()) expect(now[index]).toBe(part);
      before = now;
    }
    expect(before.length).toBeLessThan(10);
  });

  it("keeps what is defined as one object until something is", () => {
    const splitter = new Splitter();
    splitter.split("One [two].\n\n");
    const { definitions } = splitter;
    splitter.split("One [two].\n\nThree.\n\n");
    expect(splitter.definitions).toBe(definitions);
    splitter.split("One [two].\n\nThree.\n\n[two]: https://example.com\n");
    expect(completed("One [two].", splitter.definitions)).toContain("https://example.com");
  });
});
